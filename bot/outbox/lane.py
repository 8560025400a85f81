"""The messages of one platform that are under way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine

from bot.outbox.model import Due

EACH = 6
"""So many of one community at once: what one cohort's slow channels can take from the others."""


class Lane:
    """`room` is how many more may be sent. `ended` is called when there is room again for what was held back.

    `served` counts what each community has had since nothing was under way, so that all are served in turns.
    """

    def __init__(self, at_once: int, ended: Callable[[], None]) -> None:
        self._at_once = at_once
        self._ended = ended
        self._under_way: dict[asyncio.Task[None], Due] = {}
        self.served: Counter[int] = Counter()

    @property
    def room(self) -> int:
        return self._at_once - len(self._under_way)

    @property
    def busy(self) -> tuple[int, ...]:
        """The communities that have as many under way as one may have."""
        counts = Counter(work.community_id for work in self._under_way.values())
        return tuple(group for group, count in counts.items() if count >= EACH)

    @property
    def channels(self) -> tuple[str, ...]:
        """Those in which something is under way: one after the other, and the slow one holds up nothing but itself."""
        return tuple({work.place.channel for work in self._under_way.values()})

    @property
    def holds_back(self) -> bool:
        """Whether something that is due may be waiting for another message to end."""
        return bool(self._under_way)

    @property
    def tasks(self) -> tuple[asyncio.Task[None], ...]:
        return tuple(self._under_way)

    def send(self, work: Due, sending: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(sending, name=work.key)
        self._under_way[task] = work
        self.served[work.community_id] += 1
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        """Looks again when a quarter is free: each look costs a query."""
        del self._under_way[task]
        if not self._under_way:
            self.served.clear()
        if self.room * 4 >= self._at_once:
            self._ended()
