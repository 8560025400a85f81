"""The fields of a form as Slack's inputs, and what people put in, back as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack import limits
from adapters.slack.limits import clip
from adapters.slack.render import options
from adapters.slack.spans import Json, plain_object
from bot.chat.codec import encode
from bot.chat.reply import Choice, FieldKind, FormField

# A searching select's action id: `search:faq.question`.
SEARCH = "search"
INPUT = "input"
# The block of the plain input beside a searching select that also takes free words.
OWN_WORDS = ".own-words"


def input_block(field: FormField, *, optional: bool = False) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain_object(clip(field.label, limits.INPUT_LABEL)),
        "element": _ELEMENTS[field.kind](field),
        "optional": optional or not field.required,
    }
    if field.help:
        block["hint"] = plain_object(clip(field.help, limits.INPUT_LABEL))
    return block


def own_words_block(field: FormField, label: str) -> Json:
    """The plain input under a searching select; the select's choice wins."""
    element = _text(field)
    block: Json = {"type": "input", "block_id": field.name + OWN_WORDS, "label": plain_object(label)}
    return {**block, "element": element, "optional": True}


def read_values(state: Any) -> dict[str, tuple[str, ...]]:
    """A view's `state.values`: each block's one element. What was left empty is left out."""
    values: dict[str, tuple[str, ...]] = {}
    for name, held in _entries(state):
        for _, element in _entries(held):
            found = chosen(element)
            if found:
                values[name] = found
    for name in [name for name in values if name.endswith(OWN_WORDS)]:
        values.setdefault(name.removesuffix(OWN_WORDS), values[name])
        del values[name]
    return values


def chosen(element: Any) -> tuple[str, ...]:
    """What one element holds: a typed text, one option, several, or a channel."""
    if not isinstance(element, dict):
        return ()
    option = element.get("selected_option")
    one = option.get("value") if isinstance(option, dict) else None
    single = one or element.get("selected_conversation") or element.get("value")
    if isinstance(single, str):
        return (single.strip(),) if single.strip() else ()
    several = element.get("selected_options")
    return tuple(str(o["value"]) for o in several) if isinstance(several, list) else ()


def _entries(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _text(field: FormField) -> Json:
    most = min(field.max_length, limits.INPUT_TEXT)
    element: Json = {"type": "plain_text_input", "action_id": encode(INPUT, field.name[:60]), "max_length": most}
    if field.value and field.value[0]:
        element["initial_value"] = field.value[0][:most]
    return element


def _paragraph(field: FormField) -> Json:
    return {**_text(field), "multiline": True}


def _choice(field: FormField) -> Json:
    offered = options(field.choices)
    element: Json = {"type": "static_select", "action_id": encode(INPUT, field.name[:60]), "options": offered}
    picked = [option for option in offered if option["value"] in field.value[:1]]
    return {**element, "initial_option": picked[0]} if picked else element


def _several(field: FormField) -> Json:
    offered = options(field.choices)
    kind = "checkboxes" if len(offered) <= limits.CHECKBOXES else "multi_static_select"
    element: Json = {"type": kind, "action_id": encode(INPUT, field.name[:60]), "options": offered}
    picked = [option for option in offered if option["value"] in field.value]
    return {**element, "initial_options": picked} if picked else element


def _channel(field: FormField) -> Json:
    element: Json = {
        "type": "conversations_select",
        "action_id": encode(INPUT, field.name[:60]),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if field.value and field.value[0][:1] in ("C", "G"):
        return {**element, "initial_conversation": field.value[0]}
    return {**element, "default_to_current_conversation": True}


def _search(field: FormField) -> Json:
    element: Json = {"type": "external_select", "action_id": encode(SEARCH, field.search), "min_query_length": 0}
    picked = options(Choice(value, value) for value in field.value[:1])
    return {**element, "initial_option": picked[0]} if picked else element


_ELEMENTS: Mapping[FieldKind, Callable[[FormField], Json]] = {
    FieldKind.TEXT: _text,
    FieldKind.PARAGRAPH: _paragraph,
    FieldKind.CHOICE: _choice,
    FieldKind.SEVERAL: _several,
    FieldKind.CHANNEL: _channel,
    FieldKind.SEARCH: _search,
}
