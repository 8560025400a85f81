"""The plan that /setup makes and what was filled in so far, small enough to travel in a button's id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.schedule.model import DAILY, FACT, QUESTION

CODES = {DAILY: "d", FACT: "f", QUESTION: "q"}
DAYS = ("every-day", "weekdays", "mon,wed,fri")


@dataclass(frozen=True, slots=True)
class Plan:
    what: str
    time: time
    days: frozenset[int]
    channel: str
    zone: str

    def code(self) -> str:
        """“d.0800.12345.C0123.Europe/London”; neither a channel's id nor a zone's name has a dot."""
        days = "".join(str(day + 1) for day in sorted(self.days))
        return f"{CODES[self.what]}.{self.time:%H%M}.{days}.{self.channel}.{self.zone}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form shows when it opens: what was filled in before, so that nobody types it twice."""

    channel: str
    zone: str = ""
    time: str = "08:00"
    days: str = DAYS[0]
    what: str = DAILY

    def code(self) -> str:
        return f"{CODES[self.what]}.{self.time}.{DAYS.index(self.days)}.{self.channel}.{self.zone}"


def read_draft(code: str) -> Draft | None:
    """None for a code that isn't one of ours; an empty part is one that could not be read and keeps its preset."""
    letter, *rest = code.split(".", 4)
    what = next((name for name, short in CODES.items() if short == letter), None)
    if what is None or len(rest) != 4 or rest[1] not in ("0", "1", "2"):
        return None
    clock, days, channel, zone = rest
    return Draft(channel, zone, clock[:5], DAYS[int(days)], what)


def read_plan(code: str) -> Plan:
    """Raises ValueError for a code that isn't one of ours."""
    letter, clock, days, channel, zone = code.split(".", 4)
    what = next((name for name, short in CODES.items() if short == letter), None)
    if what is None or not days or not set(days) <= set("1234567"):
        raise ValueError(code)
    at = time(int(clock[:2]), int(clock[2:4]))
    return Plan(what, at, frozenset(int(day) - 1 for day in days), channel, zone)
