"""/quiz: one question after another, feedback for each, one answer each, and it survives a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import sqlalchemy as sa

from bot.chat.reply import Reply
from bot.chat.text import flatten
from bot.library.library import Library, Shelf
from bot.library.pack import Pack
from bot.store.tables import answer, award, quiz
from tests.fakes import place
from tests.talk import Talk, talking


def right_letter(talk: Talk, card: Reply) -> str:
    shelf = talk.core.library.for_community(0)
    stem = flatten(card.body).split("\n")[0]
    question = next(one for one in shelf.questions.values() if one.stem == stem)
    return next(one.label for one in card.buttons if one.action.endswith(f".{question.right.id}"))


async def answer_all(talk: Talk, card: Reply, *, right: bool = True) -> Reply:
    """Goes through a quiz to its summary."""
    while any(button.action.startswith("quiz.answer") for button in card.buttons):
        good = right_letter(talk, card)
        letter = good if right else next(one.label for one in card.buttons if one.label != good)
        feedback = await talk.press("ana", card, letter)
        card = await talk.act("ana", feedback.buttons[0].action)
    return card


async def test_options_are_lettered_in_the_text_and_the_buttons_carry_letters(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:1")
    letters = [button.label for button in card.buttons]
    assert letters == list("ABCDE"[: len(letters)])
    assert all(f"\n{letter}  " in flatten(card.body) for letter in letters)


async def test_a_right_answer_brings_ten_points_and_its_why(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:1")
    feedback = await talk.press("ana", card, right_letter(talk, card))
    assert feedback.title == "Right."
    assert flatten(feedback.footnote).endswith("10 points; your streak is 1 day.")


async def test_a_wrong_answer_shows_the_why_of_the_chosen_and_of_the_right_one(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:1")
    wrong = next(one.label for one in card.buttons if one.label != right_letter(talk, card))
    text = flatten((await talk.press("ana", card, wrong)).body)
    assert f"You chose {wrong}: “" in text
    assert "Right is " in text


async def test_the_summary_counts_and_the_leaderboard_is_offered_once(talk: Talk) -> None:
    done = await answer_all(talk, await talk.say("ana", "/quiz topic:myths count:2"))
    assert done.title == "Done: 2 of 2 right"
    assert "Show me on it" in [button.label for button in done.buttons]
    again = await answer_all(talk, await talk.say("ana", "/quiz topic:safety count:1"))
    assert "Show me on it" not in [button.label for button in again.buttons]


async def test_the_same_item_again_within_a_day_brings_nothing_and_later_five(talk: Talk) -> None:
    shelf = talk.core.library.for_community(0)
    count = len(shelf.questions_on("mech-blood-flow"))
    for hours, points in ((0, 10), (1, 0), (48, 5)):
        talk.clock.turn(hours=hours)
        done = await answer_all(talk, await talk.say("ana", f"/quiz mech-blood-flow {count}"))
        told = f"{points * count} points for you." if points else "No points this time."
        assert flatten(done.body).startswith(told)


async def test_an_open_quiz_is_resumed_where_it_was(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:3")
    await talk.press("ana", card, "A")
    resumed = await talk.say("ana", "/quiz")
    assert "Question 2 of 3" in flatten(resumed.note)
    assert (await talk.say("ana", "/quiz")).body == resumed.body


async def test_it_is_resumed_after_a_restart_and_old_buttons_work(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        card = await talk.say("ana", "/quiz topic:myths count:2")
    async with talking(tmp_path) as talk:
        resumed = await talk.say("ana", "/quiz")
        feedback = await talk.press("ana", card, "A")
    assert resumed.body == card.body
    assert feedback.title in ("Right.", "Not quite.")


async def test_pressing_twice_at_once_counts_once_and_shows_the_first_result(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:1")
    presses = [talk.press("ana", card, letter) for letter in ("A", "B", "A", "B")]
    titles = {reply.title for reply in await asyncio.gather(*presses)}
    rows = await talk.read(lambda connection: connection.scalar(sa.select(sa.func.count()).select_from(answer)))
    assert len(titles) == 1
    assert rows == 1


async def test_another_persons_button_is_refused(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:1")
    refused = await talk.press("ben", card, "A")
    assert "put to somebody else" in flatten(refused.body)


async def test_forged_buttons_are_refused_in_one_sentence(talk: Talk) -> None:
    for action in (
        "quiz.answer:",
        "quiz.answer:x.a",
        "quiz.answer:1",
        "quiz.next:99999",
        "quiz.next:-1",
        "nothing:1",
        "quiz.answer:" + "9" * 80,
    ):
        reply = await talk.act("ana", action)
        assert reply.tone.value == "warning"
        assert flatten(reply.body).count("\n") == 0


async def test_a_question_that_has_left_the_pack_does_not_count_and_the_quiz_goes_on(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:2")
    talk.core.library.__dict__["_full"] = without(talk.core.library, flatten(card.body).split("\n")[0])
    refused = await talk.press("ana", card, "A")
    assert "has left the pack" in flatten(refused.body)
    following = await talk.say("ana", "/quiz")
    assert "Question 2 of 2" in flatten(following.note)
    assert await talk.read(lambda connection: connection.scalar(sa.select(sa.func.count()).select_from(award))) == 0


def without(library: Library, stem: str) -> Shelf:
    """The shelf of a pack from which one question was taken."""
    pack = library.packs[0]
    questions = {key: item for key, item in pack.questions.items() if item.stem != stem}
    return Shelf((Pack(pack.manifest, facts=pack.facts, questions=questions, references=pack.references),))


async def test_a_number_that_is_too_large_is_named_with_its_bounds(talk: Talk) -> None:
    reply = await talk.say("ana", "/quiz count:500")
    assert flatten(reply.body) == "count must be a whole number from 1 to 20."


async def test_quiz_me_on_this_asks_about_the_fact(talk: Talk) -> None:
    card = await talk.say("ana", "/fact mech-biochemical")
    shelf = talk.core.library.for_community(0)
    fact = next(one for one in shelf.facts.values() if one.title == card.title)
    asked = await talk.press("ana", card, "Quiz me on this")
    question = next(one for one in shelf.questions.values() if one.stem == flatten(asked.body).split("\n")[0])
    assert question.fact == fact.id


async def test_no_question_comes_twice_when_one_before_it_has_left_the_pack(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths count:4")
    items = await talk.read(lambda connection: connection.scalar(sa.select(quiz.c["items"])))
    assert items is not None
    questions = talk.core.library.for_community(0).questions
    talk.core.library.__dict__["_full"] = without(talk.core.library, questions[items[1]].stem)
    summary = await answer_all(talk, card)
    assert summary.title == "Done: 3 of 3 right"


async def test_a_quiz_in_another_group_leaves_this_one_open(talk: Talk) -> None:
    card = await talk.say("ana", "/quiz topic:myths")
    await talk.say("ana", "/quiz topic:mech-blood-flow", where=place("elsewhere"))
    assert flatten((await talk.say("ana", "/quiz")).body) == flatten(card.body)


async def test_a_quiz_on_a_fact_leaves_the_open_quiz_waiting(talk: Talk) -> None:
    open_one = await talk.say("ana", "/quiz topic:myths count:3")
    aside = await talk.press("ana", await talk.say("ana", "/fact mech-biochemical"), "Quiz me on this")
    await answer_all(talk, aside)
    resumed = await talk.say("ana", "/quiz")
    assert resumed.body == open_one.body


async def test_a_new_quiz_says_that_it_ended_the_open_one(talk: Talk) -> None:
    first = await talk.say("ana", "/quiz topic:myths count:3")
    second = await talk.say("ana", "/quiz topic:safety count:20")
    assert "ended" not in flatten(first.footnote)
    assert "The quiz you had open has ended; its answers count." in flatten(second.footnote)
    assert "questions on this." in flatten(second.footnote)
