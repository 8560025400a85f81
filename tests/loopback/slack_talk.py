"""What people say and ask for: `slash`, `mention`, `direct`, `shortcut`, `open_home`.

Each waits until the bot has acknowledged and, where people expect to see something, until it has shown it.
`effect=False` waits for the acknowledgement only.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tests.loopback import slack_payloads
from tests.loopback.slack_answers import Answer, EnvelopeKind
from tests.loopback.slack_delivery import Delivery
from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import BOT_USER, Channel, User
from tests.loopback.slack_sight import Sight
from tests.loopback.slack_state import State


class Talk(Sight):
    """The same words for both transports."""

    def __init__(self, state: State, delivery: Delivery, general: Channel) -> None:
        super().__init__(state, general)
        self.delivery = delivery

    async def slash(
        self, user: User, command: str, text: str = "", channel: Channel | None = None, *, effect: bool = True
    ) -> Answer:
        """Works in any channel, also where the bot is no member, but never in a thread."""
        place = channel or self.general
        payload = slack_payloads.slash(self.state, user, place, command, text)
        return await self._send("slash_commands", payload, user, effect, channel=place.id)

    async def shortcut(
        self, user: User, callback_id: str, message: Message | None = None, *, effect: bool = True
    ) -> Answer:
        """On a message, or from the compose box when there is none."""
        if message is None:
            payload = slack_payloads.global_shortcut(self.state, user, callback_id)
            return await self._send("interactive", payload, user, effect)
        payload = slack_payloads.message_shortcut(self.state, user, callback_id, message)
        return await self._send("interactive", payload, user, effect, channel=message.channel)

    async def mention(
        self,
        user: User,
        text: str,
        channel: Channel | None = None,
        *,
        thread_ts: str | None = None,
        effect: bool = True,
    ) -> Answer:
        """`<@BOT>` in the text stands for the bot. In a direct channel Slack sends message.im instead."""
        if channel and channel.im_with:
            return await self.direct(user, text, thread_ts=thread_ts, effect=effect)
        message = self.write(user, text, channel, thread_ts=thread_ts)
        return await self._event("app_mention", message, {}, user, effect)

    async def direct(self, user: User, text: str, *, thread_ts: str | None = None, effect: bool = True) -> Answer:
        message = self.write(user, text, self.state.workspace.im(user.id), thread_ts=thread_ts)
        return await self._event("message", message, {"channel_type": "im"}, user, effect)

    async def echo(self, message: Message) -> Answer:
        """Tells the bot of its own message, as Slack does where it has subscribed to messages."""
        kind = "im" if self.state.workspace.channels[message.channel].im_with else "channel"
        bot = self.state.workspace.users[message.user]
        return await self._event("message", message, {"channel_type": kind}, bot, False)

    async def open_home(self, user: User, *, effect: bool = True) -> Answer:
        view = self.state.views.home(user.id)
        shown = {"view": view.as_json()} if view else {}
        channel = self.state.workspace.im(user.id).id
        event = {"type": "app_home_opened", "user": user.id, "channel": channel, "tab": "home", **shown}
        return await self.event(user, event, effect=effect)

    async def event(self, user: User, event: Json, *, effect: bool = False) -> Answer:
        """Any other event, for instance member_joined_channel."""
        payload = slack_payloads.event(self.state, event)
        return await self._send("events_api", payload, user, effect, channel=event.get("channel"))

    async def redeliver(self, answer: Answer, *, effect: bool = False) -> Answer:
        """The same payload once more: same event_id, same trigger_id, same response_url."""
        again = replace(answer, retries=answer.retries + 1, ack=None, effects=[], touched=asyncio.Event())
        return await self.delivery.send(again, effect=effect)

    def write(self, user: User, text: str, channel: Channel | None = None, *, thread_ts: str | None = None) -> Message:
        """A person's message that the bot is not told about."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        said = {"text": text.replace("<@BOT>", f"<@{BOT_USER}>"), **thread}
        return self.state.workspace.post((channel or self.general).id, user.id, said)

    async def _event(self, kind: str, message: Message, extra: Json, user: User, effect: bool) -> Answer:
        said = {**message.as_json(), "type": kind, "channel": message.channel, **extra}
        return await self.event(user, said, effect=effect)

    async def _send(
        self,
        kind: EnvelopeKind,
        payload: Json,
        user: User,
        effect: bool,
        *,
        channel: str | None = None,
        message_ts: str | None = None,
    ) -> Answer:
        hook = payload.get("response_url", "").rsplit("/", 1)[-1]
        marks = tuple(mark for mark in (hook, payload.get("trigger_id")) if mark)
        answer = Answer(kind, payload, user.id, channel, message_ts, marks)
        return await self.delivery.send(answer, effect=effect)
