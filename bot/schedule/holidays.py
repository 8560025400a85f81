"""Public holidays by calendar: a country ("US") or a part of one ("GB-ENG").

The library is loaded when the first schedule asks, since it costs about 0.3 s and 20 MB. It computes from rules and
reads nothing, so the same date always gives the same answer.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

log = logging.getLogger(__name__)

ENGLISH = "en_US"
SHORTEST_NAME = 4
"""Below this a part's name is an abbreviation, which is another part's somewhere else."""

# What English calls parts of countries that the library names in their own language.
IN_ENGLISH = {
    "AT-2": "Carinthia",
    "AT-3": "Lower Austria",
    "AT-4": "Upper Austria",
    "AT-6": "Styria",
    "AT-7": "Tyrol",
    "AT-9": "Vienna",
    "CH-GE": "Geneva",
    "CH-LU": "Lucerne",
    "CH-ZH": "Zurich",
    "DE-BY": "Bavaria",
    "DE-HE": "Hesse",
    "DE-NI": "Lower Saxony",
    "DE-NW": "North Rhine-Westphalia",
    "DE-RP": "Rhineland-Palatinate",
    "DE-SN": "Saxony",
    "DE-ST": "Saxony-Anhalt",
    "DE-TH": "Thuringia",
    "ES-AN": "Andalusia",
    "ES-CT": "Catalonia",
    "ES-PV": "Basque Country",
}
ALSO = {"America": "US", "Britain": "GB", "Great Britain": "GB", "Holland": "NL", "Turkey": "TR"}


def holiday_on(calendar: str, day: date) -> str | None:
    """The name of the public holiday that a date is, days in lieu included. A calendar that nobody knows has none."""
    return _year(calendar, day.year).get(day) if calendar else None


def calendars() -> tuple[tuple[str, str], ...]:
    """Every calendar and its English name, countries before their parts: ("GB-ENG", "England, United Kingdom")."""
    return tuple(_names().items())


def find_calendar(typed: str) -> str | None:
    """The calendar for a code or a name in English or in the country's own languages: "us", "Bavaria", "Deutschland".

    None where it is no name, or several parts have it ("La Rioja"); with the country it is one: "La Rioja AR".
    """
    return _by_name().get(_folded(typed))


@lru_cache(maxsize=512)
def _year(calendar: str, year: int) -> Mapping[date, str]:
    """A year's holidays in a mapping of its own: the library's fills itself while it is read, and threads share it."""
    import holidays

    country, _, part = calendar.partition("-")
    try:
        speaks = holidays.country_holidays(country, subdiv=part or None).supported_languages
        language = ENGLISH if ENGLISH in speaks else None
        return dict(holidays.country_holidays(country, part or None, years=year, expand=False, language=language))
    except NotImplementedError:
        log.warning("no calendar of public holidays is called %r", calendar)
        return {}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale

    countries = Locale("en").territories
    found = {}
    for country, parts in _library().items():
        name = str(countries.get(country, country))
        found[country] = name
        for part, aliases in parts.items():
            code = f"{country}-{part}"
            found[code] = f"{IN_ENGLISH.get(code) or next(iter(aliases), part)}, {name}"
    return found


@lru_cache(maxsize=1)
def _library() -> dict[str, dict[str, list[str]]]:
    """Country, part, names of the part. Parts without a code of their own (a city, a school zone) are left out."""
    import holidays

    found: dict[str, dict[str, list[str]]] = {}
    for country, parts in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        names: dict[str, list[str]] = {part: [] for part in parts if re.fullmatch(r"[A-Z0-9]{1,3}", part)}
        for name, part in getattr(holidays, country).subdivisions_aliases.items():
            names.get(part, []).append(name)
        found[country] = names
    return found


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """A name that several parts share is nobody's; a country goes before a part of another one (Georgia)."""
    parts = {(_folded(name), code) for code, name in _part_names()}
    shared = Counter(name for name, _ in parts)
    found = {name: code for name, code in parts if shared[name] == 1}
    return found | {_folded(name): code for name, code in _country_names()} | {_folded(code): code for code in _names()}


def _part_names() -> Iterator[tuple[str, str]]:
    for country, parts in _library().items():
        for part, aliases in parts.items():
            code = f"{country}-{part}"
            names = [name for name in (*aliases, IN_ENGLISH.get(code, "")) if len(name) >= SHORTEST_NAME]
            for name in names:
                yield code, name
                yield code, f"{name} {country}"
                yield code, f"{name} {_names()[country]}"


def _country_names() -> Iterator[tuple[str, str]]:
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages
    from holidays.registry import COUNTRIES

    yield from ALSO.items()
    for name, code, *others in COUNTRIES.values():
        yield from ((one, code) for one in (name, *others))
        for language in ("en", *get_official_languages(code, de_facto=True)):
            try:
                named = Locale.parse(language).territories.get(code)
            except UnknownLocaleError:
                continue
            if named:
                yield str(named), code


def _folded(text: str) -> str:
    """Letters and digits alone, without case and accents: “São Paulo” and “sao-paulo” are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if letter.isalnum())
