"""The timed work of a process: plan what schedules ask for, claim what is due, have it sent, sleep till the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat.visit import Core
from bot.clock import system_clock
from bot.heartbeat import beat
from bot.outbox import store
from bot.outbox.delivery import Delivery
from bot.outbox.kind import Kind, Planner
from bot.outbox.model import Due
from bot.people import events

log = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=20)
STOPPING = timedelta(seconds=1.5)
AT_ONCE = 50
TICKS_WAITING = 100


class Outbox:
    """APScheduler holds one job, the next tick; what is due stands in the database alone."""

    def __init__(self, core: Core, kinds: Mapping[str, Kind], planner: Planner) -> None:
        self._core = core
        self._delivery = Delivery(core, kinds)
        self._planner = planner
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = asyncio.Lock()
        core.bell.listen(self.tick_soon)

    def start(self) -> None:
        self._scheduler.start()
        self._next_at(self._core.clock())

    async def stop(self) -> None:
        """Waits for the tick under way, so that no message is sent without its row being closed; but not for ever.

        What is cut off is looked for at the next start. The scheduler's own end cancels whatever still runs.
        """
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        try:
            async with asyncio.timeout(STOPPING.total_seconds()), self._ticking:
                pass
        except TimeoutError:
            log.warning("a post was cut off; whether it arrived is looked up at the next start")
        finally:
            self._scheduler.shutdown(wait=False)

    def tick_soon(self) -> None:
        """For work that a person waits for, such as a test post."""
        if self._scheduler.running:
            self._next_at(self._core.clock())

    def _next_at(self, moment: datetime) -> None:
        """Asks for a tick as far ahead as `moment` is by the core's clock, which need not be the machine's.

        A tick may be asked for while one runs, and must not be dropped for it: the lock makes it wait instead.
        """
        ahead = max(moment - self._core.clock(), timedelta())
        self._scheduler.add_job(
            self._run,
            "date",
            run_date=system_clock() + ahead,
            id="tick",
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=TICKS_WAITING,
        )

    async def _run(self) -> None:
        next_moment = self._core.clock() + LONGEST_SLEEP
        try:
            next_moment = await self.tick()
            beat(self._core.store.path)
        except Exception:
            log.exception("the tick failed; the next one is in %s s", LONGEST_SLEEP.seconds)
        if self._scheduler.running:
            self._next_at(next_moment)

    async def tick(self) -> datetime:
        """Does everything that is due now; gives the moment of the next tick."""
        async with self._ticking:
            while await self._work_off():
                pass
            now = self._core.clock()
            wanted = await self._core.store.read(self._next_moment)
            return min(max(wanted or now + LONGEST_SLEEP, now), now + LONGEST_SLEEP)

    async def _work_off(self) -> bool:
        """One round; says whether there may be more."""
        now = self._core.clock()

        def take(connection: sa.Connection) -> list[Due]:
            self._planner.plan(connection, now)
            events.forget_old(connection, now)
            return store.claim(connection, now, AT_ONCE)

        claimed = await self._core.store.write(take)
        await asyncio.gather(*(self._delivery.deliver(work) for work in claimed))
        return len(claimed) == AT_ONCE

    def _next_moment(self, connection: sa.Connection) -> datetime | None:
        moments = (store.next_moment(connection), self._planner.next_moment(connection))
        return min((moment for moment in moments if moment), default=None)
