"""Two processes for one workspace: each request goes to the other one than the request before."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.slack import limits
from adapters.slack.adapter import SlackChat
from bot.build import build
from bot.chat.codec import encode
from bot.chat.command import Press, Request
from bot.chat.reply import Reply
from bot.chat.router import Router
from bot.shift import Shift
from tests.loopback.slack_answers import Ack, Answer
from tests.loopback.slack_http import SignedHttp
from tests.loopback.slack_people import User
from tests.loopback.slack_server import SlackServer
from tests.loopback.slack_views import View
from tests.program import settings_in
from tests.slack_toys import Toys, running, toy_router


class Counted(Router):
    """Counts what it was asked."""

    asked = 0

    async def handle(self, request: Request) -> Reply | None:
        self.asked += 1
        return await super().handle(request)

    async def press(self, press: Press) -> Reply | None:
        self.asked += 1
        return await super().press(press)


class Balancer:
    """Several addresses in turn, as a load balancer in front of them."""

    def __init__(self, *doors: SignedHttp) -> None:
        self._doors = list(doors)

    async def deliver(self, answer: Answer) -> Ack:
        self._doors.append(self._doors.pop(0))
        return await self._doors[0].deliver(answer)


@dataclass(frozen=True)
class Pair:
    server: SlackServer
    routers: tuple[Counted, Counted]
    toys: Toys

    @property
    def top(self) -> View:
        view = self.server.view(self.anna)
        assert view is not None
        return view

    @property
    def anna(self) -> User:
        return next(user for user in self.server.state.workspace.users.values() if user.name == "anna")

    @property
    def shares(self) -> list[int]:
        return [router.asked for router in self.routers]


def second(router: Router) -> Counted:
    """Another process's router on the same database."""
    core = router.core
    other = replace(core, chats={}, random=random.Random(2), shift=Shift(core.store, core.clock))
    return Counted(other)


@asynccontextmanager
async def two(router: Router, transport: str, toys: Toys) -> AsyncIterator[Pair]:
    routers = (second(router), second(router))
    async with (
        SlackServer(patience=3) as server,
        running(server, routers[0], transport) as one,
        running(server, routers[1], transport) as other,
    ):
        if transport == "socket":
            await server.connected(2)
        else:
            server.delivery.transport = Balancer(*(door(server, chat) for chat in (one, other)))
        server.add_user("anna", admin=True)
        yield Pair(server, routers, toys)


def ids(view: View) -> list[str]:
    return [str(element.get("action_id", "")) for block in view.blocks for element in block.get("elements", [])]


def words_of(view: View | None) -> str:
    return view.words if view else ""


def door(server: SlackServer, chat: SlackChat) -> SignedHttp:
    return SignedHttp(f"http://127.0.0.1:{chat.port}/slack/events", server.signing_secret)


@pytest_asyncio.fixture(params=["socket", "http"])
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    toys = Toys()
    async with toy_router(tmp_path, toys) as router, two(router, request.param, toys) as found:
        yield found


@pytest_asyncio.fixture(params=["socket", "http"])
async def real(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    """The whole program's core."""
    app = await build(settings_in(tmp_path))
    try:
        async with two(app.router, request.param, Toys()) as found:
            yield found
    finally:
        await app.stop()


async def test_a_whole_quiz(real: Pair) -> None:
    server, anna = real.server, real.anna
    view = (await server.slash(anna, "/quiz", "count:4")).view
    for number in range(4):
        assert f"Question {number + 1} of 4" in view.words
        letter = next(one for one in ids(view) if one.startswith("quiz.answer"))
        feedback = (await server.press(anna, view, letter)).view
        onward = next(one for one in ids(feedback) if one.startswith("quiz."))
        view = (await server.press(anna, feedback, onward)).view
    assert "for you." in view.words
    assert "What you missed" in view.words or "Right" in view.words
    assert min(real.shares) >= 4


async def test_a_command_that_is_delivered_to_both_changes_something_once(real: Pair) -> None:
    server, anna = real.server, real.anna
    added = await server.slash(anna, "/study", "schedule add fact 13:00")
    assert added.effects
    await server.redeliver(added)
    await server.until(lambda: sum(real.shares) == 2, "the second delivery")
    listed = await server.slash(anna, "/study", "schedule list")
    assert "Schedule 1: running" in listed.message.words
    assert "Schedule 2" not in listed.message.words
    assert min(real.shares) == 1


async def test_a_form_over_a_panel_goes_back_to_it(pair: Pair) -> None:
    server, anna = pair.server, pair.anna
    panel = (await server.slash(anna, "/quiz")).view
    form = (await server.press(anna, panel, encode("toy.form"))).view
    refused = (await server.submit(anna, form, {"name": "bad"}, effect=True)).view
    assert "Choose another name." in refused.words
    await server.close(anna, refused)
    await server.submit(anna, form, {"name": "Bea"})
    await server.until(lambda: "Bea student" in pair.top.words, "the panel")
    assert pair.top.id == panel.id


async def test_forms_from_each_kind_of_card_go_back_to_it(pair: Pair) -> None:
    server, anna = pair.server, pair.anna
    private = (await server.slash(anna, "/study")).message
    form = (await server.press(anna, private, encode("toy.form"))).view
    await server.submit(anna, form, {"name": "Bea"})
    await server.until(lambda: "Bea student" in server.ephemerals(anna)[0].words, "the card")
    home = (await server.open_home(anna)).view
    form = (await server.press(anna, home, encode("toy.form"))).view
    await server.submit(anna, form, {"name": "Cleo"})
    await server.until(lambda: "Cleo student" in words_of(server.home(anna)), "the tab")
    await server.direct(anna, "study")
    form = (await server.press(anna, server.directs(anna)[-1], encode("toy.form"))).view
    await server.submit(anna, form, {"name": "Dora"})
    await server.until(lambda: "Dora student" in server.directs(anna)[-1].words, "the message")


async def test_a_start_card_keeps_its_words(pair: Pair) -> None:
    offer = await pair.server.mention(pair.anna, "<@BOT> quiz topic:twitch 7")
    opened = await pair.server.press(pair.anna, offer.message, "run:quiz")
    assert "About twitch 7" in opened.view.words


async def test_a_slow_form_shows_a_placeholder_and_then_its_answer(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ACK_PATIENCE", 0.05)
    server, anna = pair.server, pair.anna
    card = (await server.slash(anna, "/study")).message
    form = (await server.press(anna, card, encode("toy.form"))).view
    pair.toys.pause = 0.3
    await server.submit(anna, form, {"name": "Bea"})
    assert "One moment" in pair.top.words
    other = await server.slash(anna, "/study")
    assert "Home" in other.message.words
    await server.until(lambda: "Bea student" in pair.top.words, "the answer")


async def test_suggestions_come_from_either(pair: Pair) -> None:
    form = (await pair.server.slash(pair.anna, "/faq")).view
    for typed in ("blood", "twitch"):
        found = await pair.server.suggest(pair.anna, form, "search:faq.question", typed)
        assert [typed in option["value"] for option in found] == [True]


@pytest.mark.parametrize("pair", ["socket"], indirect=True)
async def test_when_one_ends_the_other_takes_all(pair: Pair) -> None:
    server, anna = pair.server, pair.anna
    view = (await server.slash(anna, "/quiz")).view
    leaving = server.socket.connections.pop()
    await leaving.close()
    for number in range(2, 5):
        view = (await server.press(anna, view, encode("toy.more", number))).view
        assert view.title == f"Question {number}"
