"""What a shelf needs to answer questions, made once. Communities with the same shelf share it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from bot.faq.lookup import Hit, Lookup, WordLookup
from bot.faq.model import Finding, find
from bot.faq.safety import Rules
from bot.library.items import Entry
from bot.library.library import Shelf
from bot.library.names import Names

KEPT = 16


@dataclass(frozen=True, slots=True)
class Desk:
    lookup: Lookup
    rules: Rules
    names: Names

    def find(self, question: str) -> Finding:
        return find(question, self.lookup, self.rules)

    def neighbours(self, entry: Entry) -> tuple[Hit, ...]:
        """The other entries, those first that its title would also find."""
        return tuple(hit for hit in self.lookup.find(entry.title) if hit.id != entry.id)


class Desks:
    """The desks that were made, by shelf; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._made: dict[Shelf, Desk] = {}
        self._one_at_a_time = threading.Lock()

    def make(self, shelf: Shelf) -> Desk:
        """Takes a few tenths of a second the first time. Who asks meanwhile waits for the same one."""
        with self._one_at_a_time:
            if shelf not in self._made:
                while len(self._made) >= KEPT:
                    del self._made[next(iter(self._made))]
                self._made[shelf] = _desk(shelf)
            return self._made[shelf]

    async def find(self, shelf: Shelf) -> Desk:
        """Never holds up the event loop: a desk that isn't there yet is made in a thread."""
        made = self._made.get(shelf)
        return made if made is not None else await asyncio.to_thread(self.make, shelf)


DESKS = Desks()


def _desk(shelf: Shelf) -> Desk:
    entries = shelf.entries.values()
    names = Names((text, entry.id) for entry in entries for text in (entry.title, entry.id, *entry.asked_as))
    return Desk(WordLookup(entries, shelf.terms.values()), Rules(shelf.rules), names)
