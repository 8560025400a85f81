"""What Bolt calls: one listener a kind of payload. Each acknowledges first; the work goes on as an errand."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from adapters.slack import limits, people, scene
from adapters.slack.actions import pressed, read_press
from adapters.slack.commands import LOOK_UP, SHORTCUT, look_up_line, said_line, slash_line, without_mention
from adapters.slack.desk import Desk
from adapters.slack.errands import Errands
from adapters.slack.errors import within
from adapters.slack.inputs import SEARCH
from adapters.slack.people import People, Sender
from adapters.slack.render import options
from adapters.slack.scene import Scene
from adapters.slack.submissions import Ack, Submissions
from adapters.slack.tokens import Me
from adapters.slack.wording import who_may
from bot.chat.codec import decode
from bot.chat.command import Who
from bot.chat.people import Person
from bot.chat.router import RUN, Router

log = logging.getLogger(__name__)

Payload = dict[str, Any]

# What the manifest subscribes to; any other event is acknowledged, or Slack would send it again and again.
EVENTS = ("app_home_opened", "app_mention", "message.im")
ANY = re.compile("")
REMEMBERED = 2000


class Listeners:
    """Their work is done by the desk and the submissions; here payloads are read."""

    def __init__(
        self, router: Router, desk: Desk, submissions: Submissions, crowd: People, errands: Errands, me: Me
    ) -> None:
        self._router = router
        self._desk = desk
        self._submissions = submissions
        self._people = crowd
        self._errands = errands
        self._me = me
        self._seen: OrderedDict[str, None] = OrderedDict()

    def register(self, app: AsyncApp) -> None:
        app.command(ANY)(self.on_command)
        app.action({"type": "block_actions", "action_id": ANY})(self.on_press)
        app.view_submission(ANY)(self.on_submission)
        app.options({"action_id": ANY})(self.on_suggestion)
        app.message_shortcut(SHORTCUT)(self.on_shortcut)
        app.event(ANY)(self.on_event)

    async def on_command(self, ack: Ack, body: Payload) -> None:
        await ack()
        if self._is_new(str(body.get("trigger_id", ""))):
            self._errands.start(self._command(body))

    async def on_press(self, ack: Ack, body: Payload) -> None:
        await ack()
        if self._is_new(str(body.get("trigger_id", ""))):
            self._errands.start(self._press(body))

    async def on_shortcut(self, ack: Ack, body: Payload) -> None:
        await ack()
        if self._is_new(str(body.get("trigger_id", ""))):
            self._errands.start(self._shortcut(body))

    async def on_event(self, body: Payload) -> None:
        if self._is_new(str(body.get("event_id", ""))):
            self._errands.start(self._event(body))

    async def on_submission(self, ack: Ack, body: Payload) -> None:
        """Bolt loses an acknowledgement when the listener raises right after it, so nothing is let through."""
        try:
            await self._submit(ack, body)
        except Exception:
            log.exception("slack: a form was not answered")
            await ack()

    async def on_suggestion(self, ack: Ack, body: Payload) -> None:
        found = await within(limits.SUGGEST_PATIENCE, self._suggestions(body), "a suggestion")
        await ack(options=found or [])

    async def _command(self, body: Payload) -> None:
        line = slash_line(str(body["command"]), str(body.get("text") or ""), self._router.core.commands)
        person = await self._person(people.of_command(body), encoded=f"{RUN}:{line.name}")
        await self._desk.command(scene.of_command(body, person, self._me.team), line)

    async def _press(self, body: Payload) -> None:
        element = pressed(body)
        if element:
            person = await self._person(people.of_interaction(body), encoded=str(element["action_id"]))
            where = scene.of_interaction(body, person, self._me.team)
            await self._desk.press(where, read_press(element, where))

    async def _shortcut(self, body: Payload) -> None:
        person = await self._person(people.of_interaction(body), encoded=f"{RUN}:{LOOK_UP}")
        line = look_up_line(str(body["message"].get("text") or ""), self._router.core.commands)
        await self._desk.command(scene.of_interaction(body, person, self._me.team), line, in_window=True)

    async def _event(self, body: Payload) -> None:
        event = body["event"]
        if event["type"] == "app_home_opened":
            if event.get("tab") == "home":
                await self._desk.home(await self._event_scene(body, f"{RUN}:"))
        elif _is_said_to_us(event):
            text = without_mention(str(event.get("text") or ""), self._me.user)
            line = said_line(text, self._router.core.commands)
            await self._desk.command(await self._event_scene(body, f"{RUN}:{line.name}"), line)

    async def _event_scene(self, body: Payload, encoded: str) -> Scene:
        return scene.of_event(body, await self._person(people.of_event(body), encoded=encoded), self._me.team)

    async def _submit(self, ack: Ack, body: Payload) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + limits.ACK_PATIENCE
        view = body["view"]
        person = await self._person(people.of_interaction(body), encoded=str(view.get("callback_id", "")))
        where = scene.of_interaction(body, person, self._me.team)
        await self._submissions.answer(ack, where, view, until - loop.time())

    async def _suggestions(self, body: Payload) -> list[Any]:
        action, name = decode(str(body.get("action_id", "")))
        command, _, option = name.rpartition(".")
        if action != SEARCH:
            return []
        person = await self._people.person(people.of_interaction(body))
        place = scene.of_interaction(body, person, self._me.team).place
        found = await self._router.suggest(command, option, str(body.get("value") or ""), person, place)
        return list(options(found))

    async def _person(self, sender: Sender, encoded: str) -> Person:
        """Who is a manager is asked anew where only managers may."""
        return await self._people.person(sender, ask=who_may(self._router, encoded) is Who.MANAGERS)

    def _is_new(self, delivery: str) -> bool:
        """Slack delivers some things twice; the router knows what was written, this what was only read. Read twice by
        two processes, it is answered twice: that costs less than a write for each look."""
        if delivery in self._seen:
            return False
        if delivery:
            self._seen[delivery] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True


def _is_said_to_us(event: Mapping[str, Any]) -> bool:
    """A mention or a direct message by a person: no edit, no file, no bot."""
    direct = event["type"] == "message" and event.get("channel_type") == "im"
    spoken = (
        not event.get("subtype") and not event.get("bot_id") and not event.get("hidden") and bool(event.get("user"))
    )
    return spoken and (event["type"] == "app_mention" or direct)
