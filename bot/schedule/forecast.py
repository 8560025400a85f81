"""What a schedule will post: its next posts are played in their turn among all that the community is posted.

All schedules of a community share what was told already, so each post depends on those before it. Nothing is written:
the same pure choice that a post makes (daily/choice.py) is made here on a copy of the past.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.chat.visit import Visit
from bot.daily.choice import Chosen, Told
from bot.daily.model import Past
from bot.daily.store import past_posts
from bot.library.library import Shelf
from bot.outbox.model import PENDING, SENDING
from bot.schedule import store
from bot.schedule.holidays import holiday_on
from bot.schedule.model import DAY, SECOND, Occurrence, Schedule, coming, occurrences
from bot.store.tables import due

PREVIEWED = 7


@dataclass(frozen=True, slots=True)
class Expected:
    """A post to come. `chosen` has neither fact nor question if nothing in the pack fits."""

    occurrence: Occurrence
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of the schedule without a post: a holiday by its name, or dates that were left out."""

    first: date
    last: date
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Posts and gaps by date. `complete` says that nothing comes after them."""

    entries: tuple[Expected | Gap, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """A post that stands in the outbox and isn't chosen yet: it is due, or a change left it at its old time."""

    schedule_id: int | None
    what: str
    topic: str | None
    occurrence: Occurrence
    key: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a forecast starts from: the schedule, all of its community, what was told, and what is queued."""

    plan: Schedule
    plans: Sequence[Schedule]
    past: Past
    queued: Sequence[Queued]


def look(connection: sa.Connection, plan: Schedule) -> Known:
    mine = (due.c.community_id == plan.community_id, due.c.kind == "post", due.c.state.in_((PENDING, SENDING)))
    columns = (due.c.key, due.c.schedule_id, due.c.payload, due.c.due_at)
    rows = connection.execute(sa.select(*columns).where(*mine)).all()
    queued = [_queued(row, plan.zone) for row in rows if "day" not in row.payload]
    return Known(
        plan, store.of_community(connection, plan.community_id), past_posts(connection, plan.community_id), queued
    )


class _Dry(Exception):
    """Carries what was seen out of a transaction that is rolled back."""

    def __init__(self, known: Known) -> None:
        self.known = known


async def look_around(visit: Visit, plan: Schedule) -> Known:
    """Of a paused schedule, as if it were resumed now."""
    if plan.paused is None:
        return await visit.read(lambda connection: look(connection, plan))

    def play(connection: sa.Connection) -> None:
        raise _Dry(look(connection, store.change(connection, plan, visit.now)))

    try:
        await visit.write_again(play)
    except _Dry as dry:
        return dry.known
    raise AssertionError("a trial never commits")


def forecast(shelf: Shelf, known: Known, now: datetime) -> Forecast:
    plan = known.plan
    stay = [one.occurrence for one in known.queued if one.schedule_id == plan.id and one.occurrence.moment > now]
    later = coming(plan, now, PREVIEWED + 1) if plan.next_due_at else []
    found = sorted([*stay, *later], key=lambda one: one.moment)
    mine, complete = found[:PREVIEWED], len(found) <= PREVIEWED
    entries: list[Expected | Gap] = [*_played(shelf, known, mine, now), *_gaps(plan, mine, complete, now)]
    return Forecast(tuple(sorted(entries, key=_date)), complete)


def _played(shelf: Shelf, known: Known, mine: Sequence[Occurrence], now: datetime) -> Iterator[Expected]:
    told = Told(shelf, known.plan.community_id, known.past)
    for turn in _in_turn(known, mine, now):
        chosen = told.post(turn.what, turn.topic)
        if turn.schedule_id == known.plan.id and turn.occurrence in mine:
            yield Expected(turn.occurrence, chosen)


def _in_turn(known: Known, mine: Sequence[Occurrence], now: datetime) -> Iterator[Queued]:
    """The posts of all running schedules up to the last of these, in the order in which the outbox takes them."""
    if not mine:
        return iter(())
    last = mine[-1].moment
    streams = [_until(plan, now, last) for plan in known.plans if plan.next_due_at is not None]
    queued = sorted((one for one in known.queued if one.occurrence.moment <= last), key=_turn)
    return heapq.merge(*streams, queued, key=_turn)


def _until(plan: Schedule, now: datetime, last: datetime) -> Iterator[Queued]:
    after = max(now, (plan.next_due_at or now) - SECOND)
    for one in takewhile(lambda one: one.moment <= last, occurrences(plan, after)):
        yield Queued(plan.id, plan.what, plan.topic, one, one.key(plan.id))


def _queued(row: Any, zone: str) -> Queued:
    occurrence = Occurrence(row.due_at.astimezone(ZoneInfo(zone)).date(), row.due_at)
    return Queued(row.schedule_id, row.payload["what"], row.payload.get("topic"), occurrence, row.key)


def _turn(post: Queued) -> tuple[datetime, str]:
    return post.occurrence.moment, post.key


def _gaps(plan: Schedule, mine: Sequence[Occurrence], complete: bool, now: datetime) -> list[Gap]:
    """Days between now and the last post, or the end, on which the weekday is right and nothing is posted."""
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    end = plan.until if complete and plan.until else (mine[-1].date if mine else today)
    posted, fresh = {one.date for one in mine}, True
    gaps: list[Gap] = []
    for day in (today + DAY * step for step in range((end - today).days + 1)):
        if day in posted:
            fresh = True
        elif day.weekday() in plan.days and not plan.posts_on(day):
            holiday = "" if day in plan.skipped else holiday_on(plan.holidays or "", day) or ""
            if fresh or holiday or gaps[-1].holiday:
                gaps.append(Gap(day, day, holiday))
            else:
                gaps[-1] = replace(gaps[-1], last=day)
            fresh = False
    return gaps


def _date(entry: Expected | Gap) -> date:
    return entry.first if isinstance(entry, Gap) else entry.occurrence.date
