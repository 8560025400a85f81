"""A Form as a modal, and the values that come back from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord import limits
from adapters.discord.components import SELECT, Json, options
from adapters.discord.limits import clip
from adapters.discord.markdown import escape_to
from bot.chat.reply import FieldKind, Form, FormField

INPUT, CHANNELS, WORDS, LABEL, RADIO, CHECKBOXES = 4, 8, 10, 18, 21, 22
SHORT, LONG = 1, 2
TEXT_CHANNEL, NEWS_CHANNEL = 0, 5
# Up to this many choices stand open; more go into a drop-down, so that the form stays short.
OPEN_CHOICES = 5


def modal(form: Form) -> Json:
    """The note is shown where five fields leave room for it. The button is always Discord's own "Submit"."""
    shown = [_labelled(field) for field in form.fields[: limits.MODAL_COMPONENTS]]
    if form.note and len(shown) < limits.MODAL_COMPONENTS:
        shown.insert(0, {"type": WORDS, "content": escape_to(form.note, limits.CONTENT)})
    return {"title": clip(form.title, limits.MODAL_TITLE), "custom_id": form.action, "components": shown}


def values(components: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """What was filled in, by field; nothing gives an empty tuple."""
    return {str(part["custom_id"]): _filled(part) for part in _inputs(components)}


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in components:
        if "custom_id" in part:
            yield part
        elif "component" in part:
            yield part["component"]
        else:
            yield from part.get("components") or []


def _filled(part: Mapping[str, Any]) -> tuple[str, ...]:
    if "values" in part:
        return tuple(str(value) for value in part["values"] or [])
    value = part.get("value")
    return (str(value),) if value not in (None, "") else ()


def _labelled(field: FormField) -> Json:
    """A label has room for 45 characters; a longer one moves to the line below, if that is free."""
    help_text = field.help or (field.label if len(field.label) > limits.FIELD_LABEL else "")
    label: Json = {"type": LABEL, "label": clip(field.label, limits.FIELD_LABEL), "component": _input(field)}
    return label | ({"description": clip(help_text, limits.FIELD_HELP)} if help_text else {})


def _input(field: FormField) -> Json:
    shown: Json = {"custom_id": field.name, "required": field.required}
    if field.kind is FieldKind.CHOICE and field.choices:
        return shown | _choice(field)
    if field.kind is FieldKind.SEVERAL and field.choices:
        return shown | _several(field)
    if field.kind is FieldKind.CHANNEL:
        return shown | _channel(field)
    return shown | _text(field)


def _text(field: FormField) -> Json:
    longest = max(1, min(field.max_length, limits.INPUT_TEXT))
    style = LONG if field.kind is FieldKind.PARAGRAPH else SHORT
    shown: Json = {"type": INPUT, "style": style, "max_length": longest}
    preset = next(iter(field.value), "")[:longest]
    return shown | ({"value": preset} if preset else {})


def _choice(field: FormField) -> Json:
    few = 2 <= len(field.choices) <= OPEN_CHOICES
    most = limits.RADIO_OPTIONS if few else limits.SELECT_OPTIONS
    return {"type": RADIO if few else SELECT, "options": options(field.choices, most, field.value[:1])}


def _several(field: FormField) -> Json:
    few = len(field.choices) <= limits.CHECKBOXES
    shown = options(field.choices, limits.CHECKBOXES if few else limits.SELECT_OPTIONS, field.value)
    least = 1 if field.required else 0
    return {"type": CHECKBOXES if few else SELECT, "options": shown, "min_values": least, "max_values": len(shown)}


def _channel(field: FormField) -> Json:
    shown: Json = {"type": CHANNELS, "channel_types": [TEXT_CHANNEL, NEWS_CHANNEL]}
    preset = [{"id": value, "type": "channel"} for value in field.value[:1] if value.isdecimal()]
    return shown | ({"default_values": preset} if preset else {})
