"""Commands as Discord registers them, made from the list that everything else reads too, and as they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord import limits
from adapters.discord.limits import clip
from bot.chat.arguments import Line
from bot.chat.command import Command, Option, OptionType
from bot.chat.text import cut

Json = dict[str, Any]

CHAT, ON_MESSAGE = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
TYPES = {
    OptionType.TEXT: 3,
    OptionType.NUMBER: 4,
    OptionType.CHOICE: 3,
    OptionType.USER: 6,
    OptionType.CHANNEL: 7,
}
TEXT_CHANNEL, NEWS_CHANNEL = 0, 5
# Offered in servers and in direct messages with the bot; installed to servers.
EVERYWHERE: Json = {"contexts": [0, 1], "integration_types": [0]}
LOOK_UP = "Look this up"
LOOK_UP_COMMAND, LOOK_UP_OPTION = "faq", "question"
# What we say of a command; the rest of what Discord gives back is its own.
SAID = frozenset({"type", "name", "description", "options", "contexts", "integration_types"})


def payload(commands: Mapping[str, Command], groups: Mapping[str, str] | None = None) -> list[Json]:
    """`groups` describes the first word of commands of two words; without it the subcommands' helps do.

    No command asks for a Discord permission: it would hide commands from instructors whom a manager has named.
    """
    singles = [command for command in commands.values() if " " not in command.name]
    names = dict.fromkeys(name.split(" ")[0] for name in commands if " " in name)
    if clash := [command.name for command in singles if command.name in names]:
        raise ValueError(f"Discord allows a command or subcommands, not both: {', '.join(clash)}")
    shown = [_command(command) for command in singles]
    shown += [_group(name, (groups or {}).get(name, ""), commands) for name in names]
    shown += [{"type": ON_MESSAGE, "name": LOOK_UP} | EVERYWHERE] if LOOK_UP_COMMAND in commands else []
    return shown


def same(registered: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Whether Discord has these commands already, whatever it adds of its own and in whatever order."""
    return _by_name(registered) == _by_name(wanted)


@dataclass(frozen=True, slots=True)
class Typing:
    """An option that is being typed, and the command that it belongs to."""

    command: str
    option: str
    text: str


def read_line(data: Mapping[str, Any], commands: Mapping[str, Command]) -> Line:
    """A command's interaction data. People and channels are their ids."""
    if data.get("type") == ON_MESSAGE:
        return _look_up_line(data, commands)
    name, options = _leaf(data)
    return Line(name, {option["name"]: _value(option.get("value", "")) for option in options})


def read_typing(data: Mapping[str, Any]) -> Typing | None:
    name, options = _leaf(data)
    focused = next((option for option in options if option.get("focused")), None)
    return Typing(name, focused["name"], str(focused.get("value", ""))) if focused else None


def _leaf(data: Mapping[str, Any]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """The name with its subcommands, and the innermost options."""
    name, options = str(data["name"]), data.get("options") or []
    while options and options[0].get("type") in (SUBCOMMAND, SUBCOMMAND_GROUP):
        name, options = f"{name} {options[0]['name']}", options[0].get("options") or []
    return name, options


def _value(value: Any) -> str | int:
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _look_up_line(data: Mapping[str, Any], commands: Mapping[str, Command]) -> Line:
    """The message's words, or those of its first embed, cut to what the command takes."""
    command = commands.get(LOOK_UP_COMMAND)
    option = next((one for one in command.options if one.name == LOOK_UP_OPTION), None) if command else None
    messages = (data.get("resolved") or {}).get("messages") or {}
    words = " ".join(_words(messages.get(str(data.get("target_id"))) or {}).split())
    return Line(LOOK_UP_COMMAND, {option.name: cut(words, option.max_length, "")} if option and words else {})


def _words(message: Mapping[str, Any]) -> str:
    embed: Mapping[str, Any] = next(iter(message.get("embeds") or []), {})
    return str(message.get("content") or embed.get("title") or embed.get("description") or "")


def _by_name(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    return {
        (command.get("type") or CHAT, command["name"]): _plain({k: v for k, v in command.items() if k in SAID})
        for command in commands
    }


def _plain(value: Any) -> Any:
    """Without what is empty, false or the default, which Discord gives back or leaves out as it likes."""
    if isinstance(value, Mapping):
        kept = {key: _plain(one) for key, one in value.items() if one not in (None, "", [], {}) and one is not False}
        return {key: one for key, one in kept.items() if not key.endswith("_localizations")}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _command(command: Command) -> Json:
    shown: Json = {"type": CHAT, "name": command.name, "description": _help(command.help)}
    return shown | {"options": _options(command)} | EVERYWHERE


def _group(name: str, help_text: str, commands: Mapping[str, Command]) -> Json:
    inside = [command for command in commands.values() if command.name.startswith(f"{name} ")]
    described = help_text or " · ".join(command.help for command in inside)
    shown: Json = {"type": CHAT, "name": name, "description": _help(described)}
    return shown | {"options": [_subcommand(command) for command in inside]} | EVERYWHERE


def _subcommand(command: Command) -> Json:
    name = command.name.split(" ", 1)[1]
    return {"type": SUBCOMMAND, "name": name, "description": _help(command.help), "options": _options(command)}


def _options(command: Command) -> list[Json]:
    """Discord wants the required ones first."""
    return [_option(option) for option in sorted(command.options, key=lambda option: not option.required)]


def _option(option: Option) -> Json:
    shown: Json = {"type": TYPES[option.type], "name": option.name, "description": _help(option.help)}
    shown["required"] = option.required
    if option.type is OptionType.NUMBER:
        bounds = {"min_value": option.minimum, "max_value": option.maximum}
        return shown | {key: bound for key, bound in bounds.items() if bound is not None}
    if option.type is OptionType.CHANNEL:
        return shown | {"channel_types": [TEXT_CHANNEL, NEWS_CHANNEL]}
    if option.type is OptionType.USER:
        return shown
    if option.choices:
        return shown | {"choices": _choices(option)}
    shown["max_length"] = max(1, min(option.max_length, limits.COMMAND_TEXT))
    return shown | ({"autocomplete": True} if option.suggest else {})


def _choices(option: Option) -> list[Json]:
    if len(option.choices) > limits.COMMAND_CHOICES:
        raise ValueError(f"{option.name}: Discord shows {limits.COMMAND_CHOICES} choices; use a suggester instead")
    return [{"name": clip(choice.label, limits.OPTION_TEXT), "value": choice.value} for choice in option.choices]


def _help(text: str) -> str:
    return clip(text, limits.COMMAND_HELP)
