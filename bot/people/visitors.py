"""Who somebody is, looked up once and kept until anything about people changes."""

from __future__ import annotations

from bot.chat.people import Person, Place
from bot.people.model import Visitor
from bot.people.store import find_visitor
from bot.store.database import Database
from bot.store.tables import community, identity, inquiry, learner, membership, space

PEOPLE = (community, space, learner, identity, membership, inquiry)
MOST = 10_000

Key = tuple[str, str, str, str, str]


class Visitors:
    def __init__(self, store: Database) -> None:
        self._store = store
        self._watch = store.watch(PEOPLE)
        self._known: dict[Key, Visitor] = {}
        self._as_of = self._watch.count

    async def find(self, who: Person, where: Place) -> Visitor | None:
        """As `find_visitor`, mostly without asking the database."""
        key = (who.platform, who.realm, who.user, where.platform, where.space)
        if self._as_of != self._watch.count or len(self._known) >= MOST:
            self._known.clear()
            self._as_of = self._watch.count
        known = self._known.get(key)
        return known or await self._look(key, who, where)

    async def _look(self, key: Key, who: Person, where: Place) -> Visitor | None:
        """Kept only if nothing changed while it was being read."""
        before = self._watch.count
        visitor = await self._store.read(lambda connection: find_visitor(connection, who, where))
        if visitor and before == self._watch.count == self._as_of:
            self._known[key] = visitor
        return visitor
