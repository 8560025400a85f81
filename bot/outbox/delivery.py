"""Sending one piece of claimed work, and noting what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import TypeVar

import sqlalchemy as sa

from bot.chat.people import MessageRef
from bot.chat.port import Chat, Postponed, Refused, Unclear
from bot.chat.visit import Core
from bot.outbox import store
from bot.outbox.kind import Kind, Outgoing
from bot.outbox.model import FAILED, MISSED, PATIENCE, SENT, Due, pause, turn

log = logging.getLogger(__name__)

T = TypeVar("T")


class Delivery:
    def __init__(self, core: Core, kinds: Mapping[str, Kind]) -> None:
        self._core = core
        self._kinds = kinds
        self._tried: dict[str, float] = {}

    async def deliver(self, work: Due, chat: Chat) -> None:
        """Sends one piece of work. Whatever goes wrong with it stays with it: the others go on.

        If not even that can be noted (a full disk), the claim runs out, and the work is looked for and tried again.
        """
        try:
            await self._deliver(work, chat)
        except store.Relieved:
            log.warning("%s took too long; another claim goes on with it", work.key)
        except Exception:
            log.exception("%s could not be noted; it is looked for when its claim has run out", work.key)

    async def _deliver(self, work: Due, chat: Chat) -> None:
        kind = self._kinds[work.kind]
        unclear = work.unclear and not kind.repeatable
        try:
            if unclear and not self._dropped_if_doubled(work, chat):
                message = await self._look_back(work, chat)
                if message:
                    await self._finish(work, message)
                    return
                unclear = False
            await self._send(work, chat, unclear=unclear)
        except _Unsent:
            log.exception("%s could not be made ready", work.key)
            await self._try_again(work, "an error in the program; see its log", None, unclear=unclear)
        except _Closed as trouble:
            await self._miss(work, f"It may have been posted, and the history can't be read. {trouble}")
        except Refused as trouble:
            await self._fail(work, str(trouble))
        except Postponed as trouble:
            await self._postpone(work, trouble, unclear=unclear)
        except Unclear as trouble:
            await self._try_again(work, str(trouble), trouble.wait)
        except store.Relieved:
            raise
        except Exception:
            log.exception("%s could not be sent", work.key)
            await self._try_again(work, "an error in the program; see its log", None)

    def _dropped_if_doubled(self, work: Due, chat: Chat) -> bool:
        """Whether the first try is so young that the platform itself drops a second message.

        Of this process's own tries alone, and also by a clock that nobody sets: a claim outlives what is remembered.
        """
        tried, remembers = self._tried.get(work.key), chat.remembers.total_seconds()
        if tried is None or work.begun_at is None or monotonic() - tried >= remembers:
            return False
        return abs(self._core.clock() - work.begun_at) < chat.remembers

    async def _look_back(self, work: Due, chat: Chat) -> MessageRef | None:
        """Work that was begun may have been sent: then the channel's history has it.

        Raises _Closed where the history may not be read: then it is sent at most once, that is, not again.
        """
        try:
            return await _in_time(chat.find(work.place, work.key, work.since))
        except Refused as trouble:
            raise _Closed(str(trouble)) from trouble

    async def _send(self, work: Due, chat: Chat, *, unclear: bool) -> None:
        core, kind, now = self._core, self._kinds[work.kind], self._core.clock()
        if now - work.due_at > kind.window:
            await self._miss(work, work.trouble or "")
            return
        try:
            prepared = await core.store.write(lambda connection: self._prepare(connection, kind, work, now), locks=True)
        except (store.Relieved, Postponed):
            raise
        except Exception as trouble:
            raise _Unsent from trouble
        if prepared is None:
            await self._miss(work, "there was nothing to send")
            return
        if not work.is_held(core.clock()):
            await self._try_again(work, "the claim had run out", timedelta(), unclear=unclear)
            return
        work, outgoing = prepared
        self._note_try(work.key, chat)
        await self._finish(work, await _hand_over(chat, work, outgoing))

    def _note_try(self, key: str, chat: Chat) -> None:
        """The first one; those that no platform remembers any more are forgotten."""
        now, remembers = monotonic(), chat.remembers.total_seconds()
        if not remembers:
            return
        while self._tried and now - next(iter(self._tried.values())) >= remembers:
            del self._tried[next(iter(self._tried))]
        self._tried.setdefault(key, now)

    def _prepare(self, connection: sa.Connection, kind: Kind, work: Due, now: datetime) -> tuple[Due, Outgoing] | None:
        store.take_turns(connection, work.community_id)
        work = store.keep_payload(connection, work, dict(kind.prepare(connection, self._core, work, now)))
        outgoing = kind.show(connection, self._core, work, now)
        return (work, outgoing) if outgoing else None

    async def _finish(self, work: Due, message: MessageRef | None) -> None:
        core, kind, now = self._core, self._kinds[work.kind], self._core.clock()

        def note(connection: sa.Connection) -> None:
            store.close(connection, work, SENT, now, message.message if message else "")
            if message:
                kind.sent(connection, core, work, message, now)

        await core.store.write(note, locks=True)

    async def _miss(self, work: Due, trouble: str) -> None:
        now = self._core.clock()
        await self._core.store.write(
            lambda connection: store.close(connection, work, MISSED, now, trouble=trouble), locks=True
        )

    async def _fail(self, work: Due, trouble: str) -> None:
        now = self._core.clock()
        log.warning("%s failed for good: %s", work.key, trouble)

        def close(connection: sa.Connection) -> None:
            store.close(connection, work, FAILED, now, trouble=trouble)
            self._kinds[work.kind].failed(connection, self._core, work, trouble)

        await self._core.store.write(close, locks=True)

    async def _postpone(self, work: Due, trouble: Postponed, *, unclear: bool) -> None:
        chance = self._core.random.random()
        wait = turn(trouble.wait, chance) if trouble.wait else pause(work.attempts, None, chance)
        await self._put_back(work, str(trouble), wait, unclear=unclear)

    async def _try_again(self, work: Due, trouble: str, wait: timedelta | None, *, unclear: bool = True) -> None:
        await self._put_back(work, trouble, pause(work.attempts, wait, self._core.random.random()), unclear=unclear)

    async def _put_back(self, work: Due, trouble: str, wait: timedelta, *, unclear: bool) -> None:
        until = self._core.clock() + min(wait, store.TURNED_BACK)
        log.info("%s is tried again at %s: %s", work.key, until.isoformat(timespec="seconds"), trouble)
        await self._core.store.write(
            lambda connection: store.put_back(connection, work, until, trouble, unclear=unclear), locks=True
        )


class _Unsent(Exception):
    """It could not be made ready, so nothing was sent."""


class _Closed(Exception):
    """The history may not be read, so nobody can tell whether the work was done."""


async def _hand_over(chat: Chat, work: Due, outgoing: Outgoing) -> MessageRef | None:
    if outgoing.to:
        await _in_time(chat.direct(outgoing.to, outgoing.reply))
        return None
    if outgoing.edits:
        await _in_time(chat.edit(outgoing.edits, outgoing.reply, work.key))
        return outgoing.edits
    return await _in_time(chat.post(work.place, outgoing.reply, work.key))


async def _in_time(answer: Awaitable[T]) -> T:
    """A platform that doesn't answer is given up, because its place is needed for others, and the claim runs out."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await answer
    except TimeoutError:
        raise Unclear("the platform did not answer in time") from None
