"""What answers are worth, and how streaks and ranks are counted. Pure; described for people in the README."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FIRST = 10
AGAIN = 5
REST = timedelta(days=1)


RIGHT, WRONG = "right", "wrong"
DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier answer of the same learner to the same item."""

    at: datetime
    context: str


def points(outcome: str, context: str, late: bool, now: datetime, earlier: Iterable[Past]) -> int:
    """10 for a first right answer, nothing again within a day, 5 later; nothing once the answer was shown.

    For a daily question only earlier daily answers count as earlier, so practice never lowers what it brings.
    """
    if outcome != RIGHT or late:
        return 0
    counted = [past for past in earlier if context != DAILY or past.context == DAILY]
    if not counted:
        return FIRST
    return AGAIN if now - max(past.at for past in counted) >= REST else 0


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` in a row; `today` says whether today is one of them yet."""

    days: int
    today: bool


def streak(answered: Collection[date], counting: Collection[date], today: date) -> Streak:
    """Days in a row on which the learner answered, back from today, by the learner's own dates.

    A day without an answer breaks it only if something was posted or due on it; today can still be made good.
    """
    days = 0
    first = min(answered, default=today)
    day = today
    while day >= first:
        if day in answered:
            days += 1
        elif day in counting and day != today:
            break
        day -= timedelta(days=1)
    return Streak(days, today in answered)


@dataclass(frozen=True, slots=True)
class Row:
    learner_id: int
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Ranked:
    rank: int
    row: Row


def ranked(rows: Sequence[Row]) -> tuple[Ranked, ...]:
    """Best first; equal points share a rank and the next one is skipped (1, 1, 3)."""
    ordered = sorted(rows, key=lambda row: (-row.points, row.name.casefold()))
    result: list[Ranked] = []
    for position, row in enumerate(ordered, 1):
        tied = bool(result) and result[-1].row.points == row.points
        result.append(Ranked(result[-1].rank if tied else position, row))
    return tuple(result)


def period_start(period: str, now: datetime) -> datetime | None:
    """The start of this week (Monday) or month on the community's clock; `now` is in its zone. None for all time."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if period == "week":
        return midnight - timedelta(days=now.weekday())
    return midnight.replace(day=1) if period == "month" else None
