"""What may come next in a line that is being typed. Pure: what only the router knows is named, not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.web.limits import SUGGESTIONS_SHOWN
from bot.chat.command import Command, Option, OptionType
from bot.chat.reply import Choice

_NAMED_END = re.compile(r"(?:^|(?<=\s))(?P<name>[a-z_]+):(?:\"(?P<quoted>[^\"]*)|(?P<bare>[^\s\"]*))$")
_NAMED = re.compile(r"(?:^|(?<=\s))(?P<name>[a-z_]+):(?:\"[^\"]*\"|\S*)(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`line` is what the input holds once this was taken; `value` is what it stands for in a form."""

    label: str
    help: str
    line: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place in the line for which the router has choices: everything before it, and what is typed of it so far."""

    command: str
    option: Option
    typed: str
    before: str

    def suggestion(self, choice: Choice) -> Suggestion:
        value = f'"{choice.value}"' if " " in choice.value and not self.option.rest else choice.value
        name = "" if self.option.rest else f"{self.option.name}:"
        return Suggestion(choice.label, choice.help or self.option.name, f"{self.before}{name}{value} ", choice.value)


@dataclass(frozen=True, slots=True)
class Offer:
    ready: tuple[Suggestion, ...] = ()
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """Choices that this page knows by itself."""

    people: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()

    def choices(self, option: Option) -> tuple[Choice, ...]:
        if option.type is OptionType.USER:
            return self.people
        return self.channels if option.type is OptionType.CHANNEL else option.choices


def offer(line: str, commands: Mapping[str, Command], local: Local) -> Offer:
    """Commands first; after a command its options and their choices."""
    command = _command(line, commands)
    if command is None:
        return Offer(_commands(line, commands.values()))
    start = line.lower().index(command.name) + len(command.name) + 1
    head, tail = line[:start], line[start:]
    rest = next((option for option in command.options if option.rest), None)
    if rest:
        return _values(command, rest, tail.lstrip(), head, local)
    named = _NAMED_END.search(tail)
    option = next((o for o in command.options if named and o.name == named["name"]), None)
    if named and option:
        typed = named["quoted"] if named["quoted"] is not None else named["bare"]
        return _values(command, option, typed, head + tail[: named.start()], local)
    return _next_option(command, head, tail, local)


def _command(line: str, commands: Mapping[str, Command]) -> Command | None:
    """The command that the line begins with, once a space follows it; `me export` before `me`."""
    text = line.lstrip().lstrip("/").lower()
    fitting = [command for name, command in commands.items() if text.startswith(f"{name} ")]
    return max(fitting, key=lambda command: len(command.name), default=None)


def _commands(line: str, commands: Iterable[Command]) -> tuple[Suggestion, ...]:
    typed = line.strip().lstrip("/").lower()
    if not line.strip():
        return ()
    fitting = [command for command in commands if typed in command.name]
    fitting.sort(key=lambda command: not command.name.startswith(typed))
    return tuple(Suggestion(f"/{c.name}", c.help, f"/{c.name}{' ' if c.options else ''}") for c in fitting)


def _next_option(command: Command, head: str, tail: str, local: Local) -> Offer:
    """Names of the options that are free, and the values of the first one that has any."""
    given = list(_NAMED.finditer(tail))
    used = {match["name"] for match in given}
    end = given[-1].end() if given else 0
    typed = tail[end:]
    free = [option for option in command.options if option.name not in used]
    names = tuple(
        Suggestion(f"{option.name}:", option.help, f"{head}{tail[:end]}{option.name}:")
        for option in free
        if option.name.startswith(typed.lower())
    )
    option = next((option for option in free if option.suggest or local.choices(option)), None)
    if option is None:
        return Offer(names)
    more = _values(command, option, typed, head + tail[:end], local)
    return Offer((*names, *more.ready), more.wanted)


def _values(command: Command, option: Option, typed: str, before: str, local: Local) -> Offer:
    wanted = Wanted(command.name, option, typed, before)
    if option.suggest:
        return Offer(wanted=wanted)
    return Offer(tuple(wanted.suggestion(choice) for choice in matching(local.choices(option), typed)))


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    part = typed.strip().casefold()
    return [choice for choice in choices if part in f"{choice.label} {choice.value}".casefold()][:SUGGESTIONS_SHOWN]
