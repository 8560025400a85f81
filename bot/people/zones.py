"""Time zones as people type them: a city, an IANA name, UTC. Abbreviations and offsets are refused, see `find_zone`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.errors import UserError
from bot.words import Words

if TYPE_CHECKING:
    from bot.chat.visit import Visit

UTC = "UTC"
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ALSO_UTC = ("utc", "etc/utc", "zulu", "universal", "uct")
NEAR = 3
NEAR_ENOUGH = 75
MAX_CHOICES = 25

# What people write who mean a place with summer time: the zone of that name has none, or is another place's.
MEANT = {
    "gmt": ("Europe/London", UTC),
    "bst": ("Europe/London",),
    "uk": ("Europe/London",),
    "cet": ("Europe/Berlin", "Europe/Paris"),
    "cest": ("Europe/Berlin", "Europe/Paris"),
    "est": ("America/New_York", "Australia/Sydney"),
    "edt": ("America/New_York",),
    "et": ("America/New_York",),
    "cst": ("America/Chicago", "Asia/Shanghai"),
    "mst": ("America/Denver",),
    "pst": ("America/Los_Angeles",),
    "pt": ("America/Los_Angeles",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
}


def find_zone(text: str) -> str | None:
    """The IANA name for a city or a name in any case. None for anything else.

    “EST” and “GMT+1” give None, although the database has zones of such names: they know no summer time, and the
    sign of Etc/GMT+1 is the reverse of what people mean. `near_zones` says what to write instead.
    """
    city, _, region = text.strip().rstrip(")").partition(" (")
    wanted = _folded(f"{region}/{city}" if region else text)
    if wanted in ALSO_UTC:
        return UTC
    return _names().get(wanted) or _cities().get(wanted)


def near_zones(text: str) -> list[str]:
    """At most three zones that may have been meant: a country's, or cities spelt alike, the likeliest first."""
    wanted = _folded(text)
    if any(letter.isdigit() for letter in wanted):
        return []
    known = MEANT.get(wanted) or _countries().get(wanted)
    if known:
        return list(known[:NEAR])
    city = wanted.rsplit("/", 1)[-1]
    found = process.extract(city, list(_cities()), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=NEAR)
    return list(dict.fromkeys(_cities()[name] for name, _, _ in found))


def zone_choices(typed: str) -> tuple[Choice, ...]:
    """Choices while typing: a country's, cities that begin so, names that hold it; else near misses."""
    wanted = _folded(typed)
    country = _countries().get(wanted, ())
    begins = [zone for city, zone in sorted(_cities().items()) if city.startswith(wanted)]
    holds = [zone for name, zone in _names().items() if wanted in name]
    zones = dict.fromkeys([*country, *begins, *holds] or near_zones(typed))
    return tuple(Choice(readable(zone), zone) for zone in list(zones)[:MAX_CHOICES])


def readable(zone: str) -> str:
    """“New York (America)”, which is found again by `find_zone`."""
    region, _, city = zone.partition("/")
    return f"{city} ({region})".replace("_", " ") if city else zone


async def suggest_zones(visit: Visit, typed: str) -> tuple[Choice, ...]:
    return zone_choices(typed)


def chosen_zone(words: Words, typed: str) -> str:
    """The zone that was typed. Raises UserError, which names the near ones."""
    zone = find_zone(typed)
    if zone:
        return zone
    near = near_zones(typed)
    shown = cut(" ".join(typed.split()), 40)
    if near:
        names = words.either([f"“{readable(name)}”" for name in near])
        raise UserError(words("I don't know the time zone “{typed}”. Did you mean {names}?", typed=shown, names=names))
    raise UserError(
        words("I don't know the time zone “{typed}”. Write a large city near you, such as “London”.", typed=shown)
    )


def _folded(text: str) -> str:
    return "_".join(text.casefold().replace("_", " ").split())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Zones of a place, by their small-lettered names, and UTC; without the abbreviations and old country names."""
    zones = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS and "/" in zone)
    return {_folded(zone): zone for zone in (UTC, *zones)}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Zones by the city alone; the shorter of two names for one city wins (America/Louisville)."""
    zones = sorted(_names().values(), key=lambda zone: (zone.count("/"), zone))
    cities: dict[str, str] = {}
    for zone in zones:
        cities.setdefault(_folded(zone.rsplit("/", 1)[-1]), zone)
    return cities


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    """The zones of countries that have few of them, by the country's English name."""
    names = Locale("en").territories
    countries: dict[str, tuple[str, ...]] = {}
    for key, zones in get_global("territory_zones").items():
        known = tuple(zone for zone in zones if _folded(zone) in _names())
        if key in names and 0 < len(known) <= NEAR:
            countries[_folded(names[key])] = known
    return countries
