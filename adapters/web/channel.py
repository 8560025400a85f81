"""The conversation in memory: the channel that everybody reads, and what each learner alone sees."""

from __future__ import annotations

import itertools
import logging
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from adapters.web.limits import KEPT
from bot.chat.reply import Reply
from bot.clock import Clock

log = logging.getLogger(__name__)

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that somebody typed, or a card. `reader` is the id of the only learner who sees it, else EVERYBODY."""

    id: str
    number: int
    at: datetime
    reader: str
    said: str = ""
    by: str = ""
    reply: Reply | None = None
    key: str = ""

    @property
    def public(self) -> bool:
        return self.reader == EVERYBODY


class Listener(Protocol):
    """An open page."""

    def added(self, entry: Entry) -> None: ...

    def changed(self, entry: Entry) -> None: ...


class Channel:
    """Keeps the last cards of each reader and tells the open pages. Only for one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._lanes: dict[str, deque[Entry]] = {}
        self._listeners: list[Listener] = []

    def seen_by(self, reader: str) -> list[Entry]:
        """The channel and this learner's own entries, in the order in which they came."""
        return sorted((*self._lane(EVERYBODY), *self._lane(reader)), key=lambda entry: entry.number)

    def has_met(self, reader: str) -> bool:
        return bool(self._lanes.get(reader))

    def find(self, entry_id: str) -> Entry | None:
        return next((entry for lane in self._lanes.values() for entry in lane if entry.id == entry_id), None)

    def posted(self, key: str) -> Entry | None:
        return next((entry for entry in self._lane(EVERYBODY) if entry.key == key), None)

    def say(self, reader: str, name: str, line: str) -> Entry:
        """What a learner typed; others don't see it, as with a slash command."""
        return self._add(self._entry(reader, said=line, by=name))

    def show(self, reader: str, reply: Reply, key: str = "", entry_id: str = "") -> Entry:
        return self._add(self._entry(reader, reply=reply, key=key, entry_id=entry_id))

    def change(self, entry: Entry, reply: Reply) -> Entry:
        """The same card with another content. A card that has left the memory meanwhile stays gone."""
        changed = replace(entry, reply=reply)
        lane = self._lane(entry.reader)
        for index, kept in enumerate(lane):
            if kept.id == entry.id:
                lane[index] = changed
                self._tell(lambda listener: listener.changed(changed))
        return changed

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _lane(self, reader: str) -> deque[Entry]:
        return self._lanes.setdefault(reader, deque(maxlen=KEPT))

    def _entry(
        self, reader: str, said: str = "", by: str = "", reply: Reply | None = None, key: str = "", entry_id: str = ""
    ) -> Entry:
        return Entry(
            entry_id or uuid.uuid4().hex, next(self._numbers), self._clock(), reader, said, by, reply=reply, key=key
        )

    def _add(self, entry: Entry) -> Entry:
        self._lane(entry.reader).append(entry)
        self._tell(lambda listener: listener.added(entry))
        return entry

    def _tell(self, news: Callable[[Listener], None]) -> None:
        """A page that can't be drawn must not keep the others from hearing."""
        for listener in tuple(self._listeners):
            try:
                news(listener)
            except Exception:
                log.exception("a page could not be told")
