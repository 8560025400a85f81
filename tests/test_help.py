"""/study, /help and /about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import build
from bot.chat.command import Command, Who
from bot.chat.reply import Reply
from bot.chat.text import flatten
from bot.help.about_view import reviewed
from bot.help.model import grouped
from bot.library.items import Reviewer
from bot.words import Words
from tests.play import choose, play
from tests.talk import Talk, button, form_of, text_of


def labels(card: Reply) -> list[str]:
    return [one.label for one in card.buttons]


async def test_a_newcomer_is_shown_the_ways_in(talk: Talk) -> None:
    card = await talk.say("student1", "/study")
    assert "New here? Take a fact" in text_of(card)
    assert labels(card)[:2] == ["Today", "Quiz me"]
    assert "Set up" not in labels(card)
    assert (await talk.press("student1", card, "Today")).body
    assert flatten((await talk.press("student1", card, "Quiz me")).note) == "Question 1 of 5"


async def test_study_goes_on_with_the_open_quiz(talk: Talk) -> None:
    card = await talk.say("student1", "/quiz count:3")
    assert "Go on with your quiz, question 1 of 3" in labels(await talk.say("student1", "/study"))
    await choose(talk, "student1", card)
    home = await talk.say("student1", "/study")
    assert "Your quiz is at question 2 of 3." in text_of(home)
    assert "10 points this week. Streak: 1 day. Today counts already." in text_of(home)
    assert flatten((await talk.press("student1", home, "Go on with your quiz")).note).startswith("Question 2 of ")


async def test_a_finished_quiz_is_not_open(talk: Talk) -> None:
    await play(talk, "student1", right=2)
    assert "Open for you" not in text_of(await talk.say("student1", "/study"))


async def test_study_offers_todays_question_until_it_is_answered_or_closed(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:daily time:13:00", manager=True)
    await talk.pass_time(hours=1)
    home = await talk.say("student1", "/study")
    assert "Today's question waits" in text_of(home)
    await choose(talk, "student1", await talk.press("student1", home, "Today's question"))
    assert "Today's question" not in labels(await talk.say("student1", "/study"))
    assert "Today's question" in labels(await talk.say("student2", "/study"))
    talk.clock.turn(hours=23)
    assert "Today's question" not in labels(await talk.say("student2", "/study"))


async def test_a_manager_of_a_group_that_is_not_set_up_is_offered_to_do_it(talk: Talk) -> None:
    home = await talk.say("grace", "/study", manager=True)
    assert labels(home)[0] == "Set up"
    assert (await talk.press("grace", home, "Set up", manager=True)).form


async def test_ask_opens_the_form_of_the_question(talk: Talk) -> None:
    home = await talk.say("student1", "/study")
    if "faq" not in talk.core.commands:
        pytest.skip("there is no /faq yet")
    form = form_of(await talk.press("student1", home, "Ask"))
    assert form.action == "run:faq"


async def test_help_lists_every_command_that_one_may_use(talk: Talk) -> None:
    mine, theirs = text_of(await talk.say("student1", "/help")), text_of(await talk.say("grace", "/help", manager=True))
    for command in talk.core.commands.values():
        assert f"/{command.name} – {command.help}" in theirs
        assert (f"/{command.name} – " in mine) is (command.who is Who.ALL)


async def test_every_command_can_be_explained_and_tried(talk: Talk) -> None:
    for command in talk.core.commands.values():
        card = await talk.say("grace", f"/help {command.name}", manager=True)
        assert card.title == f"/{command.name}"
        assert command.example in text_of(card)
        for option in command.options:
            assert f"{option.name}: {option.help}" in text_of(card)
        assert button(card, "Try it").action.endswith(f":{command.name}")


async def test_a_family_of_commands_is_listed(talk: Talk) -> None:
    card = await talk.say("student1", "/help me")
    assert labels(card) == ["/me settings", "/me export", "/me delete"]


async def test_help_on_what_is_not_there_names_the_nearest(talk: Talk) -> None:
    assert "There is no /quizz. Did you mean /quiz?" in text_of(await talk.say("student1", "/help quizz"))
    assert "There is no /zzzzzz. /help shows" in text_of(await talk.say("student1", "/help zzzzzz"))


async def test_managers_commands_stay_hidden_from_students(talk: Talk) -> None:
    assert "There is no /setup." in text_of(await talk.say("student1", "/help setup"))
    assert "There is no /setup." in text_of(await talk.act("student1", "help.form:setup"))


async def test_about_says_who_reviewed_and_what_is_kept(talk: Talk) -> None:
    text = text_of(await talk.say("student1", "/about"))
    for pack in talk.core.library.packs:
        assert reviewed(Words(), pack.manifest) in text
        assert pack.manifest.licence in text
    assert "no medical advice" in text
    assert "/me delete removes it for good" in text


async def test_a_pack_without_a_reviewer_says_so_and_one_with_a_reviewer_names_them(talk: Talk) -> None:
    manifest = talk.core.library.packs[0].manifest
    nobody = manifest.model_copy(update={"reviewed_by": None})
    somebody = manifest.model_copy(update={"reviewed_by": Reviewer(name="Ada Hale", role="physio", date="May 2026")})
    assert reviewed(Words(), nobody) == "No named clinician has reviewed this pack yet."
    assert reviewed(Words(), somebody) == "Reviewed by Ada Hale, physio, May 2026."


def test_a_new_command_is_listed_among_those_for_studying() -> None:
    quiz = build.commands()["quiz"]
    new: Command = replace(quiz, name="brand new")
    assert new in grouped([new])["study"]


async def test_half_a_command_is_completed_and_a_slip_named(talk: Talk) -> None:
    half = await talk.say("ana", "/me")
    assert text_of(half).endswith("/me needs one more word: settings, export or delete.")
    assert [button.label for button in half.buttons] == ["/me settings", "/me export", "/me delete"]
    slip = await talk.say("ana", "/quizz")
    assert text_of(slip).endswith("There is no command “quizz”. Did you mean /quiz?")
    question = await talk.press("ana", slip, "/quiz")
    assert button(question, "A").label.startswith("A")


async def test_a_group_with_a_schedule_is_not_told_that_nothing_is_posted(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)
    home = await talk.say("grace", "/study", manager=True)
    assert "Set up" not in labels(home)
    assert "Nothing is posted" not in text_of(home)
