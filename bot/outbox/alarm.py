"""When the outbox looks next: one job of APScheduler, and a guard beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import system_clock

GUARD = 1.0
"""Seconds after which the guard rings if the job has not."""


class Alarm:
    """Rings once for each time that it is set. One that is set already and rings sooner stays.

    APScheduler goes by the wall clock: set back by an hour, it would sleep through that hour. The guard goes by the
    loop's clock, which nobody sets.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._guard: asyncio.TimerHandle | None = None
        self.running = False

    def start(self) -> None:
        self._scheduler.start()
        self.running = True

    def stop(self) -> None:
        if self.running:
            self._clear()
            self.running = False
            self._scheduler.shutdown(wait=False)

    def set(self, ahead: timedelta) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time() + ahead.total_seconds() + GUARD
        if not self.running or (self._guard and self._guard.when() <= at):
            return
        self._clear()
        self._guard = loop.call_at(at, self._go_off)
        self._scheduler.add_job(
            self._came, "date", run_date=system_clock() + ahead, id="tick", misfire_grace_time=None, max_instances=100
        )

    async def _came(self) -> None:
        """A coroutine, since APScheduler takes a plain function to a thread."""
        self._go_off()

    def _go_off(self) -> None:
        if self._guard:
            self._clear()
            self._ring()

    def _clear(self) -> None:
        if self._guard:
            self._guard.cancel()
            self._guard = None
            self._scheduler.remove_all_jobs()
