"""Presses, menus and submitted forms as Press. A button's meaning is in its action id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack import limits
from adapters.slack.inputs import chosen, read_values
from adapters.slack.render import LINK
from adapters.slack.scene import Scene
from adapters.slack.spans import Json
from bot.chat.codec import decode, encode
from bot.chat.command import Press
from bot.chat.router import RUN

# The name under which a menu's choice reaches the core.
CHOICE = "choice"


def pressed(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The element that was used, or None for one that means nothing here, such as a link."""
    action: Mapping[str, Any] = (payload.get("actions") or [{}])[0]
    known = isinstance(action.get("action_id"), str) and decode(action["action_id"])[0] != LINK
    return action if known else None


def read_press(element: Mapping[str, Any], scene: Scene) -> Press:
    action = str(element["action_id"])
    values = _arguments(element, action) if element.get("type") == "button" else {CHOICE: chosen(element)}
    return Press(action, values, scene.person, scene.place, scene.event, scene.posted)


def read_submission(view: Mapping[str, Any], scene: Scene) -> Press:
    """A form's callback id is the action that its submit presses."""
    values = read_values((view.get("state") or {}).get("values"))
    origin = scene.window.origin if scene.window else scene.origin
    return Press(str(view.get("callback_id", "")), values, scene.person, origin.place, scene.event)


def carrying(message: Json, args: Mapping[str, str | int]) -> Json:
    """The message with the arguments in its `run:<command>` buttons, in Slack's own `value`. Too many are left out."""
    value = json.dumps(args, ensure_ascii=False, separators=(",", ":"))
    if args and len(value) <= limits.BUTTON_VALUE:
        for element in _buttons(message):
            if decode(str(element["action_id"]))[0] == RUN:
                element["value"] = value
    return message


def run_button(command: str) -> str:
    return encode(RUN, command)


def _buttons(message: Json) -> Iterator[Json]:
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    for block in blocks:
        yield from (element for element in block.get("elements", []) if element["type"] == "button")


def _arguments(element: Mapping[str, Any], action: str) -> dict[str, tuple[str, ...]]:
    if decode(action)[0] != RUN or not element.get("value"):
        return {}
    try:
        args = json.loads(str(element["value"]))
    except ValueError:
        return {}
    return {str(name): (str(value),) for name, value in args.items()} if isinstance(args, dict) else {}
