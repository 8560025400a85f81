"""What the page suggests while a line is typed."""

from __future__ import annotations

import pytest

from adapters.web.commands import Local, Wanted, offer
from bot.chat.command import Command, Option, OptionType
from bot.chat.reply import Choice, Reply
from bot.chat.visit import Visit


async def run(visit: Visit, **options: str) -> Reply:
    raise NotImplementedError


async def suggest(visit: Visit, typed: str) -> tuple[Choice, ...]:
    raise NotImplementedError


WHAT = (Choice("Daily card", "daily"), Choice("Fact", "fact"))
COMMANDS = {
    command.name: command
    for command in (
        Command("fact", "A fact", run, (Option("topic", "Only this topic", suggest=suggest),)),
        Command(
            "quiz",
            "Questions",
            run,
            (Option("topic", "Only this topic", suggest=suggest), Option("count", "How many", OptionType.NUMBER)),
        ),
        Command("faq", "Ask", run, (Option("question", "Your question", rest=True, suggest=suggest),)),
        Command("score", "Your points", run),
        Command(
            "schedule add",
            "Post something",
            run,
            (
                Option("what", "What to post", OptionType.CHOICE, choices=WHAT),
                Option("channel", "Where", OptionType.CHANNEL),
            ),
        ),
        Command("cohort instructors", "Name one", run, (Option("who", "Whom", OptionType.USER),)),
    )
}
LOCAL = Local((Choice("Ana", "ana"), Choice("Ben", "ben")), (Choice("#main", "main"),))


def lines(typed: str) -> list[str]:
    return [suggestion.line for suggestion in offer(typed, COMMANDS, LOCAL).ready]


def wanted(typed: str) -> tuple[str, str, str, str]:
    found = offer(typed, COMMANDS, LOCAL).wanted
    assert found is not None
    return found.command, found.option.name, found.typed, found.before


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("/fa", ["/fact ", "/faq "]),
        ("fa", ["/fact ", "/faq "]),
        ("/SC", ["/score", "/schedule add "]),
        ("/add", ["/schedule add "]),
        ("/schedule ", ["/schedule add "]),
        ("/hello there", []),
    ],
)
def test_commands_come_first(typed: str, expected: list[str]) -> None:
    assert lines(typed) == expected


def test_a_slash_alone_shows_all_commands() -> None:
    assert len(lines("/")) == len(COMMANDS)


def test_after_a_command_come_its_options_and_the_values_of_the_first() -> None:
    assert lines("/quiz ") == ["/quiz topic:", "/quiz count:"]
    assert wanted("/quiz ") == ("quiz", "topic", "", "/quiz ")


def test_words_without_a_name_are_looked_up_for_the_first_option() -> None:
    assert wanted("/quiz blood fl") == ("quiz", "topic", "blood fl", "/quiz ")
    assert wanted("/quiz count:5 blood") == ("quiz", "topic", "blood", "/quiz count:5 ")
    assert lines("/quiz blood") == []


def test_a_named_option_that_is_being_typed() -> None:
    assert wanted("/quiz count:5 topic:bl") == ("quiz", "topic", "bl", "/quiz count:5 ")
    assert wanted('/quiz topic:"blood fl') == ("quiz", "topic", "blood fl", "/quiz ")
    assert lines("/quiz topic:blood ") == ["/quiz topic:blood count:"]


def test_choices_people_and_channels_are_known_here() -> None:
    assert lines("/schedule add what:") == ["/schedule add what:daily ", "/schedule add what:fact "]
    assert lines("/schedule add what:fact channel:m") == ["/schedule add what:fact channel:main "]
    assert lines("/cohort instructors be") == ["/cohort instructors who:ben "]


def test_an_option_that_takes_the_rest_is_not_named() -> None:
    assert wanted("/faq does it hu") == ("faq", "question", "does it hu", "/faq ")
    found = offer("/faq does it hu", COMMANDS, LOCAL).wanted
    assert isinstance(found, Wanted)
    assert found.suggestion(Choice("Does it hurt?", "Does it hurt?")).line == "/faq Does it hurt? "


def test_a_value_of_two_words_is_quoted() -> None:
    found = offer("/fact bl", COMMANDS, LOCAL).wanted
    assert isinstance(found, Wanted)
    assert found.suggestion(Choice("Blood flow", "blood flow")).line == '/fact topic:"blood flow" '
