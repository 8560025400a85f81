"""Scheduled posts that are missed, made twice or at a wrong moment: every half hour of every date in every IANA zone.

The rule is stated a second time in tests/clocks.py. The floor is APScheduler's CronTrigger with the same wall-clock
times, over one year in a few zones, each fire time after the one before.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from zoneinfo import ZoneInfo, available_timezones

from apscheduler.triggers.cron import CronTrigger

from tests.bench.row import Aim, Row
from tests.bench.size import Size
from tests.clocks import stretches
from tests.slot_days import TIMES, Tally, due_dates, due_moments, tally

CRON_ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
)


@dataclass(frozen=True, slots=True)
class Found:
    """`cron` misses and doubles local dates; its moments are not judged."""

    zones: int
    ours: Tally
    cron_zones: int
    cron: Tally

    def __str__(self) -> str:
        return (
            f"Scheduled posts, ours: {self.zones} zones, {self.ours.slot_days:,} slot-days, {self.ours.missed} missed, "
            f"{self.ours.doubled} doubled, {self.ours.wrong} at a wrong moment. CronTrigger: {self.cron_zones} zones, "
            f"{self.cron.slot_days:,} slot-days, {self.cron.missed} missed, {self.cron.doubled} doubled."
        )

    def row(self) -> Row:
        million = [1e6 * (one.missed + one.doubled + one.wrong) / one.slot_days for one in (self.ours, self.cron)]
        return Row("scheduled posts missed or doubled", "a million", million[:1], million[1:], Aim(most=0))


def due_slots(size: Size) -> Found:
    """On all cores, since it is the longest part and nothing is timed in it."""
    zones = sorted(available_timezones())[:: size.every_zone]
    few = CRON_ZONES[:: size.every_zone]
    begin, end = date(2024, 1, 1), date(2024, 1, 1) + timedelta(days=size.dates - 1)
    year = begin + timedelta(days=min(size.dates, 366) - 1)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        ours = pool.map(partial(tally, begin=begin, end=end), zones, chunksize=4)
        cron = pool.map(partial(cron_tally, begin=begin, end=year), few)
        return Found(len(zones), _sum(ours), len(few), _sum(cron))


def cron_tally(zone: str, begin: date, end: date) -> Tally:
    known = stretches(zone, begin, end)
    days, moments = due_dates(known, begin, end), due_moments(known, begin, end)
    found = Tally()
    for slot in range(len(TIMES)):
        rule = dict(zip(moments[slot :: len(TIMES)], days, strict=True))
        fired = Counter(rule.get(moment) or _date(moment, zone) for moment in _fires(zone, slot, begin, end))
        counts = [fired[day] for day in days]
        found += Tally(len(days), counts.count(0), sum(count - 1 for count in counts if count > 1))
    return found


def _fires(zone: str, slot: int, begin: date, end: date) -> Iterable[datetime]:
    at, clock = TIMES[slot], ZoneInfo(zone)
    trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=clock)
    moment = trigger.get_next_fire_time(None, datetime.combine(begin, TIMES[0], clock))
    while moment and moment.date() <= end:
        yield moment.astimezone(UTC)
        moment = trigger.get_next_fire_time(moment, moment)


def _date(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
