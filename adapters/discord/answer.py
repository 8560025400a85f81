"""One answer: the first response if it is ready in time, else a deferral that is filled in when it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.actions import Way, way, way_of
from adapters.discord.hook import DEFERRED, DEFERRED_UPDATE, MESSAGE, MODAL, UPDATE, Hook
from adapters.discord.modal import modal
from adapters.discord.render import Message, card, fallback
from adapters.discord.scene import Scene
from bot.chat.command import Answers
from bot.chat.reply import Form, Reply
from bot.chat.text import plain

log = logging.getLogger(__name__)

# Discord refused the payload itself (400, 413): the words alone may still get through.
REFUSED_PAYLOAD = frozenset({400, 413})
# 40060 and 10062: somebody else answered, or the three seconds are over. Words can't help then.
OVER = frozenset({40060, 10062})


class Answer:
    def __init__(self, hook: Hook, scene: Scene, answers: Answers) -> None:
        self._hook = hook
        self._scene = scene
        self._way = way(answers, scene)
        self._form_first = answers is Answers.FORM and not scene.form

    async def give(self, work: Coroutine[Any, Any, Reply | None]) -> None:
        """A form can't be deferred, so an action that answers with one is waited for whatever it takes."""
        task = asyncio.ensure_future(work)
        patience = None if self._form_first else limits.FIRST_RESPONSE_PATIENCE
        await asyncio.wait({task}, timeout=patience)
        if task.done():
            await self._first(task.result())
            return
        await self._defer()
        await self._finish(await task)

    async def open(self, form: Form) -> None:
        """Discord refuses a form for one preset that it doesn't like, such as a channel of another kind."""
        try:
            await self._hook.respond(MODAL, Message(modal(form)))
        except discord.HTTPException as error:
            if not _refused_payload(error):
                raise
            log.error("Discord refused a form (%s %s); opening it empty", error.status, error.code)
            empty = tuple(replace(field, value=()) for field in form.fields)
            await self._hook.respond(MODAL, Message(modal(replace(form, fields=empty))))

    async def _first(self, reply: Reply | None) -> None:
        if reply is None:
            await self._acknowledge()
        elif reply.form and not self._scene.form:
            await self.open(reply.form)
        elif way_of(reply, self._way, self._scene) is Way.UPDATE:
            await _shown(reply, lambda message: self._hook.respond(UPDATE, message))
        else:
            hidden = way_of(reply, self._way, self._scene) is Way.PRIVATE
            await _shown(reply, lambda message: self._hook.respond(MESSAGE, message, hidden=hidden))

    async def _acknowledge(self) -> None:
        """Nothing to say to a repeated delivery. A command has no silent response, and was answered the first time."""
        if self._scene.message:
            await self._hook.respond(DEFERRED_UPDATE)

    async def _defer(self) -> None:
        if self._way is Way.UPDATE:
            await self._hook.respond(DEFERRED_UPDATE)
        else:
            await self._hook.respond(DEFERRED, hidden=self._way is Way.PRIVATE)

    async def _finish(self, reply: Reply | None) -> None:
        """A deferral can't change who sees it: a refusal of a public one takes it back and follows up in private."""
        if reply is None:
            await self._leave()
        elif way_of(reply, self._way, self._scene) is self._way:
            await _shown(reply, self._hook.edit)
        else:
            await self._leave()
            await _shown(reply, lambda message: self._hook.follow_up(message, hidden=True))

    async def _leave(self) -> None:
        """A deferred update shows nothing that would have to be taken back."""
        if self._way is not Way.UPDATE:
            await self._hook.take_back()


async def _shown(reply: Reply, send: Callable[[Message], Awaitable[None]]) -> None:
    reply = _in_words(reply)
    try:
        await send(card(reply))
    except discord.HTTPException as error:
        if not _refused_payload(error):
            raise
        log.error("Discord refused a card (%s %s); sending its words", error.status, error.code)
        await send(fallback(reply))


def _refused_payload(error: discord.HTTPException) -> bool:
    return error.status in REFUSED_PAYLOAD and error.code not in OVER


def _in_words(reply: Reply) -> Reply:
    """A form that can't be opened any more is at least named."""
    if reply.form is None or reply.title or reply.body:
        return reply
    return Reply(title=reply.form.title, body=plain(reply.form.note))
