"""A form made from a command's options, for a command that was typed without what it needs."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.codec import encode
from bot.chat.command import Command, Option, OptionType
from bot.chat.reply import FieldKind, Form, FormField
from bot.words import Words

# Discord's limit, and so that of Form.
MOST_FIELDS = 5
ONE_LINE = 200


def lacks_options(command: Command, args: Mapping[str, str | int]) -> bool:
    """Whether a required option is missing, so that a form should ask. Names that the command doesn't know are left
    to the router, which says so."""
    known = {option.name for option in command.options}
    return set(args) <= known and any(o.required and args.get(o.name, "") == "" for o in command.options)


def form_for(command: Command, words: Words, given: Mapping[str, str | int] | None = None) -> Form:
    """Asks for the required options first; its submit presses `run:<command>` with the options as values."""
    options = sorted(command.options, key=lambda option: not option.required)[:MOST_FIELDS]
    return Form(
        title=f"/{command.name}",
        action=encode("run", command.name),
        fields=tuple(_field(command, option, words, (given or {}).get(option.name, "")) for option in options),
        submit=words("Go"),
        note=words(command.help),
    )


def _field(command: Command, option: Option, words: Words, given: str | int) -> FormField:
    return FormField(
        name=option.name,
        label=words(option.help),
        kind=_kind(option),
        value=(str(given),) if given != "" else (),
        choices=option.choices,
        search=f"{command.name}.{option.name}" if option.suggest else "",
        required=option.required,
        max_length=option.max_length,
    )


def _kind(option: Option) -> FieldKind:
    if option.choices:
        return FieldKind.CHOICE
    if option.type is OptionType.CHANNEL:
        return FieldKind.CHANNEL
    if option.suggest:
        return FieldKind.SEARCH
    return FieldKind.PARAGRAPH if option.max_length > ONE_LINE else FieldKind.TEXT
