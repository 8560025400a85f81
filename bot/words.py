"""The words that people see. Every sentence passes through here, so that a catalogue can translate it."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "needlewise"
FALLBACK = "en_GB"


class Words:
    """A gettext catalogue and Babel's formats for one locale.

    `words("{count} left", count=3)` translates the sentence and fills it; a sentence is translated before it is
    filled, so nothing from outside is ever looked up.
    """

    def __init__(self, locale: str = FALLBACK) -> None:
        self.locale = _known(locale)
        self._catalogue = gettext.translation(DOMAIN, CATALOGUES, [str(self.locale)], fallback=True)

    def __call__(self, sentence: str, /, **values: object) -> str:
        return self._catalogue.gettext(sentence).format(**values) if values else self._catalogue.gettext(sentence)

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        return self._catalogue.ngettext(one, many, count).format(count=self.number(count), **values)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        return format_percent(share, locale=self.locale)

    def date(self, day: date, style: str = "EEE d MMM") -> str:
        return format_date(day, style, locale=self.locale)

    def moment(self, moment: datetime, zone: str) -> str:
        """Date, time and zone, all three, because a time without its zone misleads half of the readers."""
        local = moment.astimezone(ZoneInfo(zone))
        return f"{format_datetime(local, 'EEE d MMM y, HH:mm', locale=self.locale)} ({zone})"

    def clock(self, moment: datetime, zone: str) -> str:
        return format_time(moment.astimezone(ZoneInfo(zone)), "HH:mm", locale=self.locale)

    def span(self, seconds: int) -> str:
        return format_timedelta(seconds, locale=self.locale)

    def list(self, items: list[str]) -> str:
        return format_list(items, locale=self.locale)

    def either(self, items: Sequence[str]) -> str:
        """“London, Paris or Berlin”."""
        return format_list(items, style="or", locale=self.locale)


def _known(locale: str) -> Locale:
    try:
        found = Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(FALLBACK)
    return Locale.parse(FALLBACK) if str(found) in ("en", "en_001") else found


@lru_cache(maxsize=64)
def words_for(locale: str) -> Words:
    return Words(locale[:16])
