"""Submitted forms. Slack turns the window by the acknowledgement, so the answer must come before it or wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.slack import limits
from adapters.slack.actions import read_submission
from adapters.slack.desk import Desk
from adapters.slack.errands import Errands
from adapters.slack.inputs import OWN_WORDS
from adapters.slack.scene import Scene
from adapters.slack.stage import Stage
from adapters.slack.wording import Asked
from bot.chat.codec import decode
from bot.chat.command import Answers, Press
from bot.chat.forms import lacks_options
from bot.chat.reply import Reply, Tone
from bot.chat.router import RUN, Router
from bot.words import words_for

Ack = Callable[..., Awaitable[Any]]


class Submissions:
    def __init__(self, router: Router, asked: Asked, stage: Stage, desk: Desk, errands: Errands) -> None:
        self._router = router
        self._asked = asked
        self._stage = stage
        self._desk = desk
        self._errands = errands

    async def answer(self, ack: Ack, scene: Scene, view: Mapping[str, Any], patience: float) -> None:
        """`patience` is what is left of the acknowledgement's time."""
        press = read_submission(view, scene)
        empty = self._left_empty(press, view)
        if empty:
            said = words_for(scene.person.locale)("Choose one, or write your own.")
            await ack(response_action="errors", errors={empty: said})
            return
        task = self._errands.start(self._outcome(scene, press))
        await asyncio.wait({task}, timeout=max(patience, 0))
        if task.done():
            await self._turn(ack, scene, press, task.result())
        else:
            await ack(response_action="update", view=self._stage.waiting(scene))
            self._errands.start(self._turn_late(scene, press, task))

    def _left_empty(self, press: Press, view: Mapping[str, Any]) -> str:
        """The block of a searching field that needed a choice or own words and got neither."""
        action, name = decode(press.action)
        command = self._router.command(name) if action == RUN else None
        if command is None or not lacks_options(command, {key: values[0] for key, values in press.values.items()}):
            return ""
        missing = {option.name for option in command.options if option.required} - set(press.values)
        blocks = [str(block.get("block_id", "")) for block in view.get("blocks") or []]
        return next((block for block in blocks if block.removesuffix(OWN_WORDS) in missing and OWN_WORDS in block), "")

    async def _outcome(self, scene: Scene, press: Press) -> Reply | None:
        coming = self._asked.press(press)
        if self._router.answers(press.action) is Answers.PUBLIC:
            return await self._desk.posted(scene, coming)
        return await self._desk.delivered(scene, coming)

    async def _turn(self, ack: Ack, scene: Scene, press: Press, reply: Reply | None) -> None:
        """The form closes where the answer belongs to what lies behind it; a warning lies over the form, so that
        nothing typed is lost."""
        window = scene.window
        if reply is None or window is None:
            await ack()
        elif self._belongs_behind(scene, press) and reply.tone is not Tone.WARNING:
            await ack()
            self._errands.start(self._put_behind(scene, reply))
        else:
            over = reply.tone is Tone.WARNING and window.depth < limits.VIEW_DEPTH
            await ack(response_action="push" if over else "update", view=self._stage.card(scene, reply))

    async def _turn_late(self, scene: Scene, press: Press, task: asyncio.Task[Reply | None]) -> None:
        said = words_for(scene.person.locale)("This was answered already.")
        reply = await task or Reply(title=said)
        if scene.window:
            await self._stage.turn(scene.window.id, self._stage.card(scene, reply))
        if self._belongs_behind(scene, press) and reply.tone is not Tone.WARNING:
            await self._stage.behind(scene, reply)

    async def _put_behind(self, scene: Scene, reply: Reply) -> None:
        if not await self._stage.behind(scene, reply):
            await self._stage.private(scene, reply)

    def _belongs_behind(self, scene: Scene, press: Press) -> bool:
        window = scene.window
        if window is None or self._router.answers(press.action) is not Answers.UPDATE:
            return False
        return bool(window.behind or window.origin.card)
