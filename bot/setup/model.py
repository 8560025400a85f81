"""The plan that /setup makes, small enough to travel in a button's id from the preview to the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.schedule.model import DAILY, FACT, QUESTION

CODES = {DAILY: "d", FACT: "f", QUESTION: "q"}


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


def read_plan(code: str) -> Plan:
    """Raises ValueError for a code that isn't one of ours."""
    letter, clock, days, channel, zone = code.split(".", 4)
    what = next((name for name, short in CODES.items() if short == letter), None)
    if what is None or not days or not set(days) <= set("1234567"):
        raise ValueError(code)
    at = time(int(clock[:2]), int(clock[2:4]))
    return Plan(what, at, frozenset(int(day) - 1 for day in days), channel, zone)
