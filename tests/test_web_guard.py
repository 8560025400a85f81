"""The playground's door: only the page itself comes in, and the server is a quiet guest in the process."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio

from adapters.web.adapter import WebChat
from bot.errors import SetupError
from tests.talk import talking
from tests.web_toys import Playground, playground

SOCKET = "_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Playground]:
    async with playground(tmp_path) as found:
        yield found


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def port_of(place: Playground) -> int:
    return urlsplit(place.url).port or 0


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LocalHost:{port}"])
async def test_this_computer_by_each_of_its_names(place: Playground, http: aiohttp.ClientSession, host: str) -> None:
    async with http.get(place.url, headers={"Host": host.format(port=port_of(place))}) as answer:
        assert answer.status == 200
        assert "Needlewise playground" in await answer.text()


@pytest.mark.parametrize(
    "host",
    ["evil.example:{port}", "localhost", "localhost:1", "localhost.evil.example:{port}", "127.0.0.1.:{port}", ""],
)
async def test_another_name_for_this_computer_is_refused(
    place: Playground, http: aiohttp.ClientSession, host: str
) -> None:
    async with http.get(place.url, headers={"Host": host.format(port=port_of(place))}) as answer:
        assert answer.status == 403
        assert f"open http://localhost:{port_of(place)}/ in a browser here" in await answer.text()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:{port}", "https://127.0.0.1:{port}"]
)
async def test_a_request_from_another_page_is_refused(
    place: Playground, http: aiohttp.ClientSession, origin: str
) -> None:
    headers = {"Origin": origin.format(port=port_of(place))}
    async with http.post(place.url, headers=headers) as answer:
        assert answer.status == 403


async def test_a_websocket_of_the_page_itself_is_let_in(place: Playground, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(place.url + SOCKET, origin=place.url.rstrip("/")) as talk:
        assert (await talk.receive_str()).startswith("0{")


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example:{port}"}, {"Origin": "https://evil.example"}, {"Origin": "http://localhost:{port}"}],
)
async def test_a_websocket_from_elsewhere_is_refused(
    place: Playground, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    sent = {name: value.format(port=port_of(place)) for name, value in headers.items()}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(place.url + SOCKET, headers=sent)
    assert refused.value.status == 403


async def test_the_page_may_load_nothing_from_elsewhere(place: Playground, http: aiohttp.ClientSession) -> None:
    async with http.get(place.url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert 'lang="en-GB"' in page
    assert 'src="http' not in page


async def test_a_taken_port_is_named_with_its_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with talking(tmp_path) as talk:
            with pytest.raises(SetupError, match=rf"NEEDLEWISE_WEB_PORT: port {port} .* is in use") as trouble:
                await WebChat(talk.router, "127.0.0.1", port).start()
    assert f"NEEDLEWISE_WEB_PORT={port + 1}" in str(trouble.value)


async def test_signals_stay_with_the_program_and_stopping_does_not_wait_for_open_pages(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with aiohttp.ClientSession() as http:
        async with playground(tmp_path) as place:
            assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
            open_page = await http.ws_connect(place.url + SOCKET)
            await open_page.receive_str()
            waiting = asyncio.create_task(place.chat.wait())
            await asyncio.sleep(0)
            assert not waiting.done()
            began = time.monotonic()
            await place.chat.stop()
            assert time.monotonic() - began < 2
            await waiting
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


async def test_it_can_be_started_again_in_the_same_process(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        async with playground(tmp_path / folder) as place, http.get(place.url) as answer:
            assert answer.status == 200
