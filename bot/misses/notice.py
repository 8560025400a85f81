"""The direct message that tells an instructor that a question waits: at most one in twelve hours for each group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.codec import encode
from bot.chat.people import MessageRef, Place
from bot.chat.reply import Button, Reply, Style
from bot.chat.text import join, plain
from bot.chat.visit import Core
from bot.misses import store
from bot.outbox import store as outbox
from bot.outbox.kind import Outgoing
from bot.outbox.model import MISSED, NOTICE_WINDOW, Due
from bot.people.store import person_on
from bot.store.tables import community, due
from bot.words import Words, words_for

APART = timedelta(hours=12)
KIND = "question"


class Waiting:
    """Sent rather twice than never; /cohort misses says the same."""

    window = NOTICE_WINDOW
    repeatable = True

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Mapping[str, Any]:
        return work.payload

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        """None if nothing waits any more, or they no longer want to know, or are no longer named."""
        learner, group = work.payload["learner"], work.community_id
        count = len(store.open_inquiries(connection, group))
        person = person_on(connection, learner, work.place.platform)
        if not count or person is None or learner not in store.to_tell(connection, group):
            return None
        name = connection.execute(sa.select(community.c.name).where(community.c.id == group)).scalar_one()
        return Outgoing(card(words_for("en"), name, group, count), to=person)

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """Nothing follows."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """The list says it too."""


def tell(connection: sa.Connection, community_id: int, asker_id: int, platform: str, now: datetime) -> None:
    """Each instructor who wants to know; who was told lately learns of it when the twelve hours are over."""
    outbox.take_turns(connection, community_id)
    for learner_id, platforms in store.to_tell(connection, community_id).items():
        due_at = _next(connection, community_id, learner_id, now)
        if due_at and learner_id != asker_id:
            on = platform if platform in platforms else platforms[0]
            outbox.add(connection, _notice(community_id, learner_id, on, due_at))


def card(words: Words, group: str, community_id: int, count: int) -> Reply:
    """Nothing of the question: it is read where it is answered."""
    open_ones = words.plural("{count} question is open there.", "{count} questions are open there.", count)
    way = words("Your reply goes to the asker alone. You hear of it twice a day at most.")
    return Reply(
        title=words("A question waits for your group's instructors"),
        body=join([plain(words("{group}: /cohort misses", group=group)), plain(f"{open_ones} {way}")], "\n\n"),
        buttons=(
            Button(words("Show the list"), encode("misses.open", community_id), style=Style.PRIMARY),
            Button(words("No more of these"), encode("misses.quiet", community_id)),
        ),
    )


def _next(connection: sa.Connection, community_id: int, learner_id: int, now: datetime) -> datetime | None:
    """When they may be told; None if that is under way."""
    mine = (due.c.kind == KIND, due.c.community_id == community_id, due.c.state != MISSED)
    told = sa.select(sa.func.max(due.c.due_at)).where(*mine, due.c.payload["learner"].as_integer() == learner_id)
    last: datetime | None = connection.scalar(told.where(due.c.due_at < now + 2 * APART))
    if last is None or last + APART <= now:
        return now
    return last + APART if last <= now else None


def _notice(community_id: int, learner_id: int, platform: str, due_at: datetime) -> Due:
    return Due(
        key=f"question/{community_id}/{learner_id}/{due_at:%Y%m%d%H%M%S}",
        kind=KIND,
        community_id=community_id,
        schedule_id=None,
        place=Place(platform, "", f"instructor-{community_id}-{learner_id}"),
        payload={"learner": learner_id},
        due_at=due_at,
    )
