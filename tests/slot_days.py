"""Every half hour of every date of a zone: what the program posts, beside what the zone's clock says (clocks.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import dropwhile, islice, pairwise
from operator import attrgetter

from bot.chat.people import Place
from bot.schedule.model import EVERY_DAY, Occurrence, Schedule, occurrences
from tests.clocks import DAY, EPOCH, Stretch, dates, reaches, seconds, stretches

HALF_HOUR, QUARTER = 1800, 900
TIMES = tuple(time(number // 2, number % 2 * 30) for number in range(48))
DATE, SLOT, MOMENT = attrgetter("date"), attrgetter("slot"), attrgetter("moment")
Slot = tuple[date, int, datetime]


@dataclass(frozen=True, slots=True)
class Tally:
    """`wrong` are posts on the right date at another moment than the rule's, or out of order."""

    slot_days: int = 0
    missed: int = 0
    doubled: int = 0
    wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def tally(zone: str, begin: date, end: date) -> Tally:
    known = stretches(zone, begin, end)
    days, moments = due_dates(known, begin, end), due_moments(known, begin, end)
    after = moments[0] - timedelta(seconds=1)
    if _alike(days, moments, posted(zone, begin, end, after)):
        return Tally(len(moments))
    expected = [(day, slot, moments[at * 48 + slot]) for at, day in enumerate(days) for slot in range(48)]
    return compare(expected, [(one.date, one.slot, one.moment) for one in posted(zone, begin, end, after)])


def posted(zone: str, begin: date, end: date, after: datetime) -> Iterator[Occurrence]:
    """What a schedule of 48 times a day posts from `begin` to `end`."""
    plan = Schedule(1, 1, Place("test", "server", "general"), "daily", None, TIMES, EVERY_DAY, zone, until=end)
    return dropwhile(lambda one: one.date < begin, occurrences(plan, after))


def due_dates(known: Sequence[Stretch], begin: date, end: date) -> list[date]:
    shown = dates(known)
    every = range((begin - date(1970, 1, 1)).days, (end - date(1970, 1, 1)).days + 1)
    return [date(1970, 1, 1) + timedelta(days=number) for number in every if number in shown]


def due_moments(known: Sequence[Stretch], begin: date, end: date) -> list[datetime]:
    """What the clock says for each half hour. A date that it never shows has none."""
    first, last, shown = seconds(begin), seconds(end) + DAY, dates(known)
    quarters, moments = _quarters(), list[datetime]()
    for reach in reaches(known):
        low = max(first, reach.first + -reach.first % HALF_HOUR)
        for local in range(low, min(last, reach.last), HALF_HOUR):
            moment = max(reach.begin, local - reach.offset)
            if local // DAY in shown:
                moments.append(quarters.get(moment) or EPOCH + timedelta(seconds=moment))
    return moments


def compare(expected: list[Slot], found: list[Slot]) -> Tally:
    rule, times = {(day, slot): moment for day, slot, moment in expected}, Counter(one[:2] for one in found)
    wrong = sum(rule.get((day, slot)) != moment for day, slot, moment in found)
    wrong += sum(one[2] > other[2] for one, other in pairwise(found))
    return Tally(len(expected), len(rule.keys() - times.keys()), sum(count - 1 for count in times.values()), wrong)


def _alike(days: Sequence[date], moments: Sequence[datetime], found: Iterator[Occurrence]) -> bool:
    """Whether they are the same throughout; looked at by hundred dates, which is all that is held at once."""
    for at in range(0, len(days), 100):
        some, wanted = days[at : at + 100], moments[at * 48 : (at + 100) * 48]
        posts = list(islice(found, len(wanted)))
        if wanted != list(map(MOMENT, posts)) or sorted(wanted) != wanted:
            return False
        if [day for day in some for _ in TIMES] != list(map(DATE, posts)):
            return False
        if [*range(48)] * len(some) != list(map(SLOT, posts)):
            return False
    return next(found, None) is None


@lru_cache(maxsize=1)
def _quarters() -> dict[int, datetime]:
    """Moments that are asked for again and again."""
    begin, end = datetime(2023, 12, 29, tzinfo=UTC), datetime(2031, 1, 4, tzinfo=UTC)
    first, count = (begin - EPOCH) // timedelta(seconds=1), (end - begin) // timedelta(seconds=QUARTER)
    return {first + at * QUARTER: begin + timedelta(seconds=at * QUARTER) for at in range(count)}
