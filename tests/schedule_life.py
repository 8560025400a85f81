"""A schedule's life, step by step, with the real outbox on a real database; and what must hold when it is over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.daily.kinds import kinds
from bot.outbox import store as outbox
from bot.outbox.model import MISSED, SENT
from bot.outbox.outbox import Outbox
from bot.people.store import find_visitor
from bot.schedule import store
from bot.schedule.model import EVERY_DAY, Schedule, coming
from bot.schedule.planner import SchedulePlanner
from bot.store.tables import due, schedule
from tests.fakes import SERVER, person
from tests.talk import CATCH_UP, Talk, talking

Step = tuple[str, Any]
DAY = timedelta(days=1)
AROUND = timedelta(days=2)
"""A date is within this of any moment at which it is that date somewhere."""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one slot of a date, and when sending it began: what is being sent is finished, come what may."""

    date: date
    slot: int
    state: str
    begun: datetime


@dataclass
class Life:
    """`slots` says from when on there were how many times a day; `left_out` since when a date was."""

    talk: Talk
    plan: Schedule
    posts_before: int
    slots: list[tuple[datetime, int]]
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    left_out: dict[date, datetime] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    async def step(self, what: str, value: Any) -> None:
        if what == "pass":
            await self.talk.pass_time(minutes=value)
        elif what == "restart":
            self.talk.outbox = Outbox(self.talk.core, kinds(CATCH_UP), SchedulePlanner(CATCH_UP))
        elif what == "lose":
            self.talk.board.lose = value
        else:
            await self.talk.write(lambda connection: self._change(connection, what, value))

    async def end(self) -> None:
        """Lets what is under way come to its end, and what a change of the clock has put off: by a day and an hour."""
        self.talk.board.lose = 0
        for hours in (0.2, 0.2, 1, 5, 5, 5, 5, 5):
            await self.talk.pass_time(hours=hours)
        self.records = await self.talk.read(self._read)

    def _change(self, connection: sa.Connection, what: str, value: Any) -> None:
        plan, now = self.plan, self.talk.clock.now
        day = now.astimezone(ZoneInfo(plan.zone)).date() + DAY * (value if isinstance(value, int) else 0)
        if what == "zone":
            store.move_to_zone(connection, plan.community_id, value, now)
        elif what == "pause":
            store.pause(connection, plan.id, "")
        elif what == "skip":
            store.skip(connection, plan, day, now)
            self.left_out.setdefault(day, now)
        else:
            changes = {"times": {"times": value}, "until": {"until": day}, "resume": {}}
            store.change(connection, replace(plan, **changes[what]), now)
        found = store.find(connection, plan.community_id, plan.id)
        assert found is not None
        if plan.paused is None and found.paused is not None:
            self.pauses.append((now, datetime.max.replace(tzinfo=now.tzinfo)))
        if plan.paused is not None and found.paused is None:
            self.pauses[-1] = (self.pauses[-1][0], now)
        following = coming(found, now, 1) if found.next_due_at else []
        taken = [one for one in following if outbox.find(connection, one.key(plan.id))]
        assert not taken, "it waits for a date that had its post"
        self.plan = found
        self.slots.append((now, len(found.times)))

    def _read(self, connection: sa.Connection) -> list[Record]:
        mine = (due.c.schedule_id == self.plan.id, due.c.kind == "post", due.c.state != "held")
        found = []
        for row in connection.execute(sa.select(due).where(*mine).order_by(due.c.key)):
            _, day, slot = row.key.split("/")
            assert row.done_at, f"{row.key} was never brought to an end: {row.state}"
            found.append(Record(date.fromisoformat(day), int(slot), row.state, row.begun_at or row.done_at))
        return found

    def check(self) -> None:
        """Nothing came twice, nothing began in a pause or on a date that had been left out by then."""
        assert {one.state for one in self.records} <= {SENT, MISSED}
        sent = [one for one in self.records if one.state == SENT]
        assert len(self.talk.board.posts) - self.posts_before == len(sent)
        for day, count in Counter(one.date for one in sent).items():
            assert count <= self.most_on(day), f"{count} posts on {day}"
        for one in sent:
            assert not any(begin < one.begun < end for begin, end in self.pauses), f"{one} came in a pause"
            assert one.begun <= self.left_out.get(one.date, one.begun), f"{one} was to be left out"

    def check_every_date(self) -> None:
        """Each date from the first post on has at least one, sent or on record as missed."""
        days = sorted({one.date for one in self.records})
        today = self.talk.clock.now.astimezone(ZoneInfo(self.plan.zone)).date()
        assert days == [days[0] + DAY * step for step in range(len(days))] if days else True
        assert not days or days[-1] >= today - DAY

    def most_on(self, day: date) -> int:
        begin, end = datetime.combine(day, time.min) - AROUND, datetime.combine(day, time.min) + AROUND + DAY
        before = [count for at, count in self.slots if at.replace(tzinfo=None) < begin][-1:]
        return max([*before, *(count for at, count in self.slots if begin <= at.replace(tzinfo=None) <= end)])


async def born(talk: Talk, start: datetime, times: tuple[time, ...], zone: str) -> Life:
    """A new schedule; nothing is left of those before it."""
    talk.clock.set(start)
    talk.board.lose = 0
    talk.outbox = Outbox(talk.core, kinds(CATCH_UP), SchedulePlanner(CATCH_UP))
    for table in (due, schedule):
        await talk.write(lambda connection, table=table: connection.execute(sa.delete(table)))  # type: ignore[misc]
    visitor = await talk.read(lambda connection: find_visitor(connection, person("grace"), SERVER))
    assert visitor is not None
    plan = Schedule(0, visitor.community.id, SERVER, "fact", None, times, EVERY_DAY, zone)
    saved = await talk.write(lambda connection: store.add(connection, plan, start))
    return Life(talk, saved, len(talk.board.posts), [(start, len(times))])


@contextmanager
def world(folder: Path) -> Iterator[tuple[asyncio.Runner, Talk]]:
    """One database for many lives, since a new one takes longer than most of them."""
    with asyncio.Runner() as runner:
        opened = talking(folder)
        talk = runner.run(_enter(opened))
        try:
            yield runner, talk
        finally:
            runner.run(_leave(opened))


async def _enter(opened: Any) -> Talk:
    talk: Talk = await opened.__aenter__()
    await talk.say("grace", "/study", manager=True)
    return talk


async def _leave(opened: Any) -> None:
    await opened.__aexit__(None, None, None)
