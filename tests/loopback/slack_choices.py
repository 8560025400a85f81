"""Turns what a person picks or types into Slack's wording: an entry of `actions`, and the values of a form.

Source: docs.slack.dev/reference/block-kit/block-elements and the pages on block_actions and view_submission.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.loopback.slack_blocks import elements
from tests.loopback.slack_elements import Json

Chosen = str | Sequence[str] | None

_ONE = ("static_select", "external_select", "radio_buttons", "overflow")
_MANY = ("multi_static_select", "multi_external_select", "checkboxes")
_FIELDS = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_STATELESS = ("button", "overflow", "image")


def find(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """The block and the element with that action id."""
    for block in blocks:
        for element in elements([block]):
            if element.get("action_id") == action_id:
                return block, element
    known = [element.get("action_id") for element in elements(blocks)]
    raise AssertionError(f"there is no {action_id!r} here, only {known}")


def stated(element: Json, chosen: Chosen, suggested: Sequence[Json] = ()) -> Json:
    """The element's value in `state.values`; `suggested` are the options that the bot offered on typing."""
    kind = str(element["type"])
    if kind in _ONE:
        picked = None if chosen is None else _option(element, str(chosen), suggested)
        return {"type": kind, "selected_option": picked}
    if kind in _MANY:
        several = [_option(element, one, suggested) for one in _several(chosen)]
        return {"type": kind, "selected_options": several}
    if kind in _FIELDS:
        return {"type": kind, _FIELDS[kind]: list(_several(chosen)) if kind.startswith("multi_") else chosen}
    return {"type": kind, "value": chosen}


def acted(block: Json, element: Json, ts: str, value: Json) -> Json:
    """The entry in `actions`."""
    own: Json = {name: element[name] for name in ("text", "value", "style") if name in element}
    if element["type"] != "button":
        own = {}
    ids = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    return {**ids, **own, **value, "action_ts": ts}


def form_state(blocks: list[Json], held: Json) -> Json:
    """Values of everything that can be filled in: what is held already, else what the bot set in advance."""
    values: Json = {}
    for block in blocks:
        for element in elements([block]):
            if element.get("type") not in _STATELESS and "action_id" in element:
                known = held.get(block["block_id"], {}).get(element["action_id"])
                values.setdefault(block["block_id"], {})[element["action_id"]] = known or _initial(element)
    return values


def fill_in(blocks: list[Json], values: Mapping[str, Chosen], held: Json, suggested: Mapping[str, list[Json]]) -> Json:
    """`values` by action id or block id. What is not offered or is required and missing fails the test."""
    state, left = form_state(blocks, held), dict(values)
    for block in blocks:
        for element in elements([block]):
            key = next((key for key in (element.get("action_id"), block["block_id"]) if key in left), None)
            if key is not None:
                offered = suggested.get(element["action_id"], [])
                state[block["block_id"]][element["action_id"]] = stated(element, left.pop(key), offered)
    assert not left, f"the form has no {sorted(left)}, only {state}"
    for block in blocks:
        if block["type"] == "input" and not block.get("optional"):
            assert _filled(state[block["block_id"]]), f"the required field {block['block_id']!r} is empty"
    return state


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options") or []]


def _option(element: Json, value: str, suggested: Sequence[Json]) -> Json:
    offered = [*options_of(element), *suggested]
    for option in offered:
        if option["value"] == value:
            return option
    raise AssertionError(f"{value!r} is not offered, only {[option['value'] for option in offered]}")


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in _ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if kind in _FIELDS:
        return {"type": kind, _FIELDS[kind]: element.get(_FIELDS[kind].replace("selected_", "initial_"))}
    return {"type": kind, "value": element.get("initial_value")}


def _several(chosen: Chosen) -> Sequence[str]:
    return () if chosen is None else (chosen,) if isinstance(chosen, str) else chosen


def _filled(values: Json) -> bool:
    return all(any(part for name, part in value.items() if name != "type") for value in values.values())
