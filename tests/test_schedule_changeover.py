"""A schedule is changed in the middle of a day: the date keeps the post that it had coming, and gets none twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest

from bot.chat.people import Place
from bot.schedule.changeover import change_over
from bot.schedule.model import EVERY_DAY, Occurrence, Schedule, occurrences

TODAY = date(2026, 3, 2)


def plan(times: str, zone: str = "UTC") -> Schedule:
    at = tuple(time.fromisoformat(one) for one in times.split())
    return Schedule(1, 1, Place("test", "server", "general"), "daily", None, at, EVERY_DAY, zone)


def at(clock: str, day: int = 2) -> datetime:
    return datetime.combine(date(2026, 3, day), time.fromisoformat(clock), UTC)


def today(old: Schedule, new: Schedule, now: datetime, made: Sequence[int] = ()) -> list[str]:
    """When the change's date is posted from now on; `made` are the slots that had their post."""
    used = {Occurrence(TODAY, now, slot).key(1) for slot in made}
    over = change_over(old, new, (), used, now)
    assert not used & {one.key(1) for one in over.kept}
    taken = used | {one.key(1) for one in over.kept}
    planned = takewhile(lambda one: one.date == TODAY, occurrences(new, now))
    posted = [*over.kept, *(one for one in planned if one.key(1) not in taken)]
    assert all(one.moment >= over.next_due_at for one in posted if over.next_due_at and one not in over.kept)
    assert len({one.key(1) for one in posted}) == len(posted)
    return sorted(f"{one.moment:%H:%M}" for one in posted)


CHANGES: tuple[tuple[str, str, str, tuple[int, ...], list[str]], ...] = (
    # old, new, now, slots that had their post, what is still posted today
    ("20:00", "21:00", "12:00", (), ["21:00"]),
    ("20:00", "13:00", "12:00", (), ["13:00"]),
    ("20:00", "08:00", "12:00", (), ["20:00"]),  # its new time has gone by
    ("08:00", "20:00", "12:00", (0,), []),  # it had its post
    ("20:00", "08:00 20:00", "12:00", (), ["20:00"]),  # the evening has another number now
    ("08:00 20:00", "20:00", "12:00", (0,), ["20:00"]),
    ("08:00 12:00 20:00", "12:00 20:00 22:00", "13:00", (0, 1), ["20:00", "22:00"]),
    ("08:00 20:00", "08:00", "12:00", (0,), []),  # the evening was taken away
    ("08:00 20:00", "09:00", "12:00", (), ["20:00"]),  # made today at noon: the date would have none
    ("08:00 20:00", "06:00 07:00", "12:00", (0,), ["20:00"]),
    ("08:00", "08:00 20:00", "12:00", (0,), ["20:00"]),
    # the number that the 20:00 would get had its post
    ("08:00 12:00 20:00", "12:00 20:00 22:00", "13:00", (0, 1, 3), ["20:00", "22:00"]),
)


@pytest.mark.parametrize(("old", "new", "now", "made", "posted"), CHANGES)
def test_what_today_still_gets(old: str, new: str, now: str, made: tuple[int, ...], posted: list[str]) -> None:
    assert today(plan(old), plan(new), at(now), made) == posted


def test_eastwards_over_its_time_today_is_posted_at_its_old_moment() -> None:
    over = change_over(plan("08:00", "America/New_York"), plan("08:00", "Asia/Tokyo"), (), (), at("12:00"))
    assert [(one.date, one.moment) for one in over.kept] == [(TODAY, at("13:00"))]
    assert over.next_due_at == at("23:00")


def test_westwards_after_its_time_today_is_not_posted_again() -> None:
    tokyo, new_york = plan("08:00", "Asia/Tokyo"), plan("08:00", "America/New_York")
    over = change_over(tokyo, new_york, (), {Occurrence(TODAY, at("00:00"), 0).key(1)}, at("00:00"))
    assert over.kept == ()
    assert over.next_due_at == datetime(2026, 3, 3, 8, tzinfo=ZoneInfo("America/New_York"))


def test_what_an_earlier_change_kept_is_kept_again_or_given_its_new_time() -> None:
    waiting = [Occurrence(TODAY, at("20:00"), 0)]
    assert change_over(plan("08:00"), plan("09:00"), waiting, (), at("12:00")).kept == tuple(waiting)
    over = change_over(plan("08:00"), plan("22:00"), waiting, (), at("12:00"))
    assert (over.kept, over.next_due_at) == ((), at("22:00"))


def test_a_date_that_is_left_out_now_loses_its_post() -> None:
    waiting = [Occurrence(TODAY, at("20:00"), 0)]
    skipping = replace(plan("08:00"), skipped=frozenset({TODAY}))
    assert change_over(plan("08:00"), skipping, waiting, (), at("12:00")).kept == ()
    ending = replace(plan("20:00"), until=date(2026, 3, 1))
    over = change_over(plan("20:00"), ending, (), (), at("12:00"))
    assert (over.kept, over.next_due_at) == ((), None)
