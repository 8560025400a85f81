"""Socket Mode in trouble: what was under way is answered, and what comes afterwards too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio

from adapters.slack import socket as slack_socket
from bot.chat.codec import encode
from tests.loopback.slack_answers import Answer, NoAnswer
from tests.loopback.slack_server import SlackServer
from tests.slack_toys import Town, Toys, running, shown, toy_router, toy_town


@pytest_asyncio.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr(slack_socket, "PING_SECONDS", 0.2)
    async with toy_town(tmp_path, "socket") as found:
        yield found


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_slack_asks_to_leave_while_work_is_under_way(
    town: Town, reason: Literal["warning", "refresh_requested"]
) -> None:
    anna = town.server.add_user("anna")
    town.toys.pause = 0.5
    await town.server.slash(anna, "/faq", "does it hurt", effect=False)
    await town.server.socket.ask_to_leave(reason)
    await town.server.connected()
    await town.server.until(lambda: town.server.ephemerals(anna), "the answer to what was under way")
    assert "You asked" in town.server.ephemerals(anna)[0].words
    assert "Home" in (await town.server.slash(anna, "/study")).message.words


async def test_the_connection_breaks_while_work_is_under_way(town: Town) -> None:
    anna = town.server.add_user("anna")
    view = (await town.server.slash(anna, "/quiz")).view
    form = (await town.server.press(anna, view, encode("toy.form"))).view
    town.toys.pause = 0.5
    await town.server.slash(anna, "/faq", "does it hurt", effect=False)
    await town.server.socket.drop()
    await town.server.until(lambda: town.server.ephemerals(anna), "the answer to what was under way")
    await town.server.connected()
    town.toys.pause = 0
    await town.server.submit(anna, form, {"name": "Bea"})
    await town.server.until(lambda: "Bea student" in shown(town, anna), "the form of before")


async def test_slack_is_away_for_a_while(town: Town) -> None:
    anna = town.server.add_user("anna")
    async with town.server.away():
        with pytest.raises(NoAnswer):
            await town.server.slash(anna, "/study")
    await town.server.connected()
    assert "Home" in (await town.server.slash(anna, "/study")).message.words


async def test_what_broke_before_its_acknowledgement_comes_again_and_is_answered_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack has no acknowledgement, so it delivers the event to the next connection."""
    anna = town.server.add_user("anna")
    taken = town.server.socket._take
    monkeypatch.setattr(town.server.socket, "_take", lambda ack: None)
    monkeypatch.setattr("tests.loopback.slack_socket.ACK_SECONDS", 0.3)
    sent: list[Answer] = []
    send = town.server.delivery.send

    async def noted(answer: Answer, *, effect: bool) -> Answer:
        sent.append(answer)
        return await send(answer, effect=effect)

    monkeypatch.setattr(town.server.delivery, "send", noted)
    with pytest.raises(NoAnswer):
        await town.server.mention(anna, "<@BOT> faq does it hurt")
    monkeypatch.setattr(town.server.socket, "_take", taken)
    await town.server.socket.drop()
    await town.server.connected()
    assert (await town.server.redeliver(sent[0])).ack is not None
    await town.server.slash(anna, "/study")
    assert sum("You asked" in message.words for message in town.server.ephemerals(anna)) == 1
    assert town.toys.ran == {"faq": 1}


async def test_one_connection_too_many_waits_for_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tests.loopback.slack_socket.MOST_CONNECTIONS", 1)
    monkeypatch.setattr(slack_socket, "CROWDED_SECONDS", 0.3)
    monkeypatch.setattr(slack_socket, "PING_SECONDS", 5)
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as first:
        anna = server.add_user("anna")
        async with running(server, router):
            await asyncio.sleep(1)
            asked = len(server.calls("apps.connections.open"))
            assert asked <= 6
            assert "run fewer processes" in caplog.text
            await first.stop()
            await server.until(lambda: len(server.calls("apps.connections.open")) > asked, "another attempt")
            await server.connected()
            assert "Home" in (await server.slash(anna, "/study")).message.words


async def test_a_connection_that_has_gone_silent_is_replaced(town: Town) -> None:
    """The other end is there and says nothing: no pong comes."""
    anna = town.server.add_user("anna")
    [silent] = town.server.socket.connections
    connection: Any = silent._req
    connection.transport.pause_reading()
    await town.server.until(lambda: len(town.server.socket.connections) > 1, "a second connection")
    town.server.socket.connections.remove(silent)
    connection.transport.resume_reading()
    assert "Home" in (await town.server.slash(anna, "/study")).message.words
