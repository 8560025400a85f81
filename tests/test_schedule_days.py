"""Weekdays as people type them."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.schedule.days import days_as_typed, read_days
from bot.words import Words


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("weekdays", "mon,tue,wed,thu,fri"),
        ("Weekday", "mon,tue,wed,thu,fri"),
        ("every day", "mon,tue,wed,thu,fri,sat,sun"),
        ("everyday", "mon,tue,wed,thu,fri,sat,sun"),
        ("Daily", "mon,tue,wed,thu,fri,sat,sun"),
        ("working days", "mon,tue,wed,thu,fri"),
        ("weekends", "sat,sun"),
        ("mon,wed,fri", "mon,wed,fri"),
        ("Mon. wed; FRI", "mon,wed,fri"),
        ("mon/wed/fri", "mon,wed,fri"),
        ("Tuesdays and Thursdays", "tue,thu"),
        ("tues & thurs", "tue,thu"),
        ("Mon-Fri", "mon,tue,wed,thu,fri"),
        ("Monday – Friday", "mon,tue,wed,thu,fri"),
        ("mon to wed and sat", "mon,tue,wed,sat"),
        ("fri-mon", "mon,fri,sat,sun"),
        ("mon-mon", "mon"),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, days: str) -> None:
    assert days_as_typed(read_days(Words(), typed)) == days


@pytest.mark.parametrize(
    "typed", ["", ",", "mon-wed-fri", "mo,di,mi", "first monday", "not sunday", "month", "sunny", "mon-", "-fri"]
)
def test_what_is_no_day_is_never_taken_for_one(typed: str) -> None:
    with pytest.raises(UserError, match="I can't read the days"):
        read_days(Words(), typed)
