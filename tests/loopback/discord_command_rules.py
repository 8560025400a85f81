"""Rules of command definitions (docs: interactions/application-commands)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from . import discord_limits as limits
from .discord_problem import JSON, Problem, Step
from .discord_schema import check_schema

CHAT, USER, MESSAGE = 1, 2, 3
SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, NUMBER = 3, 4, 5, 6, 7, 10
MOST = {CHAT: limits.CHAT_COMMANDS, USER: limits.USER_COMMANDS, MESSAGE: limits.MESSAGE_COMMANDS}

Path = tuple[Step, ...]


def check_commands(commands: Sequence[JSON]) -> list[Problem]:
    """Problems of a bulk overwrite; the first step of each path is the command's place in the list."""
    found: list[Problem] = []
    for number, command in enumerate(commands):
        faults = check_schema(command, "ApplicationCommandUpdateRequest") or [*_command_problems(command)]
        found += [fault.under(number) for fault in faults]
    return found or [*_list_problems(commands)]


def kind_of(command: JSON) -> int:
    return command.get("type") or CHAT


def _list_problems(commands: Sequence[JSON]) -> Iterator[Problem]:
    for kind, count in Counter(map(kind_of, commands)).items():
        if count > MOST.get(kind, 1):
            yield Problem((), f"{count} commands of type {kind}; at most {MOST.get(kind, 1)} are allowed")
    for (_, name), count in Counter((kind_of(command), command["name"]) for command in commands).items():
        if count > 1:
            yield Problem((), f"{count} commands are named {name!r}")


def _command_problems(command: JSON) -> Iterator[Problem]:
    if kind_of(command) == CHAT:
        yield from _name_problems(command, ())
        if not command.get("description"):
            yield Problem(("description",), "1–100 characters are required")
        yield from _options_problems(command.get("options") or [], ())
    elif command.get("description") or command.get("options"):
        yield Problem((), "a context menu command has neither description nor options")
    if (size := _characters(command)) > limits.COMMAND_CHARACTERS:
        yield Problem((), f"{size} characters in all; at most {limits.COMMAND_CHARACTERS} are allowed")


def _name_problems(named: JSON, path: Path) -> Iterator[Problem]:
    name = named["name"]
    if name != name.lower() or not all(map(_fits_a_name, name)):
        yield Problem((*path, "name"), f"{name!r} needs small letters, digits, - _ or ' only")


def _fits_a_name(character: str) -> bool:
    script = unicodedata.name(character, "").split(" ")[0]
    return character in "-_'" or unicodedata.category(character)[0] in "LN" or script in ("DEVANAGARI", "THAI")


def _options_problems(options: Sequence[JSON], path: Path) -> Iterator[Problem]:
    kinds = [option["type"] <= SUB_COMMAND_GROUP for option in options]
    if any(kinds) and not all(kinds):
        yield Problem((*path, "options"), "options and sub-commands cannot be mixed")
    names = Counter(option["name"] for option in options)
    yield from (Problem((*path, "options"), f"{name!r} is named twice") for name, n in names.items() if n > 1)
    optional_seen = False
    for number, option in enumerate(options):
        here = (*path, "options", number)
        if option.get("required") and optional_seen:
            yield Problem(here, "required options come before optional ones")
        optional_seen = optional_seen or not option.get("required")
        yield from _option_problems(option, here)


def _option_problems(option: JSON, path: Path) -> Iterator[Problem]:
    yield from _name_problems(option, path)
    if option["type"] <= SUB_COMMAND_GROUP:
        yield from _options_problems(option.get("options") or [], path)
        return
    if option.get("autocomplete") and option.get("choices"):
        yield Problem(path, "autocomplete and choices exclude each other")
    for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
        if option.get(low) is not None and option.get(high) is not None and option[low] > option[high]:
            yield Problem((*path, low), f"is more than {high}")
    choices = option.get("choices") or []
    for key in ("name", "value"):
        if len({choice[key] for choice in choices}) < len(choices):
            yield Problem((*path, "choices"), f"two choices have the same {key}")


def _characters(part: JSON) -> int:
    """Name, description and value texts; of each text the longest translation counts."""
    size = _longest(part, "name") + _longest(part, "description")
    size += len(part["value"]) if isinstance(part.get("value"), str) else 0
    return size + sum(_characters(child) for key in ("options", "choices") for child in part.get(key) or [])


def _longest(part: JSON, key: str) -> int:
    texts = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
    return max(map(len, texts))
