"""The page's server is a quiet guest in the process."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from pathlib import Path

import aiohttp
import pytest

from adapters.web.adapter import WebChat
from bot.errors import SetupError
from tests.talk import talking
from tests.web_toys import SOCKET, playground


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


async def test_it_can_be_started_again_in_the_same_process(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        async with (
            playground(tmp_path / folder) as place,
            aiohttp.ClientSession() as http,
            http.get(place.url) as answer,
        ):
            assert answer.status == 200
