"""What a shelf needs to answer questions, made once. Communities with the same shelf share it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=KEPT)
def desk_of(shelf: Shelf) -> Desk:
    """Takes about a tenth of a second the first time; call it at the start for the shelf that most will use."""
    entries = shelf.entries.values()
    names = Names((text, entry.id) for entry in entries for text in (entry.title, entry.id, *entry.asked_as))
    return Desk(WordLookup(entries, shelf.terms.values()), Rules(shelf.rules), names)
