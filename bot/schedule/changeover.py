"""What becomes of the posts of today when a schedule is changed. Pure.

The rule: every local date keeps the post that it had coming, and gets none twice.

- A slot of a date that had its post gets no other, whatever time or clock is set.
- A post still to come whose new time has gone by is made at its old moment. The new time counts from the next date on.
- A slot that only got another number keeps its post. A slot that was taken away loses it, unless the date would be
  left without any.
- A date that is left out now (skipped, a holiday, another weekday, past the end) loses what was not sent yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count, groupby, takewhile
from zoneinfo import ZoneInfo

from bot.schedule.model import DAY, Occurrence, Schedule, occurrences, on_date


@dataclass(frozen=True, slots=True)
class Changeover:
    """`kept` are posts at moments that the new setting doesn't have; it posts by itself from `next_due_at` on."""

    kept: tuple[Occurrence, ...]
    next_due_at: datetime | None


def change_over(
    old: Schedule, new: Schedule, waiting: Iterable[Occurrence], used: Collection[str], now: datetime
) -> Changeover:
    """From one setting to the next. `waiting` are posts kept by an earlier change; `used` are keys that had their post.

    A pause counts for nothing here: a schedule that is resumed and changed at once is resumed first.
    """
    kept = tuple(_kept(new, _to_come(old, new, waiting, used, now), used, now))
    taken = {*used, *(one.key(new.id) for one in kept)}
    free = (one.moment for one in occurrences(new, now) if one.key(new.id) not in taken)
    return Changeover(kept, next(free, None))


def _to_come(
    old: Schedule, new: Schedule, waiting: Iterable[Occurrence], used: Collection[str], now: datetime
) -> list[Occurrence]:
    """What the old setting would still have posted, on dates that have begun by the new clock; with a day to spare."""
    last = now.astimezone(ZoneInfo(new.zone)).date() + DAY
    planned = takewhile(lambda one: one.date <= last, occurrences(old, now))
    found = {one.key(old.id): one for one in (*planned, *waiting)}
    return sorted((one for key, one in found.items() if key not in used), key=lambda one: (one.date, one.moment))


def _kept(new: Schedule, to_come: Sequence[Occurrence], used: Collection[str], now: datetime) -> Iterator[Occurrence]:
    zone = ZoneInfo(new.zone)
    for day, group in groupby(to_come, key=lambda one: one.date):
        if new.posts_on(day):
            yield from _kept_on(day, list(group), on_date(new, day, zone), new.id, used, now)


def _kept_on(
    day: date, ones: list[Occurrence], planned: list[Occurrence], schedule_id: int, used: Collection[str], now: datetime
) -> list[Occurrence]:
    ahead = {one.slot: one.moment for one in planned if one.moment > now}
    posts = {moment for slot, moment in ahead.items() if Occurrence(day, moment, slot).key(schedule_id) not in used}
    left = [one for one in ones if one.moment not in posts]
    late = [one for one in left if one.slot < len(planned) and one.slot not in ahead]
    moved = [one for one in left if one not in late and one.moment in ahead.values()]
    had_any = any(key.startswith(f"s{schedule_id}/{day.isoformat()}/") for key in used)
    if not planned or not (posts or late or moved or had_any):
        return ones[:1] if planned else []
    numbers = count(max(len(planned), *(one.slot + 1 for one in ones)))
    spare = (slot for slot in numbers if Occurrence(day, now, slot).key(schedule_id) not in used)
    return [*late, *(one if one.slot >= len(planned) else replace(one, slot=next(spare)) for one in moved)]
