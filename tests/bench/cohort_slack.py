"""Learners on Slack."""

from __future__ import annotations

from typing import Any

from tests.bench.cohort import COUNT, QUESTION, Json
from tests.loopback.slack_blocks import elements
from tests.loopback.slack_server import SlackServer
from tests.loopback.slack_views import View


class SlackCohort:
    platform = "Slack"

    def __init__(self, server: SlackServer, learners: int) -> None:
        self._server = server
        self._users = [server.add_user(f"learner{number}") for number in range(learners)]
        self._open: dict[int, View] = {}

    async def fact(self, learner: int) -> Json:
        return _card((await self._server.slash(self._users[learner], "/fact")).message.payload)

    async def faq(self, learner: int) -> Json:
        return _card((await self._server.slash(self._users[learner], "/faq", QUESTION)).message.payload)

    async def pose(self, learner: int) -> Json:
        user, view = self._users[learner], self._open.get(learner)
        while view is None or _buttons(view)[0]["text"]["text"] != "A":
            if view is None:
                view = (await self._server.slash(user, "/quiz", f"count:{COUNT}")).view
            else:
                view = (await self._server.press(user, view, _buttons(view)[0]["action_id"])).view
        self._open[learner] = view
        return _card(view.payload)

    async def answer(self, learner: int) -> Json:
        view = self._open[learner]
        pressed = await self._server.press(self._users[learner], view, _buttons(view)[0]["action_id"])
        self._open[learner] = pressed.view
        return _card(pressed.view.payload)

    def forget(self) -> None:
        self._server.forget()


def _buttons(view: View) -> list[Any]:
    return [element for element in elements(view.blocks) if element["type"] == "button"]


def _card(payload: Json) -> Json:
    card: Json = _plain(payload)
    return card


def _plain(value: Any) -> Any:
    """Without the ids that the server gave to what came without."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key != "block_id"}
    return [_plain(one) for one in value] if isinstance(value, list) else value
