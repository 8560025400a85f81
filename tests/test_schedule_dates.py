"""Times and dates as people type them: what is understood, and how the rest is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.clocktime import read_times, times_as_typed
from bot.schedule.dates import MOST_DATES, dates_as_typed, dates_in_words, read_skipped, read_until, spans_of
from bot.words import Words

WORDS = Words("en_GB")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8", "08:00"),
        ("08:00, 20:00", "08:00,20:00"),
        ("8 and 20:30", "08:00,20:30"),
        ("20:00 08:00", "08:00,20:00"),
        ("9 am + 7 p.m.", "09:00,19:00"),
        ("8 8 08:00", "08:00"),
        ("8.30,12h15", "08:30,12:15"),
    ],
)
def test_times_are_read_in_order_and_each_once(typed: str, read: str) -> None:
    assert times_as_typed(read_times(WORDS, typed)) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1 2 3 4 5", "That is 5 times a day"),
        ("08:00,", "Another time should follow “08:00,”"),
        ("8 and noon", "I can't read the time “noon”"),
        ("25", "I can't read the time “25”"),
        ("", "I can't read the time “”"),
    ],
)
def test_wrong_times_are_named(typed: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_times(WORDS, typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12 June", date(2027, 6, 12)),
        ("12 jun", date(2027, 6, 12)),
        ("June 12", date(2027, 6, 12)),
        ("June 12, 2028", date(2028, 6, 12)),
        ("the 12th of June", None),
        ("12th of June 2027", date(2027, 6, 12)),
        ("Sat 12 Jun 2027", date(2027, 6, 12)),
        ("2027-06-12", date(2027, 6, 12)),
        ("12. June 2027", date(2027, 6, 12)),
        ("12.6.2027", date(2027, 6, 12)),
        ("12.06.27", date(2027, 6, 12)),
        ("25/06/27", date(2027, 6, 25)),
        ("Friday", date(2026, 11, 27)),
        ("this fri", date(2026, 11, 27)),
        ("sunday", TODAY),
        ("13/6/2027", date(2027, 6, 13)),
        ("6/13/2027", date(2027, 6, 13)),
        ("5/5/2027", date(2027, 5, 5)),
        ("in 6 weeks", date(2027, 1, 3)),
        ("in a month", date(2026, 12, 22)),
        ("in 3 months", date(2027, 2, 22)),
        ("tomorrow", date(2026, 11, 23)),
        ("today", TODAY),
        ("22 November", TODAY),
        ("21 November", date(2027, 11, 21)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_a_last_date_is_read(typed: str, read: date | None) -> None:
    if read is None:
        with pytest.raises(UserError, match="I can't read the date"):
            read_until(WORDS, typed, TODAY)
    else:
        assert read_until(WORDS, typed, TODAY) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12/6/2027", "could be two dates. Write the month in letters: “12 June 2027” or “6 December 2027”"),
        ("12/06/27", "could be two dates. Write the month in letters: “12 June 2027” or “6 December 2027”"),
        ("next Friday", "“next Friday” could be two dates. Write the one you mean: “27 November” or “4 December”"),
        ("next sun", "“29 November” or “6 December”"),
        ("3/4", "could be two dates"),
        ("2026-11-21", "21 November 2026 is over"),
        ("31 Nov", "The calendar has no “31 Nov”"),
        ("29 Feb 2027", "The calendar has no “29 Feb 2027”"),
        ("12", "I can't read the date “12”. Write it like 12 June or 2027-06-12"),
        ("12 Ma", "I can't read the date “12 Ma”"),
        ("9999-01-01", "is too far away"),
        ("in 500 years", "I can't read the date|too far away"),
        ("soon", "I can't read the date “soon”"),
    ],
)
def test_a_wrong_last_date_is_named_with_the_remedy(typed: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_until(WORDS, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24 Dec - 2 Jan, 2027-03-29", "2026-12-24..2027-01-02,2027-03-29"),
        ("24-28 Dec", "2026-12-24..2026-12-28"),
        ("Dec 24-28", "2026-12-24..2026-12-28"),
        ("24.-28.12.", "2026-12-24..2026-12-28"),
        ("24. - 28. Dec", "2026-12-24..2026-12-28"),
        ("24.12. - 2.1.27", "2026-12-24..2027-01-02"),
        ("24 Dec 2026 to 2 Jan", "2026-12-24..2027-01-02"),
        ("24 Dec – 2 Jan 2027", "2026-12-24..2027-01-02"),
        ("20 Nov - 25 Nov", "2026-11-22..2026-11-25"),
        ("5 Jan and 6 Jan; 7 Jan", "2027-01-05..2027-01-07"),
        ("June 12, 2027 and June 14, 2027", "2027-06-12,2027-06-14"),
        ("2027-04-02", "2027-04-02"),
    ],
)
def test_dates_to_leave_out_are_read(typed: str, read: str) -> None:
    assert dates_as_typed(read_skipped(WORDS, typed, TODAY)) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1 Jan - 30 Jun", "That is 181 dates; at most 120 can be left out"),
        ("2027-01-05 - 2027-01-02", "ends before it begins"),
        ("2026-01-01", "1 January 2026 is over"),
        ("24 Dec - 2 Jan, 29 Foo", "I can't read the date “29 foo”"),
        ("24", "I can't read the date “24”"),
        ("friday", "I can't read the date “friday”"),
        (",", "I can't read the date"),
        ("1-2-3 Jan", "I can't read the date"),
        ("1/2 - 3/4", "could be two dates"),
        ("1 Jan 9000 - 3 Jan 9000", "too far away"),
    ],
)
def test_wrong_dates_to_leave_out_are_named(typed: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_skipped(WORDS, typed, TODAY)


def test_many_short_ranges_are_bounded_together() -> None:
    with pytest.raises(UserError, match="at most 120"):
        read_skipped(WORDS, "1 Dec - 31 Jan, 1 Mar - 30 Apr", TODAY)


def test_many_dates_are_said_in_few_words() -> None:
    dates = read_skipped(WORDS, "24 Dec - 2 Jan, 5 Feb, 7 Feb, 9 Feb, 11 Feb, 13-15 Feb", TODAY)
    told = "24 Dec 2026 – 2 Jan 2027, 5 Feb 2027, 7 Feb 2027, 9 Feb 2027 and 4 more dates"
    assert dates_in_words(WORDS, dates) == told


@given(st.sets(st.integers(0, 900), min_size=1, max_size=MOST_DATES))
def test_dates_come_back_from_what_they_are_typed_as(days: set[int]) -> None:
    dates = frozenset(TODAY + timedelta(days=step) for step in days)
    assert read_skipped(WORDS, dates_as_typed(dates), TODAY) == dates
    assert sum((last - first).days + 1 for first, last in spans_of(dates)) == len(dates)


@given(st.text(max_size=40))
def test_anything_typed_is_read_or_refused_in_words(typed: str) -> None:
    for read in (read_until, read_skipped):
        with suppress(UserError):
            assert read(WORDS, typed, TODAY)
