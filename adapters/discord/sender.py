"""Requests to Discord's API with the bot's token: each in its turn, and told exactly what came of it.

discord.py makes the requests, this sends them. Its own sender repeats for up to half a minute what got no proper
answer, and sleeps up to 30 seconds where Discord asks for it; a caller that gives up meanwhile leaves it shut for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

import discord
from discord.http import HTTPClient, Route

from adapters.discord import limits
from adapters.discord.buckets import Bucket, Buckets
from adapters.discord.errors import REFUSED_TOKEN
from adapters.discord.exchange import Answered, Asked, Exchange
from adapters.discord.gate import Gate
from adapters.discord.troubles import Troubles
from bot.chat.port import Postponed, Unclear

# Doing these twice is the same as doing them once.
REPEATABLE = frozenset({"GET", "PUT"})
TRIES = 3
PAUSED = "Discord asked to wait"
TOO_MUCH_REFUSED = "Discord refused too much of late; pausing before it shuts the bot out"


class Guards:
    """What is kept of Discord's limits, for as long as the program runs. `share` is this process's part of them."""

    def __init__(self, share: Callable[[], float]) -> None:
        self.share = share
        self.gate = Gate(share)
        self.buckets = Buckets()
        self.troubles = Troubles()


class Sender(HTTPClient):
    """Raises discord.HTTPException for what Discord refused, Postponed where it surely took nothing, else Unclear.

    `urgent` goes before the others, because a person waits.
    """

    def __init__(self, exchange: Exchange, guards: Guards, *, urgent: bool = False) -> None:
        super().__init__(asyncio.get_running_loop())
        self._exchange = exchange
        self._guards = guards
        self._is_urgent = urgent

    async def request(
        self,
        route: Route,
        *,
        files: Sequence[discord.File] | None = None,
        form: Iterable[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Tries again what can do no harm, for some seconds: a 429 has surely done nothing."""
        asked = Asked(route, tuple(form or ()), tuple(files or ()), kwargs)
        loop = asyncio.get_running_loop()
        until = loop.time() + limits.REPEAT_WITHIN
        for tries in range(1, TRIES + 1):
            answered = await self._once(asked, final=tries == TRIES or loop.time() > until)
            if answered is None:
                await asyncio.sleep(limits.REPEAT_PAUSE * tries)
            elif answered.status != 429:
                return answered.data
            asked.rewind()
        raise Postponed(PAUSED)

    async def _once(self, asked: Asked, *, final: bool) -> Answered | None:
        """None for what is better tried again; a 429 unless this is the final try."""
        repeats = asked.route.method in REPEATABLE and not final
        try:
            answered = await self._in_turn(asked)
        except Postponed:
            raise
        except Unclear:
            if repeats:
                return None
            raise
        if answered.status == 429 and final:
            raise Postponed(PAUSED, timedelta(seconds=_wait(answered)))
        if answered.status >= 500 and repeats:
            return None
        if answered.status >= 300 and answered.status != 429:
            raise _refusal(answered)
        return answered

    async def _in_turn(self, asked: Asked) -> Answered:
        guards, loop = self._guards, asyncio.get_running_loop()
        if pause := guards.troubles.pause(loop.time(), guards.share()):
            raise Postponed(TOO_MUCH_REFUSED, timedelta(seconds=pause))
        until = loop.time() + limits.TURN_PATIENCE
        bucket = guards.buckets.of(asked.route, loop.time())
        await bucket.enter(limits.TURN_PATIENCE)
        answered: Answered | None = None
        try:
            turn = await guards.gate.turn(until - loop.time(), urgent=self._is_urgent)
            answered = await self._exchange.send(asked, lambda: guards.gate.went(turn))
        finally:
            bucket.leave({} if answered is None else answered.headers, loop.time())
        self._note(asked, bucket, answered, loop.time())
        return answered

    def _note(self, asked: Asked, bucket: Bucket, answered: Answered, now: float) -> None:
        guards = self._guards
        guards.buckets.learn(asked.route, bucket, answered.headers)
        guards.troubles.note(answered.status, answered.scope, now)
        if answered.status == 401:
            guards.gate.close(limits.TOKEN_PAUSE, REFUSED_TOKEN)
        elif answered.status == 429 and answered.stops_everything:
            guards.gate.close(_wait(answered), PAUSED)
        elif answered.status == 429:
            bucket.close(now + _wait(answered))


def _wait(answered: Answered) -> float:
    return limits.USUAL_WAIT if answered.wait is None else answered.wait


def _refusal(answered: Answered) -> discord.HTTPException | Unclear:
    """What is not Discord's own JSON is a page of Cloudflare's or a proxy's, and says nothing about a channel."""
    if not isinstance(answered.data, dict) and 401 != answered.status < 500:
        return Unclear(f"something on the way to Discord answered {answered.status}")
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if answered.status >= 500 else kinds.get(answered.status, discord.HTTPException)
    return kind(answered.response, answered.data)
