"""The rule for scheduled posts, stated a second time: a post is due at the first moment at which its zone's clock
shows that time, or a later one.

A gap and an overlap need no case of their own in that sentence. The clock is read instant by instant, from UTC to
local time only; the program goes the other way, from local time to UTC. Moments are seconds since 1970, local times
are seconds on the wall since 1970-01-01 00:00 on the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR, DAY = 3600, 86400


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to the next the clock is ahead of UTC by `offset`."""

    begin: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Local times from `first` to before `last`, which the clock reaches for the first time in one stretch.

    Those before `begin + offset` were jumped over: the clock reaches them all at `begin`.
    """

    first: int
    last: int
    begin: int
    offset: int

    def moment(self, local: int) -> int:
        return max(self.begin, local - self.offset)


def stretches(zone: str, begin: date, end: date, step: int = HOUR) -> tuple[Stretch, ...]:
    """Found by reading the clock every `step` seconds, and by halving where two readings differ.

    Begins and ends two days outside, since a date begins elsewhere before it begins in UTC. Two zones with the same
    stretches have the same clock throughout.
    """
    clock = ZoneInfo(zone)
    ticks = _ticks(seconds(begin) - 2 * DAY, seconds(end) + 2 * DAY, step)
    read = [tick.astimezone(clock).utcoffset() for tick in ticks]
    differ = [at for at, (one, other) in enumerate(pairwise(read)) if one != other]
    turns = [_turn(clock, _moment(ticks[at]), _moment(ticks[at + 1])) for at in differ]
    bounds = [_moment(ticks[0]), *turns, _moment(ticks[-1])]
    return tuple(Stretch(first, last, _offset(clock, first)) for first, last in pairwise(bounds))


def reaches(known: Iterable[Stretch]) -> Iterator[Reach]:
    """An overlap shows times that the clock had reached before; they are left out."""
    high: int | None = None
    for one in known:
        shown = one.end + one.offset
        if high is None:
            high = one.begin + one.offset
        if shown > high:
            yield Reach(high, shown, one.begin, one.offset)
            high = shown


def dates(known: Iterable[Stretch]) -> set[int]:
    """Every date that the clock ever shows, in days since 1970."""
    found: set[int] = set()
    for one in known:
        found.update(range((one.begin + one.offset) // DAY, (one.end + one.offset - 1) // DAY + 1))
    return found


def seconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def _offset(clock: ZoneInfo, moment: int) -> int:
    ahead = datetime.fromtimestamp(moment, clock).utcoffset()
    assert ahead is not None
    return round(ahead / timedelta(seconds=1))


def _turn(clock: ZoneInfo, before: int, behind: int) -> int:
    offset = _offset(clock, before)
    while behind - before > 1:
        middle = (before + behind) // 2
        if _offset(clock, middle) == offset:
            before = middle
        else:
            behind = middle
    return behind


@lru_cache(maxsize=2)
def _ticks(begin: int, end: int, step: int) -> tuple[datetime, ...]:
    return tuple(EPOCH + timedelta(seconds=second) for second in range(begin, end + 1, step))


def _moment(tick: datetime) -> int:
    return (tick - EPOCH) // timedelta(seconds=1)
