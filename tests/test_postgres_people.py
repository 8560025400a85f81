"""Two processes and their people: what is asked of one and pressed in the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.store.tables import answer, award, learner, schedule
from tests.databases import database_in
from tests.patience import until, until_heard
from tests.talk import Talk, talking, text_of
from tests.test_database import count

pytestmark = pytest.mark.postgres


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[tuple[Talk, Talk]]:
    url = database_in(tmp_path)
    async with talking(tmp_path, url=url) as here, talking(tmp_path, url=url) as there:
        await until_heard(here.core.store, there.core.store)
        yield here, there


async def test_a_question_put_by_one_is_answered_in_the_other(pair: tuple[Talk, Talk]) -> None:
    here, there = pair
    question = await here.say("ana", "/quiz topic:myths count:1")
    assert (await there.press("ana", question, "A")).title in ("Right.", "Not quite.")
    assert "Question 1 of 1" not in text_of(await here.say("ana", "/study"))


async def test_pressed_in_both_at_once_it_is_one_answer_and_both_say_the_same(pair: tuple[Talk, Talk]) -> None:
    questions = [await pair[0].say(f"student{number}", "/quiz topic:myths count:1") for number in range(6)]
    cards = await asyncio.gather(
        *(
            talk.press(f"student{number}", question, "ABC"[pick])
            for number, question in enumerate(questions)
            for pick, talk in enumerate(pair)
        )
    )
    for one, other in zip(cards[::2], cards[1::2], strict=True):
        assert one.title == other.title
    assert await pair[0].read(lambda c: (count(c, answer), count(c, award))) == (6, 6)


async def test_an_event_that_is_delivered_to_both_has_one_effect(pair: tuple[Talk, Talk]) -> None:
    await pair[0].say("ana", "/fact")
    told = await asyncio.gather(*(talk.deliver("ana", "fact.next:", event="twice") for talk in pair))
    assert sum(reply is not None for reply in told) == 1


async def test_an_instructor_who_is_named_in_one_may_manage_in_the_other_and_no_longer_when_removed(
    pair: tuple[Talk, Talk],
) -> None:
    here, there = pair
    await there.say("ana", "/fact")

    async def refused() -> bool:
        return "Only managers" in text_of(await there.say("ana", "/schedule list"))

    async def welcome() -> bool:
        return not await refused()

    await here.say("grace", "/cohort instructors add:ana", manager=True)
    await until(welcome, 2)
    await here.say("grace", "/cohort instructors remove:ana", manager=True)
    await until(refused, 2)


async def test_the_most_schedules_of_a_group_hold_for_both_together(pair: tuple[Talk, Talk]) -> None:
    await pair[0].say("grace", "/fact", manager=True)
    await asyncio.gather(
        *(
            talk.say("grace", f"/schedule add what:fact time:{hour:02}:{number:02}", manager=True)
            for number, talk in enumerate(pair)
            for hour in range(12)
        )
    )
    assert await pair[0].read(lambda c: count(c, schedule)) == 20


async def test_who_is_deleted_in_one_is_unknown_in_the_other(pair: tuple[Talk, Talk]) -> None:
    here, there = pair
    for talk in pair:
        await talk.say("ana", "/fact")
    await here.press("ana", await here.say("ana", "/me delete"), "Delete")
    await asyncio.sleep(0.1)
    assert "Sorry" not in (await there.say("ana", "/fact")).title
    assert await here.read(lambda c: c.scalar(sa.select(sa.func.count()).select_from(learner))) == 1
