"""When a schedule is due: a local wall-clock time in an IANA zone, once a local date and slot. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.chat.people import Place
from bot.schedule.holidays import holiday_on

EVERY_DAY = frozenset(range(7))
FACT, QUESTION, DAILY = "fact", "question", "daily"
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
HORIZON = timedelta(days=3 * 366)


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

    def posts_on(self, day: date) -> bool:
        """Whether nothing leaves this date out; a zone may still not have it."""
        if day.weekday() not in self.days or day in self.skipped or (self.until and day > self.until):
            return False
        return not (self.holidays and holiday_on(self.holidays, day))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One slot of a local date of a schedule, and the moment (UTC) at which it is due."""

    date: date
    moment: datetime
    slot: int = 0

    def key(self, schedule_id: int) -> str:
        """Unique for ever. It has no time in it, so a changed time can't bring a second post on the same date."""
        return f"s{schedule_id}/{self.date.isoformat()}/{self.slot}"


def next_due(schedule: Schedule, after: datetime) -> Occurrence | None:
    """The first occurrence later than `after`; None if the schedule has ended or every date is left out."""
    return next(occurrences(schedule, after), None)


def ended(schedule: Schedule, now: datetime) -> bool:
    """Whether nothing comes any more, paused or not: past its end date, or every date left out."""
    return next_due(schedule, now) is None


def occurrences(schedule: Schedule, after: datetime) -> Iterator[Occurrence]:
    """All occurrences later than `after`, in order of date and slot; their moments never go back.

    Those that fall into one gap share a moment. It ends after `until`, and where three years bring nothing.
    """
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date()
    last = day + HORIZON
    while schedule.days and day <= last and not (schedule.until and day > schedule.until):
        planned = on_date(schedule, day, zone) if schedule.posts_on(day) else ()
        if posts := [one for one in planned if one.moment > after]:
            last = day + HORIZON
            yield from posts
        day += DAY


def on_date(schedule: Schedule, day: date, zone: ZoneInfo) -> list[Occurrence]:
    """Each slot of a date, whether the schedule leaves the date out or not; none if the zone has no such date."""
    found = []
    for slot, at in enumerate(schedule.times):
        if moment := moment_of(day, at, zone):
            found.append(Occurrence(day, moment, slot))
    return found


def coming(schedule: Schedule, after: datetime, count: int) -> list[Occurrence]:
    """The next ones after a moment. Of a schedule that is stored, none before the one that it waits for."""
    if schedule.next_due_at:
        after = max(after, schedule.next_due_at - SECOND)
    return list(islice(occurrences(schedule, after), count))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment (UTC) of a wall-clock time: in a gap the first after it, in an overlap the first of the two.

    None on a date that the zone never had: Samoa had no 30 December 2011.
    """
    local = datetime.combine(day, at, zone)
    behind = local.astimezone(UTC)
    if behind.astimezone(zone) == local:
        return behind
    before = local.replace(fold=1).astimezone(UTC)
    moment = _end_of_gap(before, behind, zone)
    return moment if behind - before < DAY or _has(day, moment, zone) else None


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


def _has(day: date, end_of_gap: datetime, zone: ZoneInfo) -> bool:
    """Whether a gap of a day or more has left anything of a date in it."""
    just_before, just_after = (end_of_gap - SECOND).astimezone(zone), end_of_gap.astimezone(zone)
    return just_before.date() == day or just_after.date() == day
