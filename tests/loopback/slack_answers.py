"""What a bot did with each thing that people did: the acknowledgement and the effects that followed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_views import View

Kind = Literal["post", "edit", "delete", "ephemeral", "modal", "home", "file"]
EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]


class NoAnswer(AssertionError):
    """The bot stayed silent; the text says what was sent and what is missing."""


@dataclass(frozen=True)
class Effect:
    """One visible change. `mark` is the trigger_id or response_url it came by, and with it the delivery."""

    kind: Kind
    message: Message | None = None
    view: View | None = None
    user: str | None = None
    channel: str | None = None
    mark: str | None = None


@dataclass(frozen=True)
class Ack:
    """`status` is the HTTP status; Socket Mode has none and gives 200. `body` is a dict, a text or None."""

    status: int
    body: Any
    seconds: float


@dataclass
class Answer:
    """One delivery, and what came of it. `effects` keeps growing while more arrives."""

    kind: EnvelopeKind
    payload: Json
    user: str
    channel: str | None = None
    message_ts: str | None = None
    marks: tuple[str, ...] = ()
    retries: int = 0
    ack: Ack | None = None
    effects: list[Effect] = field(default_factory=list)
    touched: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def message(self) -> Message:
        """The newest message, edit or ephemeral that came of it."""
        found = [effect.message for effect in self.effects if effect.message and effect.kind != "delete"]
        if not found:
            raise NoAnswer(f"{self} brought no message, only {[effect.kind for effect in self.effects]}")
        return found[-1]

    @property
    def view(self) -> View:
        """The newest modal or Home tab that came of it."""
        found = [effect.view for effect in self.effects if effect.view]
        if not found:
            raise NoAnswer(f"{self} brought no view, only {[effect.kind for effect in self.effects]}")
        return found[-1]

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def errors(self) -> dict[str, str]:
        """What a form's fields were refused for, by block id."""
        body = self.ack.body if self.ack else None
        return dict(body.get("errors", {})) if isinstance(body, dict) else {}

    def __str__(self) -> str:
        named = self.payload.get("event") or self.payload
        action = (named.get("actions") or [named])[0].get("action_id")
        about = named.get("command") or named.get("callback_id") or action or named.get("text", "")
        return f"{named.get('type', self.kind)} {about!r} by {self.user}"

    def closeness(self, effect: Effect) -> int:
        """How likely an unmarked effect belongs here: 0 not at all, more is closer."""
        if effect.kind in ("edit", "delete") and effect.message and effect.message.ts == self.message_ts:
            return 3
        if effect.user:
            return 2 if effect.user == self.user else 0
        return 1 if effect.channel is not None and effect.channel == self.channel else 0


class Ledger:
    """Gives each effect to the delivery it came from, and wakes whoever waits for either."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self._marks: dict[str, Answer] = {}
        self._waiting: list[Answer] = []
        self._watchers: list[tuple[Callable[[], object], asyncio.Future[None]]] = []

    def open(self, answer: Answer) -> None:
        self._marks.update(dict.fromkeys(answer.marks, answer))
        self._waiting.append(answer)

    def close(self, answer: Answer) -> None:
        """No more guessing; effects that carry one of its marks are still added."""
        self._waiting = [other for other in self._waiting if other is not answer]

    def record(self, effect: Effect) -> None:
        self.effects.append(effect)
        owner = self._marks.get(effect.mark or "") or self._nearest(effect)
        if owner:
            owner.effects.append(effect)
            owner.touched.set()
        self.wake()

    def wake(self) -> None:
        """Looks again at everything that `until` waits for."""
        for holds, future in self._watchers:
            if not future.done() and holds():
                future.set_result(None)

    def forget(self) -> None:
        """Drops all that is over, so that a long run doesn't fill the memory."""
        self.effects.clear()
        self._marks = {mark: answer for answer in self._waiting for mark in answer.marks}

    async def until(self, holds: Callable[[], object], what: str, seconds: float) -> None:
        if holds():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        watcher = (holds, future)
        self._watchers.append(watcher)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            raise NoAnswer(f"waited {seconds:g} s in vain for {what}") from None
        finally:
            self._watchers.remove(watcher)

    def _nearest(self, effect: Effect) -> Answer | None:
        """The closest delivery; among equals one that has nothing yet, then the oldest."""
        ranked = [(answer.closeness(effect), not answer.effects, answer) for answer in self._waiting]
        fitting = [entry for entry in ranked if entry[0]]
        return max(fitting, key=lambda entry: entry[:2])[2] if fitting else None
