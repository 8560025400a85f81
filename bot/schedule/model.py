"""When a schedule is due: a local wall-clock time in an IANA zone, once a local date. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.chat.people import Place

EVERY_DAY = frozenset(range(7))
FACT, QUESTION, DAILY = "fact", "question", "daily"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wall-clock time in an IANA zone, once or several times a day.

    `times` are in order: the place of each is its slot. `days` are weekdays, Monday 0. Left out are the dates in
    `skipped`, the public holidays of the calendar `holidays` ("GB-ENG"), and everything after `until`. `paused` holds
    the reason, or None while it runs.
    """

    id: int
    community_id: int
    place: Place
    what: str
    topic: str | None
    times: tuple[time, ...]
    days: frozenset[int]
    zone: str
    skipped: frozenset[date] = frozenset()
    holidays: str | None = None
    until: date | None = None
    paused: str | None = None
    made_by: int | None = None
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One slot of a local date of a schedule, and the moment (UTC) at which it is due."""

    date: date
    moment: datetime
    slot: int = 0

    def key(self, schedule_id: int) -> str:
        """Unique for ever. It has no time in it, so a changed time can't bring a second post on the same date."""
        return f"s{schedule_id}/{self.date.isoformat()}/{self.slot}"


def next_due(schedule: Schedule, after: datetime) -> Occurrence:
    """The first occurrence later than `after`."""
    return next(occurrences(schedule, after))


def occurrences(schedule: Schedule, after: datetime) -> Iterator[Occurrence]:
    """All occurrences later than `after`, in order; without a weekday there is none."""
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date() - timedelta(days=1)
    while schedule.days:
        if day.weekday() in schedule.days and exists(day, zone):
            for slot, at in enumerate(schedule.times):
                moment = moment_of(day, at, zone)
                if moment > after:
                    yield Occurrence(day, moment, slot)
        day += timedelta(days=1)


def coming(schedule: Schedule, after: datetime, count: int) -> list[Occurrence]:
    """The next ones after a moment. Of a schedule that is stored, none before the one that it waits for."""
    if schedule.next_due_at:
        after = max(after, schedule.next_due_at - SECOND)
    return list(islice(occurrences(schedule, after), count))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) of a wall-clock time: in a gap the first after it, in an overlap the first of the two."""
    local = datetime.combine(day, at, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), moment, zone)


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has this date at all: Samoa had no 30 December 2011."""
    return moment_of(day, time.min, zone).astimezone(zone).date() == day


def _end_of_gap(before: datetime, behind: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the clock jumps, found by halving."""
    offset = before.astimezone(zone).utcoffset()
    while behind - before > SECOND:
        middle = (before + (behind - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            behind = middle
    return behind
