"""Which country's or region's public holidays, as people choose and read them."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.schedule.holidays import calendars, find_calendar
from bot.words import Words

NONE = "none"
NEAR = 3
NEAR_ENOUGH = 75
SUGGESTED = 25


def read_calendar(words: Words, typed: str) -> str | None:
    """“England”, “us” or “GB-SCT”; None for “none”. Raises UserError with the near names."""
    if typed.strip().casefold() == NONE:
        return None
    found = find_calendar(typed)
    if found:
        return found
    shown, near = cut(" ".join(typed.split()), 40), _near(typed)
    if near:
        names = words.either([f"“{name}”" for name in near])
        raise UserError(
            words("I know no public holidays of “{typed}”. Did you mean {names}?", typed=shown, names=names)
        )
    raise UserError(
        words(
            "I know no public holidays of “{typed}”. Write a country or region, such as England or US, or none. "
            "Single dates can be left out with skip.",
            typed=shown,
        )
    )


def calendar_name(code: str) -> str:
    """“England” for “GB-ENG”."""
    return _names().get(code, code).partition(",")[0]


async def suggest_calendars(visit: Visit, typed: str) -> tuple[Choice, ...]:
    """In a thread, because the first one loads the calendars."""
    return await asyncio.to_thread(_choices, typed)


def _choices(typed: str) -> tuple[Choice, ...]:
    """Those that begin so, then those in which a word does; with nothing typed, “none” and the countries."""
    wanted = typed.strip().casefold()
    meant = [code for code in (find_calendar(typed),) if code]
    begins = [code for code, name in calendars() if name.casefold().startswith(wanted)]
    holds = [code for code, name in calendars() if f" {wanted}" in f" {name} {code}".casefold()]
    codes = dict.fromkeys([*meant, *sorted(begins, key=_is_region), *sorted(holds, key=_is_region)])
    found = [Choice(cut(_names()[code], 90), code) for code in codes]
    return (*([Choice("none", NONE)] if NONE.startswith(wanted) else []), *found)[:SUGGESTED]


def _near(typed: str) -> list[str]:
    """Countries before regions that are spelt alike; a region with its country, since several share a name."""
    names = {code: _names()[code] for code in sorted(_names(), key=_is_region)}
    wanted, short = typed.strip().casefold(), {code: name.partition(",")[0].casefold() for code, name in names.items()}
    same = [names[code] for code, name in short.items() if name == wanted]
    if same:
        return same[:NEAR]
    found = process.extract(wanted, short, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=NEAR)
    return [names[code] for _, _, code in found]


def _is_region(code: str) -> bool:
    return "-" in code


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return dict(calendars())
