"""What the groups have changed on their shelves in the library, as the database has it."""

from __future__ import annotations

from bot.cohort.store import overlays
from bot.library.library import Library
from bot.store.database import Database
from bot.store.tables import community, overlay


class Overlays:
    def __init__(self, store: Database, library: Library) -> None:
        self._store = store
        self._library = library
        self._watch = store.watch((overlay, community))
        self._as_of = -1

    async def refresh(self) -> None:
        """Before the shelves are used: reads the database if they may have changed, here or in another process."""
        count = self._watch.count
        if count == self._as_of:
            return
        self._library.overlay_all(await self._store.read(overlays))
        self._as_of = count
