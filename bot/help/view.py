"""Help in words, written from the list of commands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.command import Answers, Command, Option, Who
from bot.chat.forms import lacks_options
from bot.chat.reply import Button, Field, Reply, Style
from bot.chat.text import Text, code, join, plain, strong
from bot.help.model import BOT, MANAGERS, STUDY, YOU, grouped
from bot.words import Words


def overview(words: Words, commands: Sequence[Command]) -> Reply:
    titles = {
        STUDY: words("Study"),
        YOU: words("You and your progress"),
        MANAGERS: words("For managers and instructors"),
        BOT: words("This bot"),
    }
    fields = tuple(
        Field(titles[name], join(_line(words, command) for command in found))
        for name, found in grouped(commands).items()
    )
    lead = words("Type a command, or start with the buttons of /study. /help quiz says more about /quiz.")
    return Reply(
        title=words("What I can do"),
        body=plain(lead),
        fields=fields,
        buttons=(Button(words("Start"), encode("run", "study"), style=Style.PRIMARY),),
        footnote=plain(words("Educational, no medical advice.")),
    )


def family(words: Words, commands: Sequence[Command]) -> Reply:
    """Commands that share their first word."""
    return Reply(
        title=f"/{commands[0].name.split()[0]}",
        body=join(_line(words, command) for command in commands),
        buttons=tuple(Button(f"/{command.name}", _action(command)) for command in commands),
    )


def details(words: Words, command: Command) -> Reply:
    fields = []
    if command.options:
        fields.append(Field(words("Options"), join(_option(words, option) for option in command.options)))
    if command.example:
        fields.append(Field(words("Example"), code(command.example)))
    fields.append(Field(words("Who sees the answer"), plain(_who_sees(words, command))))
    if command.who is Who.MANAGERS:
        fields.append(Field(words("Who may use it"), plain(words("Managers and the instructors they named."))))
    return Reply(
        title=f"/{command.name}",
        body=plain(words(command.help)),
        fields=tuple(fields),
        buttons=(
            Button(words("Try it"), _action(command), style=Style.PRIMARY),
            Button(words("All commands"), encode("run", "help")),
        ),
    )


def unknown(words: Words, typed: str, near: str | None) -> str:
    if near:
        return words("There is no /{typed}. Did you mean /{near}? /help shows all commands.", typed=typed, near=near)
    return words("There is no /{typed}. /help shows all commands.", typed=typed)


def _line(words: Words, command: Command) -> Text:
    return (*strong(f"/{command.name}"), *plain(f" – {words(command.help)}"))


def _option(words: Words, option: Option) -> Text:
    must = words(" (needed)") if option.required else ""
    text = f"{words(option.help)}{must}"
    if option.choices:
        text += words(". Choose: {choices}", choices=", ".join(choice.value for choice in option.choices))
    return (*strong(f"{option.name}: "), *plain(text))


def _who_sees(words: Words, command: Command) -> str:
    if command.answers is Answers.PUBLIC:
        return words("Everybody in the channel.")
    return words("Only you.")


def _action(command: Command) -> str:
    """Runs the command; one that can't run without words asks for them first."""
    return encode("help.form" if lacks_options(command, {}) else "run", command.name)
