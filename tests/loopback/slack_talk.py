"""What people do in Slack, in words: `slash`, `press`, `select`, `submit`, `mention`, `direct` and the rest.

Each waits until the bot has acknowledged and, where people expect to see something, until it has shown it.
`effect=False` waits for the acknowledgement only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from tests.loopback import slack_choices, slack_payloads
from tests.loopback.slack_answers import Answer, EnvelopeKind
from tests.loopback.slack_choices import Chosen
from tests.loopback.slack_delivery import Delivery
from tests.loopback.slack_elements import Json
from tests.loopback.slack_state import State
from tests.loopback.slack_views import View
from tests.loopback.slack_workspace import BOT_USER, Channel, Message, User


class Talk:
    """Both transports speak through it. `place` is a message or a view, as the person saw it."""

    def __init__(self, state: State, delivery: Delivery, general: Channel) -> None:
        self.state = state
        self.delivery = delivery
        self.general = general
        self._suggested: dict[str, list[Json]] = {}

    async def slash(
        self, user: User, command: str, text: str = "", channel: Channel | None = None, *, effect: bool = True
    ) -> Answer:
        """Works in any channel, also where the bot is no member, but never in a thread."""
        place = channel or self.general
        payload = slack_payloads.slash(self.state, user, place, command, text)
        return await self._send("slash_commands", payload, user, effect, channel=place.id)

    async def press(
        self,
        user: User,
        place: Message | View,
        action_id: str,
        value: str | None = None,
        *,
        effect: bool = True,
    ) -> Answer:
        """A `value` is compared with the button's own.

        Nothing visible is awaited from a button that opens a link.
        """
        block, button = slack_choices.find(place.blocks, action_id)
        assert button["type"] == "button", f"{action_id!r} is a {button['type']}: use select"
        assert value in (None, button.get("value")), f"{action_id!r} has the value {button.get('value')!r}"
        return await self._act(user, place, block, button, {}, effect and "url" not in button)

    async def select(
        self, user: User, place: Message | View, action_id: str, chosen: Chosen, *, effect: bool = True
    ) -> Answer | None:
        """Chooses in any select, radio, checkbox, menu or date. In a form's input nothing is sent until it is
        submitted (unless `dispatch_action`), so the answer is None."""
        block, element = slack_choices.find(place.blocks, action_id)
        value = slack_choices.stated(element, chosen, self._suggested.get(action_id, []))
        if isinstance(place, View) and element["type"] != "overflow":
            place = self._keep(place, block, action_id, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        return await self._act(user, place, block, element, value, effect)

    async def suggest(self, user: User, place: Message | View, action_id: str, typed: str) -> list[Json]:
        """The options that the bot offers for what was typed into an external select; groups come
        flattened."""
        block, element = slack_choices.find(place.blocks, action_id)
        assert len(typed) >= element.get("min_query_length", 3), f"Slack asks for no options after {typed!r}"
        asked = {"action_id": action_id, "block_id": block["block_id"], "value": typed}
        payload = slack_payloads.suggestion(self.state, user, place, asked)
        answer = await self._send("interactive", payload, user, False)
        body = answer.ack.body if answer.ack else None
        self._suggested[action_id] = slack_choices.options_of(body) if isinstance(body, dict) else []
        return self._suggested[action_id]

    async def submit(
        self, user: User, view: View, values: Mapping[str, Chosen] | None = None, *, effect: bool = False
    ) -> Answer:
        """`values` by action id or block id, on top of what was selected before. See `Answer.errors`."""
        current = self.state.views.find(view.id, None)
        state = slack_choices.fill_in(current.blocks, values or {}, current.state, self._suggested)
        filled = self.state.views.fill(current, state)
        payload = slack_payloads.submission(self.state, user, filled)
        return await self._send("interactive", payload, user, effect)

    async def close(self, user: User, view: View) -> Answer | None:
        """The bot hears of it only if the view has notify_on_close."""
        current = self.state.views.find(view.id, None)
        self.state.views.close(current)
        if not current.payload.get("notify_on_close"):
            return None
        return await self._send("interactive", slack_payloads.closing(self.state, user, current), user, False)

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
        message = self.write(user, text, channel, thread_ts=thread_ts)
        return await self._event("app_mention", message, {}, user, effect)

    async def direct(
        self, user: User, text: str, *, thread_ts: str | None = None, effect: bool = True
    ) -> Answer:
        message = self.write(user, text, self.state.workspace.im(user.id), thread_ts=thread_ts)
        return await self._event("message", message, {"channel_type": "im"}, user, effect)

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

    def write(
        self, user: User, text: str, channel: Channel | None = None, *, thread_ts: str | None = None
    ) -> Message:
        """A person's message that the bot is not told about."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        said = {"text": text.replace("<@BOT>", f"<@{BOT_USER}>"), **thread}
        return self.state.workspace.post((channel or self.general).id, user.id, said)

    async def _event(self, kind: str, message: Message, extra: Json, user: User, effect: bool) -> Answer:
        said = {**message.as_json(), "type": kind, "channel": message.channel, **extra}
        return await self.event(user, said, effect=effect)

    async def _act(
        self, user: User, place: Message | View, block: Json, element: Json, value: Json, effect: bool
    ) -> Answer:
        action = slack_choices.acted(block, element, self.state.workspace.new_ts(), value)
        if isinstance(place, View):
            current = replace(place, state=slack_choices.form_state(place.blocks, place.state))
            payload = slack_payloads.press_on_view(self.state, user, current, action)
            return await self._send("interactive", payload, user, effect)
        values = slack_choices.form_state(place.blocks, {block["block_id"]: {element["action_id"]: value}})
        payload = slack_payloads.press_on_message(self.state, user, place, action, values)
        return await self._send(
            "interactive", payload, user, effect, channel=place.channel, message_ts=place.ts
        )

    def _keep(self, view: View, block: Json, action_id: str, value: Json) -> View:
        held = {**view.state, block["block_id"]: {**view.state.get(block["block_id"], {}), action_id: value}}
        return self.state.views.fill(replace(view, state=held), held)

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
