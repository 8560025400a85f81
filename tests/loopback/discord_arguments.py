"""Turns a typed slash command into interaction data, judged by what the bot registered.

Discord's client would not let a person send anything else, so a fault here is the test's own:
an AssertionError that says what Discord expects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import discord_limits as limits
from .discord_command_rules import (
    BOOLEAN,
    CHANNEL,
    CHAT,
    INTEGER,
    NUMBER,
    PERSON,
    STRING,
    SUB_COMMAND_GROUP,
    kind_of,
)
from .discord_problem import JSON
from .discord_world import GUILD_TEXT, Channel, User

PYTHON = {STRING: str, INTEGER: int, BOOLEAN: bool, PERSON: User, CHANNEL: Channel, NUMBER: float}


def find_command(commands: Iterable[JSON], name: str, kind: int = CHAT) -> JSON:
    """The registered command of that name."""
    known = [command for command in commands if kind_of(command) == kind]
    for command in known:
        if command["name"] == name:
            return command
    names = ", ".join(sorted(command["name"] for command in known)) or "none"
    raise AssertionError(f"the bot registered no command {name!r} of type {kind}; there are: {names}")


def slash_data(
    commands: Iterable[JSON],
    line: str,
    values: Mapping[str, Any],
    *,
    bot: User,
    viewer: User,
    focused: str | None = None,
) -> JSON:
    """`line` is the command with its sub-commands; `focused` names the option that is being typed."""
    name, *path = line.split()
    command = find_command(commands, name)
    leaf, wraps = command, []
    for word in path:
        leaf = _sub_command(leaf, word, line)
        wraps.append(leaf)
    declared = leaf.get("options") or []
    assert not any(option["type"] <= SUB_COMMAND_GROUP for option in declared), f"/{line} needs a sub-command"
    options: list[JSON] = _arguments(line, declared, values, focused)
    for wrap in reversed(wraps):
        options = [{"type": wrap["type"], "name": wrap["name"], "options": options}]
    data: JSON = {"id": command["id"], "name": command["name"], "type": CHAT, "options": options}
    return data | resolved_people(values.values(), bot, viewer)


def resolved_people(values: Iterable[Any], bot: User, viewer: User) -> JSON:
    """The `resolved` part for the users and channels among the values, if there are any."""
    found: JSON = {}
    for value in values:
        if isinstance(value, User):
            found.setdefault("users", {})[value.id] = value.json()
            found.setdefault("members", {})[value.id] = value.member_json()
        elif isinstance(value, Channel):
            found.setdefault("channels", {})[value.id] = value.json(bot, viewer)
    return {"resolved": found} if found else {}


def _sub_command(command: JSON, word: str, line: str) -> JSON:
    for option in command.get("options") or []:
        if option["type"] <= SUB_COMMAND_GROUP and option["name"] == word:
            found: JSON = option
            return found
    raise AssertionError(f"/{line}: {command['name']!r} has no sub-command {word!r}")


def _arguments(line: str, declared: list[JSON], values: Mapping[str, Any], focused: str | None) -> list[JSON]:
    unknown = set(values) - {option["name"] for option in declared}
    assert not unknown, f"/{line} has no option {', '.join(sorted(unknown))}"
    sent = []
    for option in declared:
        name = option["name"]
        if name == focused:
            assert option.get("autocomplete"), f"/{line}: option {name!r} has no autocomplete"
            sent.append({"type": option["type"], "name": name, "value": values[name], "focused": True})
        elif name in values:
            value = _checked(f"/{line} {name}", option, values[name])
            sent.append({"type": option["type"], "name": name, "value": value})
        elif option.get("required") and focused is None:
            raise AssertionError(f"/{line} needs the option {name!r}")
    return sent


def _checked(where: str, option: JSON, value: Any) -> Any:
    kind = option["type"]
    assert kind in PYTHON, f"{where}: options of type {kind} are not supported by this server"
    fits = isinstance(value, (int, float) if kind == NUMBER else PYTHON[kind])
    fits = fits and (kind == BOOLEAN or not isinstance(value, bool))
    assert fits, f"{where}: {value!r} is not a {PYTHON[kind].__name__}"
    if isinstance(value, User):
        return value.id
    if isinstance(value, Channel):
        kinds = option.get("channel_types") or [GUILD_TEXT]
        assert GUILD_TEXT in kinds, f"{where}: only channels of the types {kinds} can be chosen"
        return value.id
    _check_choice_and_range(where, option, value)
    return value


def _check_choice_and_range(where: str, option: JSON, value: Any) -> None:
    allowed = [choice["value"] for choice in option.get("choices") or []]
    assert not allowed or value in allowed, f"{where}: {value!r} is none of {allowed}"
    size, unit = (len(value), "length") if isinstance(value, str) else (value, "value")
    least, most = option.get(f"min_{unit}"), option.get(f"max_{unit}")
    assert least is None or size >= least, f"{where}: {value!r} is below min_{unit} {least}"
    assert most is None or size <= most, f"{where}: {value!r} is above max_{unit} {most}"
    if option["type"] == INTEGER:
        assert abs(value) <= limits.SAFE_INTEGER, f"{where}: {value!r} is beyond 2^53"
