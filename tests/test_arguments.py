"""Typed lines: what people write becomes a command and its arguments, or comes back under its own name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import build
from bot.chat.arguments import arguments, near_commands, parse
from bot.chat.command import Command, Option, OptionType
from bot.chat.reply import Choice, Reply


async def nothing(_visit: object, **_options: object) -> Reply:
    return Reply()


def command(name: str, *options: Option) -> Command:
    return Command(name, "Help", nothing, options)


WEEK = Option("period", "Help", OptionType.CHOICE, choices=(Choice("This week", "week"), Choice("This month", "month")))
QUIZ = command("quiz", Option("topic", "Help"), Option("count", "Help", OptionType.NUMBER))
FAQ = command("faq", Option("question", "Help", rest=True))
BOARD = command("leaderboard", WEEK)
EXPORT = command("me export")
ADD = command(
    "schedule add",
    Option("what", "Help", OptionType.CHOICE, choices=(Choice("Fact", "fact"), Choice("Quiz", "quiz"))),
    Option("time", "Help"),
    Option("days", "Help"),
)
ALL = {one.name: one for one in (QUIZ, FAQ, BOARD, EXPORT, ADD)}


def read(text: str) -> tuple[str, dict[str, Any]]:
    line = parse(text, ALL)
    return line.name, line.args


@pytest.mark.parametrize("text", ["/quiz", "quiz", "  /quiz  ", "/QUIZ", "//quiz", "/ quiz", "Quiz\n"])
def test_a_command_is_found_however_it_is_typed(text: str) -> None:
    assert read(text) == ("quiz", {})


@pytest.mark.parametrize("text", ["/me export", "me  export", "/Me Export", "/ me export"])
def test_a_command_of_two_words_is_found(text: str) -> None:
    assert read(text) == ("me export", {})


@pytest.mark.parametrize(
    ("text", "name"),
    [("/nonsense", "nonsense"), ("/me", "me"), ("/me fly away", "me fly"), ("", ""), ("/", ""), ("   ", "")],
)
def test_what_is_no_command_keeps_its_name(text: str, name: str) -> None:
    assert read(text) == (name, {})


@pytest.mark.parametrize(
    "text",
    [
        "/quiz topic:myths count:5",
        "/quiz count:5 topic:myths",
        "/quiz myths 5",
        "/quiz 5 myths",
        "/quiz count:5 myths",
        '/quiz topic:"myths" 5',
        "/quiz Topic:myths COUNT:5",
        "/ quiz myths 5",
    ],
)
def test_arguments_are_found_in_any_order_with_and_without_their_names(text: str) -> None:
    assert read(text) == ("quiz", {"topic": "myths", "count": "5"})


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "””"])
def test_several_words_stand_in_quotes_also_in_those_a_phone_writes(quotes: str) -> None:
    assert read(f"/quiz topic:{quotes[0]}blood flow{quotes[1]} count:3") == (
        "quiz",
        {"topic": "blood flow", "count": "3"},
    )


def test_the_last_text_takes_all_that_is_left() -> None:
    assert read("/quiz blood flow 5") == ("quiz", {"topic": "blood flow", "count": "5"})


def test_texts_are_filled_in_their_order() -> None:
    assert read("/schedule add fact 08:00 mon tue") == (
        "schedule add",
        {"what": "fact", "time": "08:00", "days": "mon tue"},
    )


@pytest.mark.parametrize("text", ["/leaderboard week", "/leaderboard Week", "/leaderboard period:WEEK"])
def test_a_choice_is_understood_in_capitals_too(text: str) -> None:
    assert read(text) == ("leaderboard", {"period": "week"})


def test_a_wrong_choice_is_kept_for_the_router_to_refuse() -> None:
    assert read("/leaderboard year") == ("leaderboard", {"period": "year"})


def test_words_that_fit_no_option_come_back_under_their_own_name() -> None:
    assert read("/me export everything please") == ("me export", {"everything please": "everything please"})


def test_an_option_that_does_not_exist_stays_a_word() -> None:
    assert read("/quiz level:hard") == ("quiz", {"topic": "level:hard"})


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("/faq does it hurt?", "does it hurt?"),
        ("/faq question:does it hurt?", "does it hurt?"),
        ('/faq question:"does it hurt?"', "does it hurt?"),
        ("/faq why: because 5 count:3", "why: because 5 count:3"),
        ('/faq is it "safe"?', 'is it "safe"?'),
        ("/faq   two\nlines  ", "two\nlines"),
    ],
)
def test_a_question_is_taken_as_it_was_typed(text: str, question: str) -> None:
    assert read(text) == ("faq", {"question": question})


def test_a_question_that_is_missing_is_left_out() -> None:
    assert read("/faq") == ("faq", {})


def test_a_name_without_a_value_is_empty() -> None:
    assert read("/quiz topic: count:3") == ("quiz", {"topic": "", "count": "3"})


@given(st.text(max_size=80))
def test_no_line_can_break_the_reader(text: str) -> None:
    line = parse(f"/quiz {text}", build.commands())

    assert line.name == "quiz"
    assert all(isinstance(value, str) for value in line.args.values())


@given(st.lists(st.text("abcxyz", min_size=1, max_size=6), max_size=6))
def test_no_word_is_lost(words: list[str]) -> None:
    args = arguments(ADD, " ".join(words))

    assert sorted(" ".join(str(value) for value in args.values()).split()) == sorted(words)


@pytest.mark.parametrize("text", ["does it hurt?", "hurt?", "Is it safe", "me and my back hurt a lot"])
def test_words_that_begin_with_no_command_are_looked_up(text: str) -> None:
    assert read(text) == ("faq", {"question": text})


@pytest.mark.parametrize(
    ("text", "name"),
    [("hello", "hello"), ("quizz me on myths", "quizz"), ("me exprt", "me exprt"), ("/does it hurt?", "does")],
)
def test_slips_single_words_and_slashes_are_no_questions(text: str, name: str) -> None:
    assert read(text) == (name, {})


def test_near_commands_are_found_by_their_first_word_too() -> None:
    assert near_commands("quizz", ALL) == ["quiz"]
    assert near_commands("scheduel", ALL) == ["schedule"]
    assert near_commands("dance", ALL) == []
