"""Which commands somebody may see, in which group, and which one they meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.chat.command import Command, Who

STUDY, YOU, MANAGERS, BOT = "study", "you", "managers", "bot"
GROUPS = (STUDY, YOU, MANAGERS, BOT)
_GROUP_OF = {"score": YOU, "leaderboard": YOU, "me": YOU, "help": BOT, "about": BOT}
NEAR_ENOUGH = 60


def visible(commands: Iterable[Command], manager: bool) -> list[Command]:
    return [command for command in commands if manager or command.who is Who.ALL]


def grouped(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """In the order of GROUPS and, inside, of the list; a group without a command is left out."""
    groups: dict[str, list[Command]] = {name: [] for name in GROUPS}
    for command in commands:
        groups[group_of(command)].append(command)
    return {name: found for name, found in groups.items() if found}


def group_of(command: Command) -> str:
    """A new command is one for studying unless it says otherwise."""
    if command.who is Who.MANAGERS:
        return MANAGERS
    return _GROUP_OF.get(command.name.split()[0], STUDY)


def named(commands: Iterable[Command], typed: str) -> list[Command]:
    """The command of this name, or all of a family (“me”)."""
    wanted = " ".join(typed.casefold().strip("/ ").split())
    exact = [command for command in commands if command.name == wanted]
    return exact or [command for command in commands if wanted and command.name.startswith(f"{wanted} ")]


def near(commands: Iterable[Command], typed: str) -> str | None:
    names = [command.name for command in commands]
    found = process.extractOne(typed.casefold().strip("/ "), names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None
