"""A letter typed into /faq: the suggestions for it, through the router, over the pack and over 10,000 made-up entries.

CPU of the one thread, in which the event loop waits for nobody. The floor reads all names and keeps those that hold
what was typed: it forgives no slip, minds no word's place and ranks nothing. Lines are typed letter by letter, half of
them with a slip; those of each round are new, so that nothing kept from the round before helps.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

from bot.chat.router import Router
from bot.library.items import Entry, Topic
from bot.library.library import Library, Shelf
from bot.library.pack import Pack
from tests.bench.row import Aim, Row
from tests.bench.side import new_database
from tests.bench.size import Size
from tests.fakes import SERVER, person
from tests.pack_texts import dry_needling
from tests.talk import talking

ENTRIES = 10_000
NAMES = 4
WORDS = 20_000
OFTEN = ("what", "is", "does", "it", "the", "a", "how", "can", "i", "needling", "pain", "after")
SYLLABLES = [a + b for a in "bcdfghklmnprstvz" for b in "aeiou"] + ["str", "ing", "tion", "al", "er", "ous"]
SHOWN = 25
TYPED = Callable[[str], Awaitable[object]]


async def keystroke_rows(folder: Path, size: Size) -> list[Row]:
    await new_database(folder)
    rows: list[Row] = []
    async with talking(folder) as talk:
        for title, pack in (("the pack", dry_needling()), (f"{ENTRIES:,} entries", made_up(random.Random(1)))):
            router = Router(replace(talk.core, library=Library([pack])))
            rows += await _rows(title, router, names(pack), size)
    return rows


async def _rows(title: str, router: Router, known: Sequence[str], size: Size) -> list[Row]:
    lower = [name.lower() for name in known]

    async def ours(typed: str) -> object:
        return await router.suggest("faq", "question", typed, person("ann"), SERVER)

    async def bare(typed: str) -> object:
        return [name for name in lower if typed.lower() in name][:SHOWN]

    found: Mapping[TYPED, list[tuple[float, float]]] = {ours: [], bare: []}
    for number in range(size.rounds + 1):
        letters = list(typed_letters(random.Random(number), known, size.lines))
        for one in (ours, bare) if number % 2 else (bare, ours):
            found[one].append(await _milliseconds(one, letters))
    both = [tuple(zip(*found[one][1:], strict=True)) for one in (ours, bare)]
    return [
        Row(f"a keystroke, {title}, {part}", "ms", both[0][at], both[1][at], aim)
        for at, (part, aim) in enumerate((("p50", None), ("p95", Aim(most=5))))
    ]


async def _milliseconds(one: TYPED, letters: Sequence[str]) -> tuple[float, float]:
    """The median, and what 95 of a hundred stay below."""
    taken = []
    for typed in letters:
        started = time.thread_time()
        await one(typed)
        taken.append((time.thread_time() - started) * 1000)
    parts = quantiles(taken, n=20)
    return parts[9], parts[18]


def names(pack: Pack) -> list[str]:
    shelf = Shelf((pack,))
    entries = [name for entry in shelf.entries.values() for name in shelf.ways_of_asking(entry)]
    terms = [name for term in shelf.terms.values() for name in (term.term, *term.also)]
    return [*entries, *terms, *(fact.title for fact in shelf.facts.values())]


def typed_letters(chance: random.Random, known: Sequence[str], lines: int) -> Iterator[str]:
    for number in range(lines):
        line = chance.choice(known)
        if number % 2:
            at = chance.randrange(len(line))
            line = line[:at] + chance.choice(["", "x", line[at] * 2]) + line[at + 1 :]
        yield from (line[:end] for end in range(1, len(line) + 1))


def made_up(chance: random.Random) -> Pack:
    """Few words are frequent and most are rare, as in a language."""
    words = [*OFTEN, *("".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(WORDS))]
    weights = [1 / (place + 3) for place in range(len(words))]

    def line() -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(4, 9)))

    example = next(iter(dry_needling().entries.values()))
    given = {"topic": "made-up", "claims": ()}
    entries: dict[str, Entry] = {}
    for number in range(ENTRIES):
        new = {"id": f"made-up-{number}", "title": line(), "asked_as": tuple(line() for _ in range(NAMES - 1))}
        entries[str(new["id"])] = example.model_copy(update={**given, **new})
    topic = Topic(id="made-up", title="Made up", about="Nothing.")
    cover = dry_needling().manifest.model_copy(update={"id": "made-up-pack", "topics": (topic,)})
    return Pack(manifest=cover, entries=entries)
