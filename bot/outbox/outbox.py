"""The timed work of a process: plan what schedules ask for, claim what is due, send it, note what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat.people import MessageRef, Person
from bot.chat.port import Chat, Refused, Unclear
from bot.chat.reply import Reply
from bot.chat.visit import Core
from bot.heartbeat import beat
from bot.outbox import store
from bot.outbox.model import FAILED, MISSED, SENDING, SENT, Due, pause
from bot.people import events

log = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=20)
AT_ONCE = 50
CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent: a new message in the work's place, a change of one that stands, or a direct message."""

    reply: Reply
    edits: MessageRef | None = None
    to: Person | None = None


class Kind(Protocol):
    """What a kind of timed work does. All of it runs in a transaction, never while a platform is being waited for."""

    window: timedelta
    """How long after its due moment it is still worth sending; then it is recorded as missed."""

    repeatable: bool
    """Whether doing it twice does no harm (an edit), so that nobody has to look whether it was done."""

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Mapping[str, Any]:
        """Decides what will be sent and returns the payload that keeps it, so that a second try sends the same."""

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        """The message, or None if there is nothing to send any more."""

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """What follows from its having been sent."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """What follows from its having failed for good."""


class Planner(Protocol):
    """Where due work comes from. `plan` adds the rows that have become due; `next_moment` says when to look again."""

    def plan(self, connection: sa.Connection, now: datetime) -> None: ...

    def next_moment(self, connection: sa.Connection) -> datetime | None: ...


class Outbox:
    """APScheduler holds one job, the next tick; what is due stands in the database alone."""

    def __init__(self, core: Core, kinds: Mapping[str, Kind], planner: Planner) -> None:
        self._core = core
        self._kinds = kinds
        self._planner = planner
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = asyncio.Lock()
        core.bell.listen(self.tick_soon)

    def start(self) -> None:
        self._scheduler.start()
        self._next_at(self._core.clock())

    async def stop(self) -> None:
        """Waits for the tick under way, so that no message is sent without its row being closed."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        async with self._ticking:
            pass

    def tick_soon(self) -> None:
        """For work that a person waits for, such as a test post."""
        if self._scheduler.running:
            self._next_at(self._core.clock())

    def _next_at(self, moment: datetime) -> None:
        self._scheduler.add_job(
            self._run, "date", run_date=moment, id="tick", replace_existing=True, misfire_grace_time=None
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
        await asyncio.gather(*(self._deliver(work) for work in claimed))
        return len(claimed) == AT_ONCE

    def _next_moment(self, connection: sa.Connection) -> datetime | None:
        moments = (store.next_moment(connection), self._planner.next_moment(connection))
        return min((moment for moment in moments if moment), default=None)

    async def _deliver(self, work: Due) -> None:
        """Sends one piece of work. Whatever goes wrong with it stays with it: the others go on."""
        try:
            await self._send(work)
        except Refused as trouble:
            await self._fail(work, str(trouble))
        except Unclear as trouble:
            await self._try_again(work, str(trouble), trouble.wait)
        except Exception:
            log.exception("%s could not be sent", work.key)
            await self._try_again(work, "an error in the program; see its log", None)

    async def _send(self, work: Due) -> None:
        core, kind, now = self._core, self._kinds[work.kind], self._core.clock()
        if now - work.due_at > kind.window:
            trouble = work.trouble or ""
            await core.store.write(lambda connection: store.close(connection, work.key, MISSED, now, trouble=trouble))
            return
        chat = core.chats.get(work.place.platform)
        if chat is None:
            raise Unclear(f"{work.place.platform} is not connected")
        try:
            message = await self._sent_before(chat, work)
        except Refused as trouble:
            lost = f"It may have been posted, and the history can't be read. {trouble}"
            await core.store.write(lambda connection: store.close(connection, work.key, MISSED, now, trouble=lost))
            return
        if message is None:
            outgoing = await core.store.write(lambda connection: self._prepare(connection, kind, work, now))
            if outgoing is not None:
                message = await _hand_over(chat, work, outgoing)

        def finish(connection: sa.Connection) -> None:
            current = store.find(connection, work.key) or work
            store.close(connection, work.key, SENT, now, message.message if message else "")
            if message:
                kind.sent(connection, core, current, message, now)

        await core.store.write(finish)

    def _prepare(self, connection: sa.Connection, kind: Kind, work: Due, now: datetime) -> Outgoing | None:
        payload = dict(kind.prepare(connection, self._core, work, now))
        store.keep_payload(connection, work.key, payload)
        current = store.find(connection, work.key)
        return kind.show(connection, self._core, current, now) if current else None

    async def _sent_before(self, chat: Chat, work: Due) -> MessageRef | None:
        """Only a row that was left in `sending` is unclear; then the channel's history says whether it was sent.

        Raises Refused where the history may not be read: then it is sent at most once, that is, not again.
        """
        if work.state != SENDING or self._kinds[work.kind].repeatable:
            return None
        return await chat.find(work.place, work.key, work.due_at - CLOCKS_DIFFER)

    async def _fail(self, work: Due, trouble: str) -> None:
        now = self._core.clock()
        log.warning("%s failed for good: %s", work.key, trouble)

        def close(connection: sa.Connection) -> None:
            store.close(connection, work.key, FAILED, now, trouble=trouble)
            self._kinds[work.kind].failed(connection, self._core, work, trouble)

        await self._core.store.write(close)

    async def _try_again(self, work: Due, trouble: str, wait: timedelta | None) -> None:
        until = self._core.clock() + pause(work.attempts + 1, wait, self._core.random.random())
        log.info("%s is tried again at %s: %s", work.key, until.isoformat(timespec="seconds"), trouble)
        await self._core.store.write(
            lambda connection: store.put_back(connection, work.key, until, trouble, unclear=True)
        )


async def _hand_over(chat: Chat, work: Due, outgoing: Outgoing) -> MessageRef | None:
    if outgoing.to:
        await chat.direct(outgoing.to, outgoing.reply)
        return None
    if outgoing.edits:
        await chat.edit(outgoing.edits, outgoing.reply, work.key)
        return outgoing.edits
    return await chat.post(work.place, outgoing.reply, work.key)
