"""Typed words to arguments by the options of a command: for Slack, mentions, the command line and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.chat.command import Command, Option, OptionType

# Phones begin a line with a capital and write curly quotes.
_NAMED = re.compile(r"(?:^|\s)(?P<name>[A-Za-z_]+):(?:[\"“”„](?P<quoted>[^\"“”„]*)[\"“”]|(?P<bare>\S*))")
_QUOTES = '"“”„'
# Words that begin with no command are a question for this one.
ASK = "faq"
NEAR_ENOUGH = 80
GROUP_AND_WORDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: the command's name (two words where it has two) and its arguments."""

    name: str
    args: dict[str, str | int]


def parse(text: str, commands: Mapping[str, Command]) -> Line:
    """Reads `/quiz topic:mech-blood-flow 5` or `quiz mech-blood-flow 5`. What it can't place stays in the name.

    Named options (`topic:x`, `topic:"two words"`) may stand anywhere, unless an option takes the rest of the line
    as it is. Words without a slash that begin with no command are looked up: `does it hurt?`.
    """
    slash = text.strip().startswith("/")
    text = text.strip().lstrip("/").strip()
    words = text.split(None, 2)
    first = words[0].lower() if words else ""
    two = " ".join(word.lower() for word in words[:2])
    if len(words) > 1 and two in commands:
        return Line(two, arguments(commands[two], words[2] if len(words) > 2 else ""))
    if first in commands:
        return Line(first, arguments(commands[first], text[len(words[0]) :].strip()))
    group = any(name.startswith(f"{first} ") for name in commands)
    if not slash and ASK in commands and _is_question(text, group, commands):
        return Line(ASK, arguments(commands[ASK], text))
    return Line(two if group and len(words) > 1 else first, {})


def near_commands(name: str, commands: Mapping[str, Command]) -> list[str]:
    """At most three that may have been meant, the likeliest first: whole names, or the first word of a group."""
    known = dict.fromkeys([*commands, *(command.split()[0] for command in commands)])
    found = process.extract(name, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=3)
    return [near for near, _, _ in found]


def _is_question(text: str, group: bool, commands: Mapping[str, Command]) -> bool:
    """No command and no slip of one. “me and my back hurts” is a question too, “schedule lst” is a slip."""
    words = text.lower().split()
    if group:
        return len(words) > GROUP_AND_WORDS
    firsts = {name.split()[0] for name in commands}
    slip = process.extractOne(words[0], list(firsts), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH) if words else None
    return slip is None and (len(words) > 1 or text.endswith("?"))


def arguments(command: Command, text: str) -> dict[str, str | int]:
    """Named options first; the words left over fill the options in their order.

    Words that no option can take come back under their own text as a name, which the router refuses by name.
    """
    known = {option.name: option for option in command.options}
    rest_option = next((option for option in command.options if option.rest), None)
    if rest_option and not text.lower().startswith(f"{rest_option.name}:"):
        return {rest_option.name: text} if text else {}
    if rest_option:
        return {rest_option.name: text.split(":", 1)[1].strip().strip(_QUOTES)}
    args: dict[str, str | int] = {}

    def take(match: re.Match[str]) -> str:
        option = known.get(match["name"].lower())
        if option is None:
            return match[0]
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        args[option.name] = _choice(option, value) or value
        return " "

    _place(command, args, _NAMED.sub(take, text).split())
    return args


def _place(command: Command, args: dict[str, str | int], words: list[str]) -> None:
    """Words without a name: digits and choices go where they fit, the others fill the texts in order.

    The last text option takes all that is left, so that `/quiz blood flow 5` is understood.
    """
    free = [option for option in command.options if option.name not in args]
    left: list[str] = []
    for word in words:
        fitting = next((option for option in free if _fits(option, word)), None)
        if fitting:
            args[fitting.name] = _choice(fitting, word) or word
            free.remove(fitting)
        else:
            left.append(word)
    texts = [option for option in free if option.type not in (OptionType.NUMBER, OptionType.CHOICE)]
    for option in texts[:-1]:
        if left:
            args[option.name] = left.pop(0)
    if left and texts:
        args[texts[-1].name] = " ".join(left)
    elif left:
        args[free[0].name if free else " ".join(left)] = " ".join(left)


def _fits(option: Option, word: str) -> bool:
    return word.isdecimal() if option.type is OptionType.NUMBER else _choice(option, word) is not None


def _choice(option: Option, word: str) -> str | None:
    """The choice that this word means, in capitals or not."""
    choices = option.choices if option.type is OptionType.CHOICE else ()
    return next((choice.value for choice in choices if choice.value.lower() == word.lower()), None)
