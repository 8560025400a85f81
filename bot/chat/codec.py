"""A button's meaning is in its id: `action:value`, at most 100 characters (Discord's limit, the smaller one)."""

from __future__ import annotations

MAX_ID = 100
LARGEST_ROW_ID = 2**31 - 1


def encode(action: str, value: object = "") -> str:
    """Raises ValueError for an id that a platform would refuse: state that doesn't fit belongs in a row."""
    text = f"{action}:{value}"
    if ":" in action or not action or len(text) > MAX_ID:
        raise ValueError(f"not an action id: {text!r}")
    return text


def row_id(value: str) -> int:
    """The id of a row in an action's value; 0, which no row has, for anything else."""
    number = int(value) if value.isdecimal() and len(value) <= len(str(LARGEST_ROW_ID)) else 0
    return number if number <= LARGEST_ROW_ID else 0


def decode(text: str) -> tuple[str, str]:
    """The action and its value; an id that isn't ours gives an action that the router doesn't know."""
    action, _, value = text[:MAX_ID].partition(":")
    return action, value
