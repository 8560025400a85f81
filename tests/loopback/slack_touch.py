"""What people do with a message or a view: `press`, `select`, `suggest`, `submit` and `close`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.loopback import slack_choices, slack_payloads
from tests.loopback.slack_answers import Answer
from tests.loopback.slack_choices import Chosen
from tests.loopback.slack_delivery import Delivery
from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import Channel, User
from tests.loopback.slack_state import State
from tests.loopback.slack_talk import Talk
from tests.loopback.slack_views import View


class Touch(Talk):
    """`place` is a message or a view as the person saw it, so that something outdated can be pressed too."""

    def __init__(self, state: State, delivery: Delivery, general: Channel) -> None:
        super().__init__(state, delivery, general)
        self._suggested: dict[str, list[Json]] = {}

    async def press(
        self,
        user: User,
        place: Message | View,
        action_id: str,
        value: str | None = None,
        *,
        effect: bool = True,
    ) -> Answer:
        """A `value` is compared with the button's own. Nothing visible is awaited from a button that opens a link."""
        block, button = slack_choices.find(place.blocks, action_id)
        assert button["type"] == "button", f"{action_id!r} is a {button['type']}: use select"
        assert value in (None, button.get("value")), f"{action_id!r} has the value {button.get('value')!r}"
        return await self._act(user, place, block, button, {}, effect and "url" not in button)

    async def select(
        self, user: User, place: Message | View, action_id: str, chosen: Chosen, *, effect: bool = True
    ) -> Answer | None:
        """Chooses in any select, radio, checkbox, overflow menu or date.

        Inside an input block nothing is sent before the form is (unless `dispatch_action`): the answer is None.
        """
        block, element = slack_choices.find(place.blocks, action_id)
        value = slack_choices.stated(element, chosen, self._suggested.get(action_id, []))
        if isinstance(place, View) and element["type"] != "overflow":
            self._keep(place, block, action_id, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        return await self._act(user, place, block, element, value, effect)

    async def suggest(self, user: User, place: Message | View, action_id: str, typed: str) -> list[Json]:
        """The options that the bot offers for what was typed into an external select; groups come flattened."""
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
        current = self.state.views.find(view.id)
        state = slack_choices.fill_in(current.blocks, values or {}, current.state, self._suggested)
        filled = self.state.views.fill(current, state)
        payload = slack_payloads.submission(self.state, user, filled)
        return await self._send("interactive", payload, user, effect)

    async def close(self, user: User, view: View) -> Answer | None:
        """The bot hears of it only if the view has notify_on_close."""
        current = self.state.views.find(view.id)
        self.state.views.close(current)
        if not current.payload.get("notify_on_close"):
            return None
        return await self._send("interactive", slack_payloads.closing(self.state, user, current), user, False)

    async def _act(
        self, user: User, place: Message | View, block: Json, element: Json, value: Json, effect: bool
    ) -> Answer:
        action = slack_choices.acted(block, element, self.state.workspace.new_ts(), value)
        if isinstance(place, View):
            held = self.state.views.find(place.id).state
            shown = replace(place, state=slack_choices.form_state(place.blocks, held))
            payload = slack_payloads.press_on_view(self.state, user, shown, action)
            return await self._send("interactive", payload, user, effect)
        assert place.only_for in (None, user.id), f"{user.name} can't see this message"
        values = slack_choices.form_state(place.blocks, {block["block_id"]: {element["action_id"]: value}})
        payload = slack_payloads.press_on_message(self.state, user, place, action, values)
        return await self._send("interactive", payload, user, effect, channel=place.channel, message_ts=place.ts)

    def _keep(self, view: View, block: Json, action_id: str, value: Json) -> None:
        current = self.state.views.find(view.id)
        kept = {**current.state.get(block["block_id"], {}), action_id: value}
        self.state.views.fill(current, {**current.state, block["block_id"]: kept})
