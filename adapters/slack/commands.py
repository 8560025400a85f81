"""Typed lines to commands: slash commands, mentions, direct messages, and a message that is looked up."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from bot.chat.arguments import Line, near_commands, parse
from bot.chat.command import Command, Option, OptionType
from bot.chat.text import cut

# Slack's commands, and the words that each puts before what was typed. `/study` reaches every command.
SLASH = {"/study": "", "/fact": "fact", "/quiz": "quiz", "/faq": "faq"}
HOME = "study"
# The message shortcut "Look this up" asks this command.
SHORTCUT = "look_this_up"
LOOK_UP = "faq"

_TOKEN = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\u00a0": " "})


def slash_line(command: str, text: str, commands: Mapping[str, Command]) -> Line:
    """`/study quiz 5` and `/quiz 5` are the same; `/study` alone is the home."""
    return typed_line(f"{SLASH.get(command, command)} {text}", commands)


def typed_line(text: str, commands: Mapping[str, Command]) -> Line:
    """A line as Slack hands it over: with people, channels and links in angle brackets, and & < > escaped."""
    line = parse(text.translate(_QUOTES).strip() or HOME, commands)
    command = commands.get(line.name)
    if command is None:
        return Line(readable(line.name), {})
    options = {option.name: option for option in command.options}
    return Line(line.name, {readable(name): _value(options.get(name), value) for name, value in line.args.items()})


def said_line(text: str, commands: Mapping[str, Command]) -> Line:
    """A mention or a direct message. “hi” and “thanks” are no mistakes: a single word that is no command shows home."""
    line = typed_line(text, commands)
    known = line.name in commands or any(name.startswith(f"{line.name} ") for name in commands)
    greeting = not known and len(text.split()) == 1 and not near_commands(line.name, commands)
    return Line(HOME, {}) if greeting and HOME in commands else line


def without_mention(text: str, bot_user: str) -> str:
    return re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>", " ", text).strip()


def look_up_line(text: str, commands: Mapping[str, Command]) -> Line:
    """The message's words for the command's first option, cut to what it takes."""
    command = commands.get(LOOK_UP)
    option = command.options[0] if command and command.options else None
    words = " ".join(readable(text).split())
    return Line(LOOK_UP, {option.name: cut(words, option.max_length)} if option and words else {})


def readable(text: str) -> str:
    """Slack's escapes undone: `<@U1|anna>` is @anna, `<https://…|here>` is here."""
    return html.unescape(_TOKEN.sub(_label, text))


def _label(match: re.Match[str]) -> str:
    target, label = match["target"], match["label"] or ""
    if target[:1] in "@#":
        return f"{target[0]}{label or target[1:]}"
    return label or target.lstrip("!")


def _value(option: Option | None, value: str | int) -> str | int:
    """A person or a channel as its id; anything else as it reads."""
    if isinstance(value, int):
        return value
    token = _TOKEN.fullmatch(value.strip())
    if token and option and option.type in (OptionType.USER, OptionType.CHANNEL) and token["target"][:1] in "@#":
        return token["target"][1:]
    return readable(value)
