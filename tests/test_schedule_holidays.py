"""Public holidays by calendar, and the names by which people ask for one."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from bot.schedule.holidays import calendars, find_calendar, holiday_on
from tests.program import ROOT


def test_a_part_of_a_country_has_its_own_holidays() -> None:
    epiphany = date(2027, 1, 6)
    assert holiday_on("DE-BY", epiphany) == "Epiphany"
    assert holiday_on("DE-BE", epiphany) is None
    assert holiday_on("GB-SCT", date(2027, 11, 30)) == "Saint Andrew's Day"
    assert holiday_on("GB-ENG", date(2027, 11, 30)) is None


def test_a_holiday_on_a_weekend_has_its_day_in_lieu() -> None:
    assert holiday_on("GB-ENG", date(2026, 12, 28)) == "Boxing Day (observed)"


@pytest.mark.parametrize("calendar", ["", "XX", "GB-XYZ"])
def test_a_calendar_that_nobody_knows_holds_up_nothing(calendar: str) -> None:
    assert holiday_on(calendar, date(2026, 12, 25)) is None


TYPED = {
    "England": "GB-ENG",
    "gb-eng": "GB-ENG",
    "GB ENG": "GB-ENG",
    "uk": "GB",
    "us": "US",
    "USA": "US",
    "United States": "US",
    "california": "US-CA",
    "Deutschland": "DE",
    "Bavaria": "DE-BY",
    "bayern": "DE-BY",
    "Österreich": "AT",
    "suisse": "CH",
    "日本": "JP",
    "Georgia": "GE",
    "Georgia US": "US-GA",
    "La Rioja": None,
    "La Rioja, Spain": "ES-RI",
    "Narnia": None,
    "": None,
}


@pytest.mark.parametrize(("typed", "code"), TYPED.items())
def test_what_people_type(typed: str, code: str | None) -> None:
    assert find_calendar(typed) == code


def test_every_calendar_is_found_by_its_code_and_fits_its_column() -> None:
    codes = [code for code, _ in calendars()]
    assert len(codes) > 800
    assert [find_calendar(code) for code in codes] == codes
    assert max(len(code) for code in codes) <= 12
    assert dict(calendars())["DE-BY"] == "Bavaria, Germany"


def test_the_library_is_loaded_by_the_first_schedule_that_asks() -> None:
    look = "import sys, bot.build, bot.schedule.planner; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
