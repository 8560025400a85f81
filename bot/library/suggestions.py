"""What may be meant while somebody types. Made once for a set of packs; communities with the same packs share it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from functools import lru_cache

from bot.library.items import Entry, Fact, Term
from bot.library.library import Shelf
from bot.library.names import folded
from bot.library.pack import Pack
from bot.library.typing_index import Listed, TypingIndex

MOST = 25
KEPT = 4

Suggested = Entry | Term | Fact


class Suggestions:
    def __init__(self, packs: tuple[Pack, ...]) -> None:
        shelf = Shelf(packs)
        entries, terms, facts = shelf.entries.values(), shelf.terms.values(), shelf.facts.values()
        named = [Listed(term.id, (term.term, term.id, *term.also), 1) for term in terms]
        self._terms = TypingIndex(named)
        self._all = TypingIndex(
            (
                *(Listed(entry.id, (entry.id, *shelf.ways_of_asking(entry)), 0) for entry in entries),
                *named,
                *(Listed(fact.id, (fact.title, fact.id), 2) for fact in facts),
            )
        )
        titles = [(name, entry.id) for entry in entries for name in (entry.id, entry.title)]
        self._titles = {folded(name): entry for name, entry in reversed(titles)}

    def all(self, shelf: Shelf, typed: str) -> Sequence[Suggested]:
        """Entries, terms and facts; the first entries for nothing."""
        if not typed.strip():
            return list(shelf.entries.values())[:MOST]
        found = self._all.find(typed, MOST, _hidden(shelf.packs, shelf.topics_off))
        return [item for key in found if (item := _item(shelf, key))]

    def terms(self, shelf: Shelf, typed: str) -> list[Term]:
        """Terms; the first ones for nothing."""
        if not typed.strip():
            return list(shelf.terms.values())[:MOST]
        return [shelf.terms[key] for key in self._terms.find(typed, MOST)]

    def picked(self, shelf: Shelf, typed: str) -> Suggested | None:
        """The item that was picked. Of an entry the title will do, too; any other words are a question."""
        entry = shelf.entries.get(self._titles.get(folded(typed), ""))
        return entry or _item(shelf, typed.strip())


def _item(shelf: Shelf, key: str) -> Suggested | None:
    return shelf.entries.get(key) or shelf.terms.get(key) or shelf.facts.get(key)


@lru_cache(maxsize=16)
def _hidden(packs: tuple[Pack, ...], topics_off: frozenset[str]) -> frozenset[str]:
    """What a community has switched off."""
    entries = (item.id for pack in packs for item in pack.entries.values() if item.topic in topics_off)
    facts = (item.id for pack in packs for item in pack.facts.values() if item.topic in topics_off)
    return frozenset((*entries, *facts))


class Made:
    """The suggestions that were made, by packs; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._made: dict[tuple[Pack, ...], Suggestions] = {}
        self._one_at_a_time = threading.Lock()

    async def find(self, shelf: Shelf) -> Suggestions:
        """Never holds up the event loop: what isn't there yet is made in a thread."""
        made = self._made.get(shelf.packs)
        return made if made is not None else await asyncio.to_thread(self.make, shelf.packs)

    def make(self, packs: tuple[Pack, ...]) -> Suggestions:
        with self._one_at_a_time:
            if packs not in self._made:
                while len(self._made) >= KEPT:
                    del self._made[next(iter(self._made))]
                self._made[packs] = Suggestions(packs)
            return self._made[packs]


MADE = Made()
