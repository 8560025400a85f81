"""What Slack accepts in one text object, option or interactive element.

Every check yields sentences: nothing yielded means nothing wrong. `where` is the path shown in them.

Sources: lengths and counts are those of the Block Kit reference (docs.slack.dev/reference/block-kit), as also
written into slack_sdk 3.47's models; which element stands in which block is from its page "Block elements".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

# Slack docs, Block Kit reference: "Block elements".
ACTION_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
URL = 3000
ALT_TEXT = 2000
PLACEHOLDER = 150
INPUT_MAX_LENGTH = 3000
# Slack docs, Block Kit reference: "Composition objects".
OPTION_LABEL = 75
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
SELECT_OPTIONS = 100
OPTION_GROUPS = 100
CHOICE_OPTIONS = 10
OVERFLOW_OPTIONS = 5
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}

_PICKERS = {"datepicker", "timepicker", "radio_buttons", "checkboxes"}
_SELECTS = {f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")}
_MULTI = {f"multi_{kind}" for kind in _SELECTS}
_TYPED = {f"{kind}_input" for kind in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")}

PLACES: dict[str, set[str]] = {
    "section": {"button", "overflow", "image"} | _PICKERS | _SELECTS | _MULTI,
    "actions": {"button", "overflow", "datetimepicker"} | _PICKERS | _SELECTS,
    "input": {"datetimepicker"} | _PICKERS | _SELECTS | _MULTI | _TYPED,
    "context": {"image"},
}


def check_text(text: object, where: str, limit: int, *, plain: bool = False) -> Iterator[str]:
    """A text object: `plain` where Slack refuses mrkdwn."""
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield f"{where}: a text object is needed"
        return
    kind = text.get("type")
    if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield f"{where}: type {kind!r} is not allowed here"
    if kind == "mrkdwn" and "emoji" in text:
        yield f"{where}: emoji belongs to plain_text only"
    yield from check_length(text["text"], where, limit)


def check_length(value: object, where: str, limit: int) -> Iterator[str]:
    if not isinstance(value, str) or not value:
        yield f"{where}: must be a text that is not empty"
    elif len(value) > limit:
        yield f"{where}: {len(value)} characters, at most {limit}"


def check_option(option: object, where: str, *, plain: bool = True) -> Iterator[str]:
    if not isinstance(option, dict):
        yield f"{where}: an option object is needed"
        return
    yield from check_text(option.get("text"), f"{where}.text", OPTION_LABEL, plain=plain)
    yield from check_length(option.get("value"), f"{where}.value", OPTION_VALUE)
    if "description" in option:
        yield from check_text(option["description"], f"{where}.description", OPTION_DESCRIPTION, plain=plain)


def check_option_list(options: object, where: str, most: int, *, plain: bool = True, least: int = 1) -> Iterator[str]:
    if not isinstance(options, list) or not least <= len(options) <= most:
        yield f"{where}: {least} to {most} options are needed"
        return
    for index, option in enumerate(options):
        yield from check_option(option, f"{where}[{index}]", plain=plain)
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(values) != len(set(values)):
        yield f"{where}: two options have the same value"


def check_element(element: object, where: str, block: str) -> Iterator[str]:
    """An element inside a block of type `block`."""
    kind = element.get("type") if isinstance(element, dict) else None
    if not isinstance(element, dict) or kind not in PLACES[block]:
        yield f"{where}: {kind!r} can't stand in a {block} block"
        return
    if "action_id" in element:
        yield from check_length(element["action_id"], f"{where}.action_id", ACTION_ID)
    if "placeholder" in element:
        yield from check_text(element["placeholder"], f"{where}.placeholder", PLACEHOLDER, plain=True)
    if "confirm" in element:
        yield from _check_confirm(element["confirm"], f"{where}.confirm")
    yield from _check_kind(element, where)


def _check_kind(element: Json, where: str) -> Iterator[str]:
    kind = str(element["type"])
    if kind == "button":
        yield from _check_button(element, where)
    elif kind == "image":
        yield from check_image(element, where)
    elif kind in ("static_select", "multi_static_select"):
        yield from _check_select(element, where)
    elif kind in ("radio_buttons", "checkboxes"):
        yield from check_option_list(element.get("options"), f"{where}.options", CHOICE_OPTIONS, plain=False)
        yield from _check_initial(element, where, element.get("options") or [])
    elif kind == "overflow":
        yield from check_option_list(element.get("options"), f"{where}.options", OVERFLOW_OPTIONS)
    elif kind == "plain_text_input" and int(element.get("max_length", 1)) > INPUT_MAX_LENGTH:
        yield f"{where}.max_length: at most {INPUT_MAX_LENGTH}"
    elif kind == "number_input" and "is_decimal_allowed" not in element:
        yield f"{where}.is_decimal_allowed: must be given"


def _check_button(button: Json, where: str) -> Iterator[str]:
    yield from check_text(button.get("text"), f"{where}.text", BUTTON_TEXT, plain=True)
    if "value" in button:
        yield from check_length(button["value"], f"{where}.value", BUTTON_VALUE)
    if "url" in button:
        yield from check_length(button["url"], f"{where}.url", URL)
    if button.get("style", "primary") not in ("primary", "danger"):
        yield f"{where}.style: primary or danger, or nothing"


def check_image(image: Json, where: str) -> Iterator[str]:
    """The image block and the image element alike."""
    yield from check_length(image.get("alt_text"), f"{where}.alt_text", ALT_TEXT)
    if "slack_file" not in image:
        yield from check_length(image.get("image_url"), f"{where}.image_url", URL)


def _check_select(select: Json, where: str) -> Iterator[str]:
    if ("options" in select) == ("option_groups" in select):
        yield f"{where}: either options or option_groups"
        return
    yield from check_choices(select, where)
    groups = select.get("option_groups") or [{"options": select.get("options")}]
    options = [option for group in groups for option in group.get("options") or []]
    yield from _check_initial(select, where, options)


def check_choices(holder: Json, where: str, *, least: int = 1) -> Iterator[str]:
    """`options` or `option_groups` of a select, or of a block_suggestion's answer (where none is fine)."""
    if "options" in holder:
        yield from check_option_list(holder["options"], f"{where}.options", SELECT_OPTIONS, least=least)
        return
    groups = holder.get("option_groups")
    if not isinstance(groups, list) or not least <= len(groups) <= OPTION_GROUPS:
        yield f"{where}.option_groups: {least} to {OPTION_GROUPS} groups are needed"
        return
    for index, group in enumerate(groups):
        place = f"{where}.option_groups[{index}]"
        yield from check_text(group.get("label"), f"{place}.label", OPTION_LABEL, plain=True)
        yield from check_option_list(group.get("options"), f"{place}.options", SELECT_OPTIONS)


def _check_initial(element: Json, where: str, options: list[Json]) -> Iterator[str]:
    chosen = element.get("initial_options") or [element.get("initial_option")]
    known = [option.get("value") for option in options]
    for option in chosen:
        if option is not None and option.get("value") not in known:
            yield f"{where}: the initial option {option.get('value')!r} is not among the options"


def _check_confirm(confirm: Json, where: str) -> Iterator[str]:
    for name, limit in CONFIRM.items():
        if name in confirm:
            yield from check_text(confirm[name], f"{where}.{name}", limit, plain=name != "text")
