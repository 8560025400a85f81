"""What a manager asks for with the options of /schedule add and /schedule change, in words and as a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.topics import chosen_topic
from bot.schedule.calendars import read_calendar
from bot.schedule.clocktime import read_times, times_as_typed
from bot.schedule.dates import dates_as_typed, read_skipped, read_until
from bot.schedule.days import days_as_typed, read_days
from bot.schedule.model import Schedule, next_due
from bot.words import Words

NONE = ("none", "no", "never")
_NAMED = re.compile(r"\s*([A-Za-z_]{2,}):\S")


@dataclass(frozen=True, slots=True)
class Wish:
    """An empty option was not given."""

    what: str = ""
    time: str = ""
    days: str = ""
    channel: str = ""
    topic: str = ""
    until: str = ""
    skip: str = ""
    holidays: str = ""

    @property
    def empty(self) -> bool:
        return not any(asdict(self).values())


def wished(visit: Visit, plan: Schedule, wish: Wish) -> Schedule:
    """The plan with what was asked for; the rest stays. Raises UserError, also if nothing would ever be posted."""
    words, today = visit.words, today_of(visit, plan)
    _no_slip(words, wish)
    # Dates first: of an unquoted “until:12 June” the rest would be taken for days, and the wrong word be blamed.
    until = _until(visit, wish.until, today) if wish.until else plan.until
    skipped = _skipped(visit, wish.skip, today) if wish.skip else plan.skipped
    wanted = replace(
        plan,
        what=wish.what or plan.what,
        times=read_times(words, wish.time) if wish.time else plan.times,
        days=read_days(words, wish.days) if wish.days else plan.days,
        place=replace(visit.place, channel=wish.channel, thread="") if wish.channel else plan.place,
        topic=_topic(visit, wish.topic) if wish.topic else plan.topic,
        until=until,
        skipped=skipped,
        holidays=read_calendar(words, wish.holidays) if wish.holidays else plan.holidays,
    )
    if not wish.empty and next_due(wanted, visit.now) is None:
        raise UserError(
            words(
                "With these days and dates nothing would be posted any more. Choose a later end, or skip fewer dates."
            )
        )
    return wanted


def typed(plan: Schedule, names: Iterable[str]) -> str:
    """“time:08:00 until:none”: a schedule's own values, as these options read them."""
    values = {
        "what": plan.what,
        "time": times_as_typed(plan.times),
        "days": days_as_typed(plan.days),
        "channel": plan.place.channel,
        "topic": plan.topic or "none",
        "until": plan.until.isoformat() if plan.until else "none",
        "skip": dates_as_typed(plan.skipped) or "none",
        "holidays": plan.holidays or "none",
    }
    return " ".join(f"{name}:{values[name]}" for name in names)


def today_of(visit: Visit, plan: Schedule) -> date:
    return visit.now.astimezone(ZoneInfo(plan.zone)).date()


def _no_slip(words: Words, wish: Wish) -> None:
    """“holliday:Bavaria” comes as the value of an option that was left out, whose reader would blame the wrong word."""
    known = [field.name for field in fields(Wish)]
    for text in asdict(wish).values():
        if match := _NAMED.match(text):
            raise UserError(
                words(
                    "There is no option “{name}” here. There are {names}.",
                    name=cut(match[1], 20),
                    names=words.list(known),
                )
            )


def _topic(visit: Visit, text: str) -> str | None:
    chosen = None if _is_none(text) or text.strip().casefold() == "all" else chosen_topic(visit, text)
    return chosen.id if chosen else None


def _until(visit: Visit, text: str, today: date) -> date | None:
    return None if _is_none(text) else read_until(visit.words, text, today)


def _skipped(visit: Visit, text: str, today: date) -> frozenset[date]:
    return frozenset() if _is_none(text) else read_skipped(visit.words, text, today)


def _is_none(text: str) -> bool:
    return text.strip().casefold() in NONE
