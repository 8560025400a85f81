"""A bare Bolt app over Socket Mode: slash commands, and one listener for each kind of button."""

from __future__ import annotations

import copy
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.bench.bare.rows import Rows, Who

Json = dict[str, Any]
Ack = Callable[[], Awaitable[object]]


class Workspace:
    """Commands are answered by the response_url over a connection that stays open, quizzes in a modal."""

    def __init__(self, session: aiohttp.ClientSession, token: str, api_url: str, rows: Rows, shapes: Json) -> None:
        self.client = AsyncWebClient(token=token, base_url=api_url, session=session)
        self.app = AsyncApp(client=self.client, signing_secret="floor")
        self._session = session
        self._rows = rows
        self._shapes = shapes
        self.app.command("/fact")(self.fact)
        self.app.command("/faq")(self.faq)
        self.app.command("/quiz")(self.quiz)
        self.app.action(re.compile("^answer:"))(self.answer)
        self.app.action(re.compile("^next:"))(self.next_question)

    async def connect(self, app_token: str) -> None:
        await self.client.auth_test()
        handler = AsyncSocketModeHandler(self.app, app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]

    async def fact(self, ack: Ack, body: Json) -> None:
        await ack()
        self._rows.deal(self._who(body["user_id"], body["team_id"]), f"slack-{body['trigger_id']}")
        await self._respond(body, "/fact")

    async def faq(self, ack: Ack, body: Json) -> None:
        await ack()
        self._who(body["user_id"], body["team_id"])
        await self._respond(body, "/faq")

    async def quiz(self, ack: Ack, body: Json) -> None:
        await ack()
        posed = self._rows.start_quiz(self._who(body["user_id"], body["team_id"]))
        await self.client.views_open(trigger_id=body["trigger_id"], view=self._view("question", f"answer:{posed}"))

    async def answer(self, ack: Ack, body: Json) -> None:
        await ack()
        posed, _, option = _pressed(body).partition(".")
        quiz = self._rows.answer(self._who(body["user"]["id"], body["team"]["id"]), int(posed), option)
        await self.client.views_update(view_id=body["view"]["id"], view=self._view("feedback", f"next:{quiz}"))

    async def next_question(self, ack: Ack, body: Json) -> None:
        await ack()
        quiz = int(_pressed(body).partition(".")[0])
        posed = self._rows.next_question(self._who(body["user"]["id"], body["team"]["id"]), quiz)
        await self.client.views_update(view_id=body["view"]["id"], view=self._view("question", f"answer:{posed}"))

    def _who(self, user: str, team: str) -> Who:
        return self._rows.visitor("slack", team, user, team)

    async def _respond(self, body: Json, name: str) -> None:
        async with self._session.post(body["response_url"], json=self._shapes[name]) as answer:
            await answer.read()

    def _view(self, name: str, meaning: str) -> Json:
        view: Json = copy.deepcopy(self._shapes[name])
        buttons = [one for block in view["blocks"] for one in block.get("elements", []) if one["type"] == "button"]
        for number, button in enumerate(buttons):
            button["action_id"] = f"{meaning}.{number}"
        return view


def _pressed(body: Json) -> str:
    return str(body["actions"][0]["action_id"]).partition(":")[2]
