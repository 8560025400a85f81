"""The daily post: one card a day, public buttons, private feedback, the answer at the closing time."""

from __future__ import annotations

from pathlib import Path

from bot.chat.reply import Reply
from bot.chat.text import flatten
from tests.fakes import place
from tests.talk import Talk, form_of, talking


async def scheduled(talk: Talk, what: str = "daily", time: str = "13:00") -> Reply:
    """A schedule made by Grace at noon on a Monday, UTC."""
    return await talk.say("grace", f"/schedule add what:{what} time:{time}", manager=True)


def field(reply: Reply, name: str) -> str:
    return next(flatten(one.text) for one in reply.fields if one.name == name)


def letter_of_right(talk: Talk, card: Reply) -> str:
    """The letter of the right option, worked out from the pack and the buttons."""
    for button in card.buttons:
        if button.action.startswith("daily.answer:") and is_right(talk, button.action, card):
            return button.label
    raise AssertionError("no right option among the buttons")


def is_right(talk: Talk, action: str, card: Reply) -> bool:
    option_id = action.rsplit(".", 1)[1]
    heading = next(one.name for one in card.fields if one.name in ("Do you remember?", "What do you think?"))
    stem = field(card, heading).split("\n")[0]
    question = next(q for q in talk.core.library.for_community(0).questions.values() if q.stem == stem)
    return question.right.id == option_id


async def test_the_card_comes_at_its_time_and_once(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(minutes=59)
    assert talk.board.posts == {}
    await talk.pass_time(minutes=1)
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1
    assert flatten(talk.board.shown[0].note).startswith("Day 1 of ")


async def test_every_presser_gets_private_feedback_and_the_first_answer_stands(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    card = talk.board.shown[0]
    right = letter_of_right(talk, card)
    wrong = next(one.label for one in card.buttons if one.label in "ABCD" and one.label != right)
    first = await talk.press("ana", card, right)
    again = await talk.press("ana", card, wrong)
    other = await talk.press("ben", card, wrong)
    assert first.title == "Right."
    assert "10 points" in flatten(first.footnote)
    assert again.title == "You answered this before"
    assert f"You chose {right}, and that is right" in flatten(again.body)
    assert "your first answer stands" in flatten(again.footnote)
    assert other.title == "Not quite."


async def test_the_answer_is_shown_at_the_closing_time_with_how_the_group_answered(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    card = talk.board.shown[0]
    await talk.press("ana", card, letter_of_right(talk, card))
    await talk.pass_time(hours=22)
    assert "The answer" not in [one.name for one in talk.board.shown[0].fields]
    await talk.pass_time(hours=1)
    closed = talk.board.shown[0]
    assert closed.title == card.title
    assert field(closed, "The answer").startswith("Right is ")
    assert "1 · 100" in field(closed, "How the group answered")


async def test_a_missed_question_can_be_answered_later_and_is_marked_late(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    await talk.pass_time(hours=23)
    again = await talk.press("ana", talk.board.shown[0], "Answer it late")
    assert again.title == "Late answer"
    feedback = await talk.act("ana", again.buttons[0].action)
    assert "Answered late" in flatten(feedback.footnote)


async def test_the_next_day_brings_another_fact_and_the_last_result(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    first = talk.board.shown[0]
    await talk.press("ana", first, letter_of_right(talk, first))
    await talk.pass_time(days=1)
    second = talk.board.shown[1]
    assert second.title != first.title
    assert "1 of 1 got it" in field(second, "Last question")
    why = await talk.press("ben", second, "Last question's why")
    assert why.title == "Late answer"


async def test_the_question_of_the_second_day_is_on_an_earlier_fact(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    shelf = talk.core.library.for_community(0)
    first_fact = next(fact for fact in shelf.facts.values() if fact.title == talk.board.shown[0].title)
    await talk.pass_time(days=1)
    stem = field(talk.board.shown[1], "Do you remember?").split("\n")[0]
    question = next(one for one in shelf.questions.values() if one.stem == stem)
    assert question.fact == first_fact.id


async def test_buttons_of_a_post_work_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await scheduled(talk)
        await talk.pass_time(hours=1)
        card, board, now = talk.board.shown[0], talk.board, talk.clock.now
    async with talking(tmp_path) as talk:
        talk.clock.set(now)
        talk.board.posts, talk.board.keys = board.posts, board.keys
        feedback = await talk.press("ana", card, "A")
        assert feedback.title in ("Right.", "Not quite.")
        await talk.pass_time(hours=23)
        assert "The answer" in [one.name for one in talk.board.shown[0].fields]
        assert len(talk.board.posts) == 1


async def test_a_button_pressed_from_another_group_is_refused(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    feedback = await talk.press("eve", talk.board.shown[0], "A", where=place("elsewhere"))
    assert "wasn't posted in this group" in flatten(feedback.body)


async def test_a_fact_alone_has_no_question(talk: Talk) -> None:
    await scheduled(talk, "fact")
    await talk.pass_time(hours=1)
    assert not any(one.action.startswith("daily.answer") for one in talk.board.shown[0].buttons)


async def test_an_open_question_is_not_given_away_by_the_next_card(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=1)
    preview = await talk.say("grace", "/schedule test 1", manager=True)
    assert "Last question" not in [one.name for one in preview.fields]


async def test_a_late_card_closes_in_time_for_the_next_one(talk: Talk) -> None:
    await scheduled(talk)
    await talk.pass_time(hours=4)
    await talk.pass_time(hours=21)
    assert len(talk.board.shown) == 2
    assert "Last question" in [one.name for one in talk.board.shown[1].fields]


async def test_the_days_are_those_of_the_schedules_topic_and_go_on_after_its_last_fact(talk: Talk) -> None:
    total = len(talk.core.library.for_community(0).facts_on("myths"))
    await talk.say("grace", "/schedule add what:fact time:13:00 topic:myths", manager=True)
    await talk.pass_time(hours=1)
    for _ in range(total):
        await talk.pass_time(days=1)
    assert flatten(talk.board.shown[total - 1].note).startswith(f"Day {total} of {total} · ")
    assert flatten(talk.board.shown[total].note).startswith(f"Day {total + 1} · ")


async def test_the_closing_time_is_on_the_groups_clock(talk: Talk) -> None:
    form = form_of(await talk.say("grace", "/setup Tokyo", manager=True))
    filled = {field.name: field.value for field in form.fields}
    preview = await talk.act("grace", form.action, manager=True, values=filled)
    await talk.press("grace", preview, "Start", manager=True)
    await talk.pass_time(hours=11)
    assert "07:00 (Asia/Tokyo)" in flatten(talk.board.shown[0].footnote)
