"""Where something happened, and the ways in which Slack lets it be answered. Read from payloads, nothing live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.origin import PLATFORM, Card, Origin, load
from bot.chat.people import MessageRef, Person, Place


@dataclass(frozen=True, slots=True)
class Window:
    """A modal or the Home tab as somebody saw it. `behind` is the view that a modal lies on."""

    id: str
    hash: str
    is_home: bool
    depth: int
    behind: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Scene:
    """`trigger` opens a modal, once and within three seconds; `hook` is a response_url; each is empty where Slack
    gives none. `message` is the ts of the message that was pressed."""

    person: Person
    place: Place
    event: str
    trigger: str = ""
    hook: str = ""
    message: str = ""
    ephemeral: bool = False
    window: Window | None = None

    @property
    def in_modal(self) -> bool:
        return self.window is not None and not self.window.is_home

    @property
    def at_home(self) -> bool:
        return self.window is not None and self.window.is_home

    @property
    def direct(self) -> bool:
        return self.place.channel.startswith("D")

    @property
    def posted(self) -> MessageRef | None:
        """The pressed message, if all can see it."""
        return MessageRef(self.place, self.message) if self.message and not self.ephemeral else None

    @property
    def origin(self) -> Origin:
        """What a view that is opened now stands in front of."""
        if self.window:
            return Origin(self.place, Card.HOME) if self.at_home else Origin(self.place)
        if self.message and self.ephemeral:
            return Origin(self.place, Card.EPHEMERAL, self.hook)
        return Origin(self.place, Card.MESSAGE, self.message) if self.message else Origin(self.place)


def of_command(payload: Mapping[str, Any], person: Person, space: str) -> Scene:
    trigger = str(payload.get("trigger_id", ""))
    place = Place(PLATFORM, space, str(payload["channel_id"]))
    return Scene(person, place, f"slack-{trigger}", trigger, str(payload.get("response_url", "")))


def of_event(payload: Mapping[str, Any], person: Person, space: str) -> Scene:
    """A mention, a direct message or the Home tab. It can be answered by messages only."""
    event = payload["event"]
    place = Place(PLATFORM, space, str(event.get("channel") or ""), str(event.get("thread_ts") or ""))
    return Scene(person, place, f"slack-{payload['event_id']}")


def of_interaction(payload: Mapping[str, Any], person: Person, space: str) -> Scene:
    """A press, a submitted form, a look-up or a shortcut."""
    trigger, hook = str(payload.get("trigger_id", "")), str(payload.get("response_url", ""))
    window = _window(payload["view"], space) if payload.get("view") else None
    if window:
        event = trigger if payload["type"] == "block_actions" else f"{window.id}-{window.hash}"
        return Scene(person, window.origin.place, f"slack-{event}", trigger, window=window)
    container = payload.get("container") or {}
    ts = str(container.get("message_ts") or payload.get("message_ts") or "")
    thread = container.get("thread_ts") or (payload.get("message") or {}).get("thread_ts") or ""
    channel = (payload.get("channel") or {}).get("id") or container.get("channel_id") or ""
    place = Place(PLATFORM, space, str(channel), str(thread))
    pressed = ts if payload["type"] == "block_actions" else ""
    event = trigger or f"{ts}-{_action_ts(payload)}"
    return Scene(person, place, f"slack-{event}", trigger, hook, pressed, bool(container.get("is_ephemeral")))


def _action_ts(payload: Mapping[str, Any]) -> str:
    actions = payload.get("actions") or [payload]
    return str(actions[0].get("action_ts", ""))


def _window(view: Mapping[str, Any], space: str) -> Window:
    behind, root = str(view.get("previous_view_id") or ""), str(view.get("root_view_id") or "")
    depth = 1 if not behind else 2 if behind == root else 3
    origin = load(str(view.get("private_metadata") or ""), space)
    return Window(str(view["id"]), str(view.get("hash", "")), view["type"] == "home", depth, behind, origin)
