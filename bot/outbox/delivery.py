"""Sending one piece of claimed work, and noting what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa

from bot.chat.people import MessageRef
from bot.chat.port import Chat, Refused, Unclear
from bot.chat.visit import Core
from bot.outbox import store
from bot.outbox.kind import Kind, Outgoing
from bot.outbox.model import FAILED, MISSED, SENDING, SENT, Due, pause

log = logging.getLogger(__name__)

T = TypeVar("T")

CLOCKS_DIFFER = timedelta(minutes=2)
PATIENCE = timedelta(seconds=30)
"""For looking back and for sending, each; both end before the lease does, and before the heartbeat is missed."""


class Delivery:
    def __init__(self, core: Core, kinds: Mapping[str, Kind]) -> None:
        self._core = core
        self._kinds = kinds

    async def deliver(self, work: Due) -> None:
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
        chat = core.chats.get(work.place.platform)
        try:
            message = await self._sent_before(chat, work) if chat else None
        except Refused as trouble:
            await self._miss(work, f"It may have been posted, and the history can't be read. {trouble}")
            return
        if message is None:
            if now - work.due_at > kind.window:
                await self._miss(work, work.trouble or "")
                return
            if chat is None:
                reason = f"{work.place.platform} is not connected"
                await self._try_again(work, reason, None, unclear=work.state == SENDING)
                return
            outgoing = await core.store.write(lambda connection: self._prepare(connection, kind, work, now))
            if outgoing is None:
                await self._miss(work, "there was nothing to send")
                return
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
        return await _in_time(chat.find(work.place, work.key, work.due_at - CLOCKS_DIFFER))

    async def _miss(self, work: Due, trouble: str) -> None:
        now = self._core.clock()
        await self._core.store.write(lambda connection: store.close(connection, work.key, MISSED, now, trouble=trouble))

    async def _fail(self, work: Due, trouble: str) -> None:
        now = self._core.clock()
        log.warning("%s failed for good: %s", work.key, trouble)

        def close(connection: sa.Connection) -> None:
            store.close(connection, work.key, FAILED, now, trouble=trouble)
            self._kinds[work.kind].failed(connection, self._core, work, trouble)

        await self._core.store.write(close)

    async def _try_again(self, work: Due, trouble: str, wait: timedelta | None, *, unclear: bool = True) -> None:
        until = self._core.clock() + pause(work.attempts + 1, wait, self._core.random.random())
        log.info("%s is tried again at %s: %s", work.key, until.isoformat(timespec="seconds"), trouble)
        await self._core.store.write(
            lambda connection: store.put_back(connection, work.key, until, trouble, unclear=unclear)
        )


async def _hand_over(chat: Chat, work: Due, outgoing: Outgoing) -> MessageRef | None:
    if outgoing.to:
        await _in_time(chat.direct(outgoing.to, outgoing.reply))
        return None
    if outgoing.edits:
        await _in_time(chat.edit(outgoing.edits, outgoing.reply, work.key))
        return outgoing.edits
    return await _in_time(chat.post(work.place, outgoing.reply, work.key))


async def _in_time(answer: Awaitable[T]) -> T:
    """A platform that doesn't answer is given up, because the other work waits for the end of this round."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await answer
    except TimeoutError:
        raise Unclear("the platform did not answer in time") from None
