"""The timed work of a process: plan what schedules ask for, claim what is due, have it sent, sleep till the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.chat.visit import Core
from bot.cohort.overlays import Overlays
from bot.heartbeat import beat
from bot.misses import store as misses
from bot.outbox import store
from bot.outbox.alarm import Alarm
from bot.outbox.delivery import Delivery
from bot.outbox.kind import Kind, Planner
from bot.outbox.lane import EACH, Lane
from bot.outbox.model import Due
from bot.people import events

log = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=20)
STOPPING = timedelta(seconds=1.5)
GATHERING = timedelta(seconds=0.2)
"""How long room may grow before it is filled: each look costs queries over all that waits."""
MOST_CLAIMED = 50
"""In one transaction, which holds up everybody who wants to write."""


class Outbox:
    """Holds the moment of the next tick; what is due stands in the database alone."""

    def __init__(self, core: Core, kinds: Mapping[str, Kind], planner: Planner) -> None:
        self._core = core
        self._kinds = kinds
        self._delivery = Delivery(core, kinds)
        self._planner = planner
        self._overlays = Overlays(core.store, core.library)
        self._alarm = Alarm(self._begin_tick)
        self._ticks: set[asyncio.Task[None]] = set()
        self._ticking = asyncio.Lock()
        self._lanes: dict[str, Lane] = {}
        core.bell.listen(self.tick_soon)

    def start(self) -> None:
        self._alarm.start()
        self._alarm.set(timedelta())

    async def stop(self) -> None:
        """Waits for what is under way, so that no message is sent without its row being closed; but not for ever.

        What is cut off is looked for when its claim has run out.
        """
        if not self._alarm.running:
            return
        self._alarm.stop()
        try:
            async with asyncio.timeout(STOPPING.total_seconds()), self._ticking:
                await self._settled()
        except TimeoutError:
            log.warning("a post was cut off; whether it arrived is looked up at the next start")
        finally:
            await self._cut_off()

    def tick_soon(self) -> None:
        """For work that a person waits for, such as a test post."""
        self._alarm.set(timedelta())

    def _fill_soon(self) -> None:
        """When there is room for more."""
        self._alarm.set(GATHERING)

    def _begin_tick(self) -> None:
        """A tick may come while one runs: that one waits for the lock, and will see all that has come by then, so no
        third is needed."""
        if len(self._ticks) > 1:
            return
        task = asyncio.create_task(self._run(), name="tick")
        self._ticks.add(task)
        task.add_done_callback(self._ticks.discard)

    async def _run(self) -> None:
        next_moment = self._core.clock() + LONGEST_SLEEP
        try:
            next_moment = await self.tick()
            beat(self._core.store.path)
        except Exception:
            log.exception("the tick failed; the next one is in %s s", LONGEST_SLEEP.seconds)
        ahead = next_moment - self._core.clock()
        self._alarm.set(min(max(ahead, timedelta()), LONGEST_SLEEP))  # the clock may have been set back meanwhile

    async def tick(self) -> datetime:
        """Begins to send what is due now, as much as there is room for; gives the moment of the next tick."""
        async with self._ticking:
            now = self._core.clock()
            if await self._begin(now):
                return now
            wanted = await self._core.store.read(lambda connection: self._next_moment(connection, now))
            latest = now + LONGEST_SLEEP
            return min(max(wanted or latest, now + GATHERING), latest)

    async def work_off(self) -> None:
        """Does everything that is due now, and waits for it."""
        while True:
            async with self._ticking:
                more = await self._begin(self._core.clock())
            if not (more or any(lane.tasks for lane in self._lanes.values())):
                return
            await self._settled()

    async def _begin(self, now: datetime) -> bool:
        """Says whether there is more to do at once."""
        lanes = {platform: self._lane(platform) for platform in self._core.chats}
        await self._overlays.refresh()

        def take(connection: sa.Connection) -> tuple[bool, list[Due]]:
            more = self._planner.plan(connection, now)
            self._clear_up(connection, now)
            return more, [work for name, lane in lanes.items() for work in self._claim(connection, name, lane, now)]

        more, claimed = await self._core.store.write(take, locks=True)
        for work in claimed:
            platform = work.place.platform
            lanes[platform].send(work, self._delivery.deliver(work, self._core.chats[platform]))
        return more or any(lanes[work.place.platform].room > 0 for work in claimed)

    def _claim(self, connection: sa.Connection, platform: str, lane: Lane, now: datetime) -> list[Due]:
        limit = min(lane.room, MOST_CLAIMED)
        if limit <= 0:
            return []
        name, busy, channels = self._core.shift.name, lane.busy, lane.channels
        return store.claim(
            connection, platform, now, name, limit, each=EACH, busy=busy, channels=channels, served=lane.served
        )

    def _clear_up(self, connection: sa.Connection, now: datetime) -> None:
        store.revive(connection, now)
        for name, kind in self._kinds.items():
            store.expire(connection, name, now - kind.window, now)
        events.forget_old(connection, now)
        misses.forget_old(connection, now)

    def _next_moment(self, connection: sa.Connection, now: datetime) -> datetime | None:
        """What waits for another message to end is looked at then, in a full lane all that is due."""
        moments = [self._planner.next_moment(connection)]
        for platform, lane in self._lanes.items():
            if lane.room > 0:
                moments.append(store.next_moment(connection, platform, now if lane.holds_back else None))
        return min((moment for moment in moments if moment), default=None)

    def _lane(self, platform: str) -> Lane:
        if platform not in self._lanes:
            self._lanes[platform] = Lane(self._core.chats[platform].at_once, self._fill_soon)
        return self._lanes[platform]

    async def _settled(self) -> None:
        await asyncio.gather(*(task for lane in self._lanes.values() for task in lane.tasks))

    async def _cut_off(self) -> None:
        tasks = [*self._ticks, *(task for lane in self._lanes.values() for task in lane.tasks)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
