"""Fills in a modal as a person would, with the checks that Discord's client makes before it sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import discord_limits as limits
from .discord_component_rules import (
    ACTION_ROW,
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOX_GROUP,
    LABEL,
    RADIO_GROUP,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    USER_SELECT,
    walk,
)
from .discord_problem import JSON
from .discord_world import Channel, User

LISTS = (STRING_SELECT, USER_SELECT, CHANNEL_SELECT, CHECKBOX_GROUP)


def filled(modal: JSON, values: Mapping[str, Any]) -> list[JSON]:
    """The `components` of the submit. `values` maps custom_id to a text, a choice, a list of choices
    (texts, `User`s or `Channel`s) or, for a checkbox, a bool. What is left out keeps its preset."""
    fields = [part for _, part in walk(modal["components"]) if "custom_id" in part]
    unknown = set(values) - {part["custom_id"] for part in fields}
    assert not unknown, f"form {modal['title']!r} has no field {', '.join(sorted(unknown))}"
    return [_part(component, values) for component in modal["components"]]


def chosen(where: str, component: JSON, value: Any) -> list[str]:
    """The values of a select or checkbox group, checked against its options and limits."""
    picked = _ids([] if value is None else value)
    offered = [option["value"] for option in component.get("options") or []]
    stray = [one for one in picked if offered and one not in offered]
    assert not stray, f"{where}: {stray} are none of {offered}"
    least, most = _bounds(component, len(offered))
    optional = component.get("required") is False and not picked
    assert optional or least <= len(picked) <= most, f"{where}: {least} to {most} values, not {len(picked)}"
    return picked


def _bounds(component: JSON, offered: int) -> tuple[int, int]:
    group = component["type"] == CHECKBOX_GROUP
    least, most = component.get("min_values"), component.get("max_values")
    return (1 if least is None else least), ((offered if group else 1) if most is None else most)


def _ids(value: Any) -> list[str]:
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [one.id if isinstance(one, User | Channel) else one for one in several]


def _part(component: JSON, values: Mapping[str, Any]) -> JSON:
    kept = {"type": component["type"], "id": component["id"]}
    if component["type"] == ACTION_ROW:
        return kept | {"components": [_field(child, values) for child in component["components"]]}
    if component["type"] == LABEL:
        return kept | {"component": _field(component["component"], values)}
    assert component["type"] == TEXT_DISPLAY
    return kept


def _field(component: JSON, values: Mapping[str, Any]) -> JSON:
    kind, name = component["type"], component["custom_id"]
    sent: JSON = {"type": kind, "id": component["id"], "custom_id": name}
    value = values.get(name, _preset(component))
    if kind == TEXT_INPUT:
        return sent | {"value": _text(name, component, value)}
    if kind == CHECKBOX:
        return sent | {"value": bool(value)}
    if kind == RADIO_GROUP:
        return sent | {"value": next(iter(chosen(name, component, value)), None)}
    assert kind in LISTS, f"{name}: fields of type {kind} are not supported by this server"
    return sent | {"values": chosen(name, component, value)}


def _preset(component: JSON) -> Any:
    if component["type"] == TEXT_INPUT:
        return component.get("value") or ""
    if component["type"] == CHECKBOX:
        return component.get("default", False)
    if component.get("default_values"):
        return [default["id"] for default in component["default_values"]]
    return [option["value"] for option in component.get("options") or [] if option.get("default")]


def _text(name: str, component: JSON, value: Any) -> str:
    text = str(value)
    required = component.get("required") is not False
    assert text or not required, f"{name}: a text is required"
    least, most = component.get("min_length") or 0, component.get("max_length") or limits.TEXT_INPUT
    assert not text or least <= len(text) <= most, f"{name}: {least} to {most} characters, not {len(text)}"
    return text
