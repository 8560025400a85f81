"""All commands and actions at once: what platforms, help and typed lines rely on holds for each of them."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import build
from bot.chat.arguments import parse
from bot.chat.codec import MAX_ID, encode
from bot.chat.command import Action, Answers, Command, Option, OptionType
from bot.chat.router import RUN, checked
from bot.settings import ROOT
from bot.words import words_for

COMMANDS = [command for group in build.COMMANDS for command in group]
ACTIONS = [action for group in build.ACTIONS for action in group]
OPTIONS = [(command, option) for command in COMMANDS for option in command.options]
# Discord's rule, which is the narrower one; small letters only, so that nobody has to remember capitals.
NAME = re.compile(r"[a-z_-]{1,32}")
LONGEST_FILE = 200
MOST_OPTIONS, MOST_SUBCOMMANDS, MOST_CHOICES, LONGEST_HELP = 25, 25, 25, 100


def named(command: Command) -> str:
    return command.name.replace(" ", "_")


def named_option(pair: tuple[Command, Option]) -> str:
    return f"{named(pair[0])}.{pair[1].name}"


def test_names_of_commands_and_actions_are_unique() -> None:
    assert [name for name, count in Counter(one.name for one in COMMANDS).items() if count > 1] == []
    assert [name for name, count in Counter(one.name for one in ACTIONS).items() if count > 1] == []
    assert RUN not in {action.name for action in ACTIONS}


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_command_has_one_or_two_valid_words(command: Command) -> None:
    words = command.name.split(" ")

    assert len(words) in (1, 2)
    assert all(NAME.fullmatch(word) for word in words)


def test_a_command_has_options_or_subcommands_never_both() -> None:
    groups = Counter(command.name.split()[0] for command in COMMANDS if " " in command.name)

    assert not set(groups) & {command.name for command in COMMANDS}
    assert max(groups.values()) <= MOST_SUBCOMMANDS


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_command_says_what_it_is_for(command: Command) -> None:
    assert 1 <= len(command.help) <= LONGEST_HELP
    assert not command.help.endswith(".")


@pytest.mark.parametrize("pair", OPTIONS, ids=named_option)
def test_an_option_has_a_valid_name_and_help(pair: tuple[Command, Option]) -> None:
    _, option = pair

    assert NAME.fullmatch(option.name)
    assert 1 <= len(option.help) <= LONGEST_HELP


@pytest.mark.parametrize("pair", OPTIONS, ids=named_option)
def test_choices_stand_with_choice_options_only_and_fit(pair: tuple[Command, Option]) -> None:
    _, option = pair
    values = [choice.value for choice in option.choices]

    assert bool(values) == (option.type is OptionType.CHOICE)
    assert len(set(values)) == len(values) <= MOST_CHOICES
    assert all(1 <= len(text) <= LONGEST_HELP for one in option.choices for text in (one.label, one.value))
    assert not any(re.search(r"\s", value) for value in values), "a typed choice is one word"


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_options_are_few_unique_and_the_required_ones_come_first(command: Command) -> None:
    required = [option.required for option in command.options]

    assert len({option.name for option in command.options}) == len(command.options) <= MOST_OPTIONS
    assert required == sorted(required, reverse=True)
    assert sum(option.rest for option in command.options) <= 1


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_handler_takes_exactly_the_options_of_its_command(command: Command) -> None:
    visit, *takes = inspect.signature(command.run).parameters.values()

    assert visit.name == "visit"
    assert {one.name for one in takes} == {option.name for option in command.options}
    needed = {one.name for one in takes if one.default is inspect.Parameter.empty}
    assert needed == {option.name for option in command.options if option.required}


@pytest.mark.parametrize("pair", OPTIONS, ids=named_option)
def test_a_handler_expects_the_type_that_its_option_gives(pair: tuple[Command, Option]) -> None:
    command, option = pair
    expected = inspect.signature(command.run).parameters[option.name].annotation

    assert expected == ("int" if option.type is OptionType.NUMBER else "str")


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_an_example_reads_as_its_command_and_is_accepted(command: Command) -> None:
    line = parse(command.example, build.commands())

    assert command.example.startswith(f"/{command.name}")
    assert line.name == command.name
    assert checked(command, line.args, words_for("en-GB")).keys() == line.args.keys()


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_command_can_be_run_by_a_button(command: Command) -> None:
    assert len(encode(RUN, command.name)) <= MAX_ID


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_an_action_is_run_with_a_visit_and_a_value(action: Action) -> None:
    visit, value, *more = inspect.signature(action.run).parameters.values()

    assert visit.name == "visit"
    assert value.annotation == "str"
    assert all(one.default is not inspect.Parameter.empty for one in more)
    assert action.answers in Answers


def encoded() -> Iterator[tuple[str, str, str]]:
    """Every `encode("action", value)` of the source: where it stands, the action, and the value if it is written."""
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "encode":
                first, *rest = [one.value if isinstance(one, ast.Constant) else "" for one in node.args]
                yield f"{path.relative_to(ROOT)}:{node.lineno}", str(first or ""), str(rest[0]) if rest else ""


def test_every_button_does_something() -> None:
    known = {action.name for action in ACTIONS} | {RUN}

    assert [(where, action) for where, action, _ in encoded() if action and action not in known] == []


def test_every_button_that_runs_a_command_names_one() -> None:
    names = {command.name for command in COMMANDS}

    assert [(where, value) for where, action, value in encoded() if action == RUN and value not in {*names, ""}] == []


def test_every_action_has_a_button_somewhere() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    unused = [action.name for action in ACTIONS if source.count(f'"{action.name}"') < 2]

    assert unused == []


@pytest.mark.parametrize("path", sorted((ROOT / "bot").glob("*/commands.py")), ids=lambda path: path.parent.name)
def test_a_file_of_handlers_stays_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
