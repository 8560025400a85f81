"""Every half hour of every date in every kind of zone: no local date is missed, none is posted twice.

The program is held against a second statement of the rule (clocks.py), which reads the zones' clocks from UTC.
`make bench` does the same in every zone by name.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.schedule.model import moment_of
from tests.clocks import HOUR, Stretch, stretches
from tests.slot_days import TIMES, Tally, tally

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
DATES = (LAST - FIRST).days + 1
BY_NAME = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Adak",
    "America/Nuuk",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
)


@lru_cache(maxsize=1)
def kinds_of_zone() -> dict[tuple[Stretch, ...], str]:
    """One zone for each way in which a clock goes from the first date to the last; best known ones first."""
    names = [*BY_NAME, *sorted(available_timezones())]
    found: dict[tuple[Stretch, ...], str] = {}
    for name in names:
        found.setdefault(stretches(name, FIRST, LAST, 12 * HOUR), name)
    return found


def test_every_half_hour_of_every_date_of_seven_years_is_posted_once_in_every_kind_of_zone() -> None:
    zones = kinds_of_zone().values()
    assert len(zones) > 50
    found = {zone: tally(zone, FIRST, LAST) for zone in zones}
    assert {zone: one for zone, one in found.items() if one != Tally(48 * DATES)} == {}


HISTORY = (
    ("Africa/Cairo", 2023),  # gaps at midnight, again after nine years
    ("Africa/Casablanca", 2023),  # the clock goes back for Ramadan
    ("Africa/El_Aaiun", 2019),
    ("Africa/Monrovia", 1972),  # 44 minutes and 30 seconds
    ("America/Adak", 1983),
    ("America/Caracas", 2007),  # back by half an hour
    ("America/Caracas", 2016),
    ("America/Juneau", 1867),  # a date twice
    ("America/Nuuk", 2023),  # gaps before midnight
    ("America/Sao_Paulo", 2018),
    ("America/St_Johns", 2006),  # back to the day before
    ("America/Toronto", 1919),  # a gap over midnight
    ("Antarctica/Casey", 2023),
    ("Antarctica/Troll", 2016),  # two hours at once
    ("Asia/Beirut", 2023),
    ("Asia/Gaza", 2023),
    ("Asia/Pyongyang", 2018),
    ("Europe/Amsterdam", 1937),  # 28 seconds
    ("Europe/Dublin", 1916),
    ("Europe/London", 1941),  # two hours ahead in summer
    ("Pacific/Apia", 2011),  # no 30 December
    ("Pacific/Enderbury", 1994),
    ("Pacific/Fakaofo", 2011),
    ("Pacific/Kiritimati", 1994),
    ("Pacific/Kwajalein", 1993),  # no 21 August
    ("Asia/Manila", 1844),  # no 31 December
    ("Pacific/Norfolk", 2015),
)


@pytest.mark.parametrize(("zone", "year"), HISTORY)
def test_years_in_which_a_clock_did_something_odd(zone: str, year: int) -> None:
    found = tally(zone, date(year, 1, 1), date(year, 12, 31))
    assert found == Tally(found.slot_days)
    assert found.slot_days in (48 * 366, 48 * 365, 48 * 364)


@pytest.mark.parametrize("zone", BY_NAME)
def test_on_days_when_the_clock_changes_it_shows_the_time_or_has_just_jumped_over_it(zone: str) -> None:
    clock, looked = ZoneInfo(zone), 0
    for stretch in stretches(zone, FIRST, LAST)[1:]:
        middle = datetime.fromtimestamp(stretch.begin, clock).date()
        for day in (middle - timedelta(days=1), middle, middle + timedelta(days=1)):
            for at in TIMES:
                moment, wanted = moment_of(day, at, clock), datetime.combine(day, at)
                assert moment is not None
                shown, before = _wall(moment, clock), _wall(moment - timedelta(seconds=1), clock)
                assert shown == wanted or before < wanted < shown
                looked += 1
    assert looked or _never_changes(clock)


def test_a_date_that_a_zone_never_had_has_no_slots() -> None:
    assert tally("Pacific/Apia", date(2011, 12, 29), date(2011, 12, 31)) == Tally(2 * 48)
    assert moment_of(date(2011, 12, 30), time(23, 59), ZoneInfo("Pacific/Apia")) is None


def _wall(moment: datetime, clock: ZoneInfo) -> datetime:
    return moment.astimezone(clock).replace(tzinfo=None)


def _never_changes(clock: ZoneInfo) -> bool:
    return len({datetime(2026, month, 1, tzinfo=UTC).astimezone(clock).utcoffset() for month in range(1, 13)}) == 1
