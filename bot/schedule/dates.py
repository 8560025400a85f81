"""Dates as people type and read them: “12 June”, “in 6 weeks”, “24 Dec - 2 Jan, 2027-03-29”.

A date without a year is the next one to come. One that could be read in two ways (12/6) is refused, since a guess
would be wrong for half of the world.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.chat.text import cut
from bot.errors import UserError
from bot.schedule.days import SHORT
from bot.words import Words

MOST_DATES = 120
YEARS_AHEAD = 5
RANGES_SHOWN = 4
DAY = timedelta(days=1)
FULL = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s+")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?([a-z]+)\.?,?\s*(\d{4})?$")
_MONTH_DAY = re.compile(r"^([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?$")
_ON = re.compile(r"^(?:(this|next)\s+)?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$")
_AHEAD = re.compile(r"^in\s+(\d{1,3}|an?|one|two|three|four|five|six)\s+(day|week|month|year)s?$")
_RANGE = re.compile(r"\s*(?:–|—|\.\.+|-)\s*|\s+(?:to|until|till|through)\s+")
_YEAR_AFTER_COMMA = re.compile(r"\b([a-z]{3,9}\.?\s*\d{1,2}(?:st|nd|rd|th)?),\s*(?=\d{4}(?!~)\b)")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class _Typed:
    """A day and a month, and a year if one was given."""

    day: int
    month: int
    year: int | None = None

    def soonest(self, since: date) -> date | None:
        """The first such date from `since` on; None for one that no calendar has."""
        years = (self.year,) if self.year else range(since.year, since.year + 9)
        found = (_date(year, self.month, self.day) for year in years)
        return next((day for day in found if day and (self.year or day >= since)), None)

    def latest(self, until: date) -> date | None:
        """The last such date up to `until`."""
        years = (self.year,) if self.year else range(until.year, until.year - 9, -1)
        found = (_date(year, self.month, self.day) for year in years)
        return next((day for day in found if day and (self.year or day <= until)), None)


def read_until(words: Words, typed: str, today: date) -> date:
    """The last date of a schedule; only here “friday” is a date, and not all Fridays. Raises UserError."""
    text = _plain(typed)
    match = _ON.match(text)
    found = _weekday(words, match, today, typed) if match else _read_date(words, text, today, typed)
    if found < today:
        raise UserError(words("{date} is over. The last date must be today or later.", date=in_full(words, found)))
    return found


def read_skipped(words: Words, typed: str, today: date) -> frozenset[date]:
    """Dates and ranges, separated by commas. What of them is over is left out. Raises UserError."""
    text = _YEAR_AFTER_COMMA.sub(r"\1 ", _plain(typed))
    parts = [part.strip() for part in re.split(r"[,;+&]|\band\b", text) if part.strip()]
    if not parts:
        raise _unreadable(words, typed)
    found: set[date] = set()
    for part in parts:
        first, last = _read_range(words, part, today)
        if last < today:
            raise UserError(words("{date} is over. Leave it out.", date=in_full(words, last)))
        first = max(first, today)
        _bound(words, (last - first).days + 1)
        found |= {first + DAY * step for step in range((last - first).days + 1)}
    _bound(words, len(found))
    return frozenset(found)


def dates_as_typed(dates: Iterable[date]) -> str:
    """“2026-12-24..2027-01-02,2027-03-29”, as `read_skipped` reads it."""
    spans = [(first.isoformat(), last.isoformat()) for first, last in spans_of(dates)]
    return ",".join(first if first == last else f"{first}..{last}" for first, last in spans)


def dates_in_words(words: Words, dates: Iterable[date]) -> str:
    """“24 Dec 2026 – 2 Jan 2027 and 29 Mar 2027”; of many, only how many more."""
    spans = spans_of(dates)
    shown = [span_in_words(words, first, last) for first, last in spans[:RANGES_SHOWN]]
    rest = sum((last - first).days + 1 for first, last in spans[RANGES_SHOWN:])
    if rest:
        shown.append(words.plural("{count} more date", "{count} more dates", rest))
    return words.list(shown)


def span_in_words(words: Words, first: date, last: date) -> str:
    """“24 Dec 2026 – 2 Jan 2027”, “24 – 28 Dec 2026”: what both have in common is said once."""
    end = words.date(last, "d MMM y")
    if first == last:
        return end
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    begin = words.date(first, "d" if same_month else "d MMM" if same_year else "d MMM y")
    return words("{first} – {last}", first=begin, last=end)


def in_full(words: Words, day: date) -> str:
    """With its year and its month in letters, so that nobody takes 12/6 for the other one."""
    return words.date(day, "d MMMM y")


def spans_of(dates: Iterable[date]) -> list[tuple[date, date]]:
    """Runs of dates that follow each other, as first and last."""
    ordered = sorted(dates)
    if not ordered:
        return []
    breaks = [(before, after) for before, after in pairwise(ordered) if after - before > DAY]
    firsts = [ordered[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), ordered[-1]]
    return list(zip(firsts, lasts, strict=True))


def _plain(typed: str) -> str:
    """Small letters, one space, and ISO dates without the hyphens that would look like a range."""
    return _ISO.sub(r"\1~\2~\3", " ".join(typed.casefold().split()))


def _read_range(words: Words, part: str, today: date) -> tuple[date, date]:
    ends = _RANGE.split(part)
    if len(ends) == 1:
        found = _read_date(words, part, today, part)
        return found, found
    if len(ends) != 2:
        raise _unreadable(words, part)
    begin, end = _completed(ends[0].strip(), ends[1].strip())
    first, last = _read_part(words, begin, today, part), _read_part(words, end, today, part)
    if first.year and not last.year:
        start = _existing(words, first.soonest(today), part)
        return start, _near(words, _existing(words, last.soonest(start), part), today)
    finish = _near(words, _existing(words, last.soonest(today), part), today)
    start = _existing(words, first.latest(finish), part)
    if start > finish:
        raise UserError(words("“{typed}” ends before it begins.", typed=_shown(part)))
    return start, finish


def _completed(begin: str, end: str) -> tuple[str, str]:
    """“24 - 28 Dec”, “24.-28.12.” and “Dec 24 - 28” name the month once."""
    begin = begin.removesuffix(".") if begin[:-1].isdecimal() else begin
    if begin.isdecimal() and (match := _DOTTED.match(end)):
        return f"{begin}.{match[2]}.{match[3] or ''}", end
    if begin.isdecimal() and (match := _DAY_MONTH.match(_WEEKDAY.sub("", end))):
        return f"{begin} {match[2]} {match[3] or ''}".strip(), end
    if end.isdecimal() and len(end) < 3 and (match := _MONTH_DAY.match(_WEEKDAY.sub("", begin))):
        return begin, f"{match[1]} {end}"
    return begin, end


def _read_date(words: Words, text: str, today: date, typed: str) -> date:
    if text in ("today", "tomorrow"):
        return today if text == "today" else today + DAY
    if match := _AHEAD.match(text):
        found: date | None = _ahead(today, int(_COUNTS.get(match[1]) or match[1]), match[2])
    else:
        found = _read_part(words, text, today, typed).soonest(today)
    return _near(words, _existing(words, found, typed), today)


def _read_part(words: Words, text: str, today: date, typed: str) -> _Typed:
    text = _WEEKDAY.sub("", text)
    if match := re.match(r"^(\d{4})~(\d{1,2})~(\d{1,2})$", text):
        return _checked(words, _Typed(int(match[3]), int(match[2]), int(match[1])), typed, today)
    if match := _DAY_MONTH.match(text):
        return _checked(words, _Typed(int(match[1]), _month(match[2]), _year(match[3])), typed, today)
    if match := _MONTH_DAY.match(text):
        return _checked(words, _Typed(int(match[2]), _month(match[1]), _year(match[3])), typed, today)
    if match := _DOTTED.match(text):
        return _checked(words, _Typed(int(match[1]), int(match[2]), _year(match[3])), typed, today)
    if match := _SLASHED.match(text):
        return _checked(words, _slashed(words, int(match[1]), int(match[2]), _year(match[3]), typed), typed, today)
    raise _unreadable(words, typed)


def _weekday(words: Words, match: re.Match[str], today: date, typed: str) -> date:
    """The first such day from today on. “Next Friday” is this week's for some and next week's for others."""
    first = today + DAY * ((SHORT.index(match[2][:3]) - today.weekday()) % 7 or (7 if match[1] == "next" else 0))
    if match[1] != "next":
        return first
    shown = words.either([f"“{words.date(day, 'd MMMM')}”" for day in (first, first + DAY * 7)])
    raise UserError(
        words("“{typed}” could be two dates. Write the one you mean: {shown}.", typed=_shown(typed), shown=shown)
    )


def _slashed(words: Words, first: int, second: int, year: int | None, typed: str) -> _Typed:
    """Only a number above 12 says which of the two is the day."""
    if first == second or first > 12 or 0 in (first, second):
        return _Typed(first, second, year)
    if second > 12:
        return _Typed(second, first, year)
    tail = f" {year}" if year else ""
    shown = words.either([f"“{first} {FULL[second - 1].title()}{tail}”", f"“{second} {FULL[first - 1].title()}{tail}”"])
    raise UserError(
        words("“{typed}” could be two dates. Write the month in letters: {shown}.", typed=_shown(typed), shown=shown)
    )


def _checked(words: Words, typed: _Typed, text: str, today: date) -> _Typed:
    if not (1 <= typed.month <= 12 and 1 <= typed.day <= 31):
        raise _unreadable(words, text)
    _existing(words, typed.soonest(today), text)
    return typed


def _existing(words: Words, found: date | None, typed: str) -> date:
    if found is None:
        raise UserError(words("The calendar has no “{typed}”.", typed=_shown(typed)))
    return found


def _near(words: Words, found: date, today: date) -> date:
    if found.year > today.year + YEARS_AHEAD:
        raise UserError(words("{date} is too far away. Choose one in the next five years.", date=in_full(words, found)))
    return found


def _bound(words: Words, count: int) -> None:
    if count > MOST_DATES:
        raise UserError(
            words(
                "That is {count} dates; at most {most} can be left out. For a longer break use /schedule pause, "
                "for an end use until.",
                count=count,
                most=MOST_DATES,
            )
        )


def _unreadable(words: Words, typed: str) -> UserError:
    return UserError(
        words(
            "I can't read the date “{typed}”. Write it like 12 June or 2027-06-12, several as 24 Dec - 2 Jan, 29 Mar. "
            'Between other options, put it in quotes: until:"12 June"',
            typed=_shown(typed),
        )
    )


def _shown(typed: str) -> str:
    return cut(typed.replace("~", "-"), 40)


def _ahead(today: date, count: int, unit: str) -> date | None:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1])) if year < date.max.year else None


def _month(name: str) -> int:
    """1 for “jan”, “janu” and “january”; 0, which no month has, for anything else."""
    known = [month for month, full in enumerate(FULL, 1) if len(name) >= 3 and full.startswith(name)]
    return known[0] if known else 0


def _year(text: str | None) -> int | None:
    """2027 for “2027” and “27”."""
    return int(text) + (2000 if len(text) == 2 else 0) if text else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
