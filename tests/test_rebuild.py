"""Points rebuilt from the answers equal those that were stored while answering."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.store import admit
from bot.quiz.model import Posed
from bot.scores.model import RIGHT, WRONG
from bot.scores.rebuild import Award, differences, rebuild
from bot.scores.store import record_answer
from bot.store.tables import award, metadata, posed
from bot.store.upsert import new_id
from tests.fakes import MONDAY_NOON, SERVER, person
from tests.talk import Talk

MINUTE, DAY = 1, 24 * 60


@dataclass(frozen=True)
class Step:
    """Some minutes later somebody answers: a new question, or the one before it again."""

    who: int
    item: str
    context: str
    outcome: str
    late: bool
    again: bool
    minutes: int


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 2),
        st.sampled_from(["flow", "twitch"]),
        st.sampled_from(["daily", "quiz"]),
        st.sampled_from([RIGHT, WRONG]),
        st.booleans(),
        st.booleans(),
        st.sampled_from([0, MINUTE, DAY - MINUTE, DAY, DAY + MINUTE, -DAY]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_rebuilt_points_equal_the_stored_ones(steps: list[Step]) -> None:
    """Also when a learner answers twice, and when the server's clock is set back."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        answer_all(connection, steps)
        stored = all_awards(connection)

        assert differences(connection) == []
        assert rebuild(connection) == len(stored)
        assert all_awards(connection) == stored


async def test_a_wrong_and_a_missing_award_are_found_and_mended(talk: Talk) -> None:
    card = await talk.say("student1", "/quiz count:2")
    card = await talk.press("student1", await talk.press("student1", card, "A"), "Next question")
    await talk.press("student1", card, "A")
    good = await talk.read(all_awards)

    first = sa.update(award).where(award.c.answer_id == 1).values(points=99)
    second = sa.delete(award).where(award.c.answer_id == 2)
    await talk.write(lambda connection: (connection.execute(first), connection.execute(second)))
    found = await talk.read(differences)

    assert [(one.answer_id, one.stored is None) for one in found] == [(1, False), (2, True)]
    assert await talk.write(rebuild) == 2
    assert await talk.read(all_awards) == good


def answer_all(connection: sa.Connection, steps: list[Step]) -> None:
    now, last = MONDAY_NOON, None
    people = [admit(connection, person(f"student{n}"), SERVER, "Cohort", now) for n in range(3)]
    for step in steps:
        now += timedelta(minutes=step.minutes)
        visitor = people[step.who]
        if last is None or not step.again:
            last = pose(connection, step, visitor.community.id)
        if step.late:
            last = replace(last, closes_at=now)
        record_answer(connection, visitor, last, ["a"], step.outcome, now)


def pose(connection: sa.Connection, step: Step, community_id: int) -> Posed:
    values = {"item_id": step.item, "options": ["a", "b"], "context": step.context, "community_id": community_id}
    key = new_id(connection, posed, {**values, "revision": "1", "opens_at": MONDAY_NOON})
    assert key is not None
    return Posed(key, step.item, ("a", "b"), step.context, None, None, community_id)


def all_awards(connection: sa.Connection) -> list[Award]:
    return [Award(*row) for row in connection.execute(sa.select(*award.c).order_by(award.c.answer_id))]
