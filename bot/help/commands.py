"""/study, the home; /help, written from the commands; /about."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from bot.chat.command import Action, Answers, Command, Option
from bot.chat.forms import form_for
from bot.chat.reply import Choice, Reply
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.help import about_view, home_view, view
from bot.help.model import named, near, visible
from bot.help.store import home_of
from bot.schedule.store import of_community


async def study(visit: Visit) -> Reply:
    home = await visit.read(lambda connection: home_of(connection, visit.visitor, visit.now))
    set_up = visit.community.set_up or not visit.manager or await _has_schedules(visit)
    return home_view.home_card(visit.words, visit.shelf, home, can_ask="faq" in visit.core.commands, set_up=set_up)


async def _has_schedules(visit: Visit) -> bool:
    return bool(await visit.read(lambda connection: of_community(connection, visit.community.id)))


async def show_help(visit: Visit, command: str = "") -> Reply:
    commands = _visible(visit)
    if not command:
        return view.overview(visit.words, commands)
    found = named(commands, command)
    if not found:
        typed = cut(command.strip("/ "), 40)
        raise UserError(view.unknown(visit.words, typed, near(commands, typed)))
    return view.details(visit.words, found[0]) if len(found) == 1 else view.family(visit.words, found)


async def about(visit: Visit) -> Reply:
    return about_view.about_card(visit.words, visit.shelf.packs, program_version())


async def open_form(visit: Visit, value: str) -> Reply:
    """A command's options as a form, for a button; managers' forms only for managers."""
    found = [command for command in _visible(visit) if command.name == value]
    if not found:
        raise UserError(view.unknown(visit.words, cut(value, 40), None))
    return Reply(form=form_for(found[0], visit.words))


async def suggest_commands(visit: Visit, typed: str) -> tuple[Choice, ...]:
    wanted = typed.casefold().strip("/ ")
    return tuple(Choice(f"/{one.name}", one.name) for one in _visible(visit) if wanted in one.name)


def program_version() -> str:
    """As installed; run from a folder that was never installed, there is no number."""
    try:
        return version("needlewise")
    except PackageNotFoundError:
        return "(from source)"


def _visible(visit: Visit) -> list[Command]:
    return visible(visit.core.commands.values(), visit.manager)


COMMANDS = (
    Command("study", "Start here: today, quizzes, questions, your progress", study, example="/study"),
    Command(
        "help",
        "What I can do, or more about one command",
        show_help,
        (Option("command", "A command to explain", rest=True, suggest=suggest_commands, max_length=40),),
        example="/help quiz",
    ),
    Command("about", "Scope, sources, who has reviewed the content, what is kept about you", about, example="/about"),
)
ACTIONS = (Action("help.form", open_form, answers=Answers.FORM),)
