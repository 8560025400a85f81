"""A command as a form, for faces and buttons where nobody can type its options."""

from __future__ import annotations

from bot.chat.codec import encode
from bot.chat.command import Command, Option, OptionType
from bot.chat.reply import FieldKind, Form, FormField
from bot.words import Words

MAX_FIELDS = 5


def form_for(command: Command, words: Words) -> Form:
    """A field for each option; its submit runs the command, with the fields' values under the options' names."""
    fields = tuple(_field(command, option, words) for option in command.options[:MAX_FIELDS])
    return Form(f"/{command.name}", encode("run", command.name), fields, words("Go"), note=words(command.help))


def _field(command: Command, option: Option, words: Words) -> FormField:
    kind = _kind(option)
    return FormField(
        option.name,
        option.name.replace("_", " ").capitalize(),
        kind,
        help=words(option.help),
        choices=option.choices if kind is FieldKind.CHOICE else (),
        search=f"{command.name}.{option.name}" if kind is FieldKind.SEARCH else "",
        required=option.required,
        max_length=option.max_length,
    )


def _kind(option: Option) -> FieldKind:
    if option.type is OptionType.CHOICE:
        return FieldKind.CHOICE
    if option.type is OptionType.CHANNEL:
        return FieldKind.CHANNEL
    return FieldKind.SEARCH if option.suggest else FieldKind.TEXT
