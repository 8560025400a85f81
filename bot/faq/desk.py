"""What a set of packs needs to answer questions. Communities with the same packs share it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.faq.lookup import Hit, Lookup, Own
from bot.faq.model import Finding, find
from bot.faq.safety import Rules
from bot.faq.watch import Watch
from bot.library.items import Entry
from bot.library.library import Shelf
from bot.library.pack import Pack

log = logging.getLogger(__name__)

T = TypeVar("T")
KEPT = 4


@dataclass(frozen=True, slots=True)
class Desk:
    """The look-up of packs starts with words alone; the desk is replaced when a better one is ready. If that one fails
    over a question, the `spare` one answers it.
    """

    lookup: Lookup
    rules: Rules
    watch: Watch | None = None
    spare: Lookup | None = None

    def find(self, shelf: Shelf, question: str) -> Finding:
        """Looks at the safety of all of it, and looks up its beginning."""
        return self._safely(lambda lookup: find(question, lookup, self.rules, _own(shelf), self.watch))

    def neighbours(self, shelf: Shelf, entry: Entry) -> tuple[Hit, ...]:
        """The other entries, those first that its title would also find."""
        return tuple(hit for hit in self.nearest(shelf, entry.title) if hit.id != entry.id)

    def nearest(self, shelf: Shelf, text: str) -> tuple[Hit, ...]:
        """The entries, whatever safety says of the text."""
        return self._safely(lambda lookup: lookup.find(text, _own(shelf)))

    def alike(self, one: str, other: str) -> float:
        """How near two texts are in meaning, at most 1; 0 if only words can be compared."""
        return self._safely(lambda lookup: lookup.alike(one, other))

    def _safely(self, work: Callable[[Lookup], T]) -> T:
        """A native library fails in ways that it doesn't promise. The log gets no word of what was asked."""
        if self.spare is None:
            return work(self.lookup)
        try:
            return work(self.lookup)
        except Exception as error:
            log.error("the look-up by meaning failed, so words alone were compared: %s", type(error).__name__)
            return work(self.spare)


class Desks:
    """The desks that were made, by packs; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._made: dict[tuple[Pack, ...], Desk] = {}
        self._best: set[tuple[Pack, ...]] = set()
        self._one_at_a_time = threading.Lock()
        self._one_prepares = threading.Lock()

    def make(self, shelf: Shelf) -> Desk:
        """Takes a few tenths of a second the first time. Who asks meanwhile waits for the same one."""
        with self._one_at_a_time:
            if shelf.packs not in self._made:
                from bot.faq.making import words_alone

                while len(self._made) >= KEPT:
                    oldest = next(iter(self._made))
                    del self._made[oldest]
                    self._best.discard(oldest)
                self._made[shelf.packs] = Desk(words_alone(shelf.packs), Rules(shelf.rules))
            return self._made[shelf.packs]

    def prepare(
        self, shelf: Shelf, *, encoder: bool, cache: Path | None, given_up: threading.Event | None = None
    ) -> Desk:
        """The best desk there is: fitted, and with meaning if there is an encoder. Takes seconds, once.

        Raises GivenUp soon after `given_up` is set.
        """
        from bot.faq.making import best, watch_of

        with self._one_prepares:
            desk = self.make(shelf)
            if shelf.packs in self._best:
                return desk
            # Safety is there at once, and whatever becomes of the rest.
            desk = self._replace(shelf, replace(desk, watch=watch_of(shelf.packs, cache, given_up)))
            lookup = best(shelf.packs, encoder=encoder, cache=cache, given_up=given_up)
            spare = desk.lookup if lookup.by_meaning else None
            return self._replace(shelf, replace(desk, lookup=lookup, spare=spare), best=True)

    def _replace(self, shelf: Shelf, better: Desk, *, best: bool = False) -> Desk:
        with self._one_at_a_time:
            self._made[shelf.packs] = better
            if best:
                self._best.add(shelf.packs)
            return better

    async def find(self, shelf: Shelf, question: str) -> Finding:
        """Never holds up the event loop: looking up, and a desk that isn't there yet, are a thread's work."""
        return await asyncio.to_thread(lambda: self.make(shelf).find(shelf, question))

    async def neighbours(self, shelf: Shelf, entry: Entry) -> Sequence[Hit]:
        return await asyncio.to_thread(lambda: self.make(shelf).neighbours(shelf, entry))


DESKS = Desks()


def _own(shelf: Shelf) -> Own:
    off = frozenset(key for pack in shelf.packs for key in pack.entries if key not in shelf.entries)
    return Own(shelf.examples_added, off)
