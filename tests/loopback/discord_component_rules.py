"""Rules of rows, buttons, selects and forms that Discord's schemas lack (docs: components/reference)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import discord_limits as limits
from .discord_problem import JSON, Problem, Step

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT = 1, 2, 3, 4, 5
CHANNEL_SELECT, TEXT_DISPLAY, LABEL, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 8, 10, 18, 21, 22, 23
LINK_STYLE, PREMIUM_STYLE = 5, 6
NESTS = ("components", "component", "accessory")

Placed = tuple[tuple[Step, ...], JSON]


def walk(components: Sequence[JSON], *path: Step) -> Iterator[Placed]:
    """Every component with its path, parents before children."""
    for number, component in enumerate(components):
        yield from _descend(component, (*path, number))


def _descend(component: JSON, path: tuple[Step, ...]) -> Iterator[Placed]:
    yield path, component
    for key in NESTS:
        inside = component.get(key)
        if isinstance(inside, list):
            yield from walk(inside, *path, key)
        elif isinstance(inside, dict):
            yield from _descend(inside, (*path, key))


def legacy_problems(rows: Sequence[JSON]) -> Iterator[Problem]:
    """Problems of a message's rows, sent without the Components V2 flag."""
    if len(rows) > limits.ACTION_ROWS:
        yield Problem(("components",), f"{len(rows)} rows; at most {limits.ACTION_ROWS} are allowed")
    for number, row in enumerate(rows):
        if row["type"] != ACTION_ROW:
            yield Problem(("components", number, "type"), "only an action row is allowed without Components V2")
    yield from _shared_problems(rows)


def v2_problems(payload: JSON) -> Iterator[Problem]:
    """Problems of a message sent with the Components V2 flag."""
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if payload.get(key):
            yield Problem((key,), "is not allowed together with Components V2")
    placed = [*walk(payload.get("components") or [])]
    if len(placed) > limits.V2_COMPONENTS:
        yield Problem(("components",), f"{len(placed)} in all; at most {limits.V2_COMPONENTS} are allowed")
    text = sum(len(component["content"]) for _, component in placed if component["type"] == TEXT_DISPLAY)
    if text > limits.V2_TEXT:
        yield Problem(("components",), f"{text} characters of text; at most {limits.V2_TEXT} are allowed")
    yield from _shared_problems(payload.get("components") or [])


def top_level_problems(components: Sequence[JSON]) -> Iterator[Problem]:
    """Problems of a modal's components."""
    if len(components) > limits.MODAL_COMPONENTS:
        text = f"{len(components)} components; at most {limits.MODAL_COMPONENTS} are allowed"
        yield Problem(("components",), text)
    for number, component in enumerate(components):
        if component["type"] == ACTION_ROW and len(component["components"]) != 1:
            yield Problem(("components", number), "a row of a modal holds exactly one text input")
    yield from _shared_problems(components)


def _shared_problems(components: Sequence[JSON]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, component in walk(components, "components"):
        if custom_id := component.get("custom_id"):
            if custom_id in seen:
                yield Problem((*path, "custom_id"), f"{custom_id!r} is used twice")
            seen.add(custom_id)
        kind = component["type"]
        if kind == ACTION_ROW:
            yield from _row_problems(component, path)
        elif kind == BUTTON:
            yield from _button_problems(component, path)
        elif "options" in component:
            yield from _option_problems(component, path)
        if component.get("label") and kind == TEXT_INPUT and "component" in path:
            yield Problem((*path, "label"), "a text input inside a Label has no label of its own")


def _row_problems(row: JSON, path: tuple[Step, ...]) -> Iterator[Problem]:
    children = row["components"]
    if len(children) > limits.BUTTONS_IN_ROW:
        text = f"{len(children)} in a row; at most {limits.BUTTONS_IN_ROW} are allowed"
        yield Problem((*path, "components"), text)
    if len(children) > 1 and any(child["type"] != BUTTON for child in children):
        yield Problem((*path, "components"), "a select takes a row of its own")


def _button_problems(button: JSON, path: tuple[Step, ...]) -> Iterator[Problem]:
    style = button["style"]
    if style == PREMIUM_STYLE:
        return
    if style == LINK_STYLE and (button.get("custom_id") or not button.get("url")):
        yield Problem(path, "a link button has a url and no custom_id")
    if style != LINK_STYLE and (button.get("url") or not button.get("custom_id")):
        yield Problem(path, "a button has a custom_id and no url")
    if not (button.get("label") or button.get("emoji")):
        yield Problem(path, "a button has a label or an emoji")


def _option_problems(component: JSON, path: tuple[Step, ...]) -> Iterator[Problem]:
    options = component["options"]
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        yield Problem((*path, "options"), "two options have the same value")
    least, most = component.get("min_values"), component.get("max_values")
    if most is not None and most > len(options):
        yield Problem((*path, "max_values"), f"{most} of only {len(options)} options")
    if least is not None and least > (1 if most is None else most):
        yield Problem((*path, "min_values"), f"{least} is more than max_values")
    defaults = sum(bool(option.get("default")) for option in options)
    if component["type"] in (STRING_SELECT, RADIO_GROUP) and defaults > (most or 1):
        yield Problem((*path, "options"), f"{defaults} defaults are more than can be chosen")
