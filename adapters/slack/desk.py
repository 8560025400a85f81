"""From a request to its answer: asks the router, and has the stage show the reply where its kind of answer belongs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import limits
from adapters.slack.actions import run_button
from adapters.slack.commands import HOME
from adapters.slack.errands import Errands
from adapters.slack.posting import Posting
from adapters.slack.scene import Scene
from adapters.slack.stage import Stage
from adapters.slack.wording import Asked
from bot.chat.arguments import Line
from bot.chat.codec import decode
from bot.chat.command import Answers, Command, Press, Request
from bot.chat.forms import form_for, lacks_options
from bot.chat.port import Postponed, Refused, Unclear
from bot.chat.reply import Button, Reply, Style, Tone
from bot.chat.router import RUN, Router
from bot.chat.text import join, plain
from bot.words import words_for

log = logging.getLogger(__name__)

Coming = Coroutine[Any, Any, Reply | None]
# Answers that are shown in a window where there is a trigger to open one.
WINDOWED = (Answers.PANEL, Answers.FORM)


class Desk:
    """`asked` is the router with its replies in Slack's words."""

    def __init__(self, router: Router, asked: Asked, stage: Stage, posting: Posting, errands: Errands) -> None:
        self._router = router
        self._asked = asked
        self._stage = stage
        self._posting = posting
        self._errands = errands

    async def command(self, scene: Scene, line: Line, *, in_window: bool = False) -> None:
        """`in_window` shows the answer in a modal, whatever its kind."""
        command = self._router.command(line.name)
        if command and not scene.trigger and (command.answers in WINDOWED or lacks_options(command, line.args)):
            card = await self._asked.worded(_start_card(command, scene))
            await self._stage.private(scene, card, line.args)
        elif command and lacks_options(command, line.args):
            await self._ask(scene, command, line.args)
        else:
            answers = command.answers if command else Answers.PRIVATE
            request = Request(line.name, line.args, scene.person, scene.place, scene.event)
            await self._answer(scene, Answers.PANEL if in_window else answers, self._asked.handle(request))

    async def press(self, scene: Scene, press: Press) -> None:
        action, name = decode(press.action)
        command = self._router.command(name) if action == RUN else None
        given: dict[str, str | int] = {key: values[0] for key, values in press.values.items() if values}
        if command and lacks_options(command, given):
            await self._ask(scene, command, given)
        else:
            await self._answer(scene, self._router.answers(press.action), self._asked.press(press))

    async def home(self, scene: Scene) -> None:
        reply = await self._asked.handle(Request(HOME, {}, scene.person, scene.place, scene.event))
        if reply:
            await self._stage.publish(scene.person, reply, scene.place)

    async def delivered(self, scene: Scene, coming: Coming) -> Reply | None:
        """The reply when its files have been sent to the person, since no private answer can hold them."""
        reply = await coming
        if reply is None or not reply.files:
            return reply
        words = words_for(scene.person.locale)
        try:
            channel = await self._posting.direct_channel(scene.person.user)
            await self._posting.upload(channel, reply.files)
            said = words("I sent it to you as a direct message.")
        except Refused as error:
            log.warning("slack: files were not sent: %s", error)
            said = words("The file could not be sent. {remedy}", remedy=error)
        except Unclear as error:
            log.warning("slack: files were not sent: %s", error)
            said = words("The file could not be sent. Please try again.")
        return replace(reply, files=(), body=join([reply.body, plain(said)], "\n\n"))

    async def posted(self, scene: Scene, coming: Coming) -> Reply | None:
        """Posts the reply to the channel; gives back what the person is told instead, which is nothing where they
        see the post itself."""
        reply = await coming
        if reply is None or reply.tone is Tone.WARNING:
            return reply
        words = words_for(scene.person.locale)
        try:
            await self._stage.public(scene, reply)
        except (Refused, Postponed) as error:
            return Reply(title=words("Not posted"), body=plain(str(error)), tone=Tone.WARNING)
        except Unclear:
            said = words("Slack didn't answer. Look whether it is in the channel before you try again.")
            return Reply(title=words("Perhaps not posted"), body=plain(said), tone=Tone.WARNING)
        direct = words("You find it in our direct messages.")
        return Reply(
            title=words("Posted"), body=plain(direct if scene.direct else words("The channel can see it now."))
        )

    async def _ask(self, scene: Scene, command: Command, given: Mapping[str, str | int]) -> None:
        form = self._asked.spelled_form(form_for(command, words_for(scene.person.locale), given))
        await self._stage.open(scene, self._stage.card(scene, Reply(form=form)))

    async def _answer(self, scene: Scene, answers: Answers, coming: Coming) -> None:
        if answers is Answers.PUBLIC:
            told = self.posted(scene, coming)
            await (self._open(scene, told) if scene.window else self._tell(scene, told))
        elif answers is Answers.UPDATE:
            await self._update(scene, await self.delivered(scene, coming))
        elif scene.trigger and (answers in WINDOWED or scene.window):
            await self._open(scene, self.delivered(scene, coming))
        else:
            reply = await self.delivered(scene, coming)
            if reply:
                await self._stage.private(scene, reply)

    async def _update(self, scene: Scene, reply: Reply | None) -> None:
        if reply and reply.form and not scene.in_modal:
            await self._stage.open(scene, self._stage.card(scene, reply))
        elif reply:
            await self._stage.replace(scene, reply)

    async def _tell(self, scene: Scene, told: Coming) -> None:
        """After a public answer to a command or a card: only what went wrong is said."""
        reply = await told
        if reply and reply.tone is Tone.WARNING:
            await self._stage.private(scene, reply)

    async def _open(self, scene: Scene, coming: Coming) -> None:
        """Opens a window at once; with a placeholder, if the reply isn't there while the trigger is fresh."""
        task = self._errands.start(coming)
        await asyncio.wait({task}, timeout=limits.TRIGGER_PATIENCE)
        if task.done():
            reply = task.result()
            shown = reply is None or bool(await self._stage.open(scene, self._stage.card(scene, reply)))
        else:
            opened = await self._stage.open(scene, self._stage.waiting(scene))
            reply = await task or _said_before(scene)
            shown = bool(opened) and await self._stage.turn(opened, self._stage.card(scene, reply))
        if reply and not shown:
            await self._stage.private(scene, _too_late(scene) if reply.form else reply)


def _start_card(command: Command, scene: Scene) -> Reply:
    """Nothing opens a window from a mention or a message, but a press does."""
    words = words_for(scene.person.locale)
    start = Button(words("Start"), run_button(command.name), style=Style.PRIMARY)
    return Reply(title=f"/{command.name}", body=plain(words(command.help)), buttons=(start,))


def _said_before(scene: Scene) -> Reply:
    return Reply(body=plain(words_for(scene.person.locale)("This was answered already.")))


def _too_late(scene: Scene) -> Reply:
    """A form can't be shown in a message."""
    said = words_for(scene.person.locale)("Slack gave up waiting for the form. Please try again.")
    return Reply(body=plain(said), tone=Tone.WARNING)
