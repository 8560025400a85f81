"""Two processes of the real program on one database: one serves Discord, the other takes over when it is gone."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.databases import database_in
from tests.loopback.discord_server import DiscordServer
from tests.program import Program, running

pytestmark = pytest.mark.postgres

RELIEVED = 60.0
HANDED_OVER = 10.0


@asynccontextmanager
async def two(server: DiscordServer, folder: Path) -> AsyncIterator[tuple[Program, Program]]:
    """The first one serves, the second one stands by."""
    settings = {
        "DATABASE_URL": database_in(folder),
        "DISCORD_TOKEN": server.token,
        "NEEDLEWISE_DISCORD_API_URL": server.api_url,
        "NEEDLEWISE_DISCORD_GATEWAY_URL": server.gateway_url,
    }
    async with running(folder, settings) as first:
        await server.gateway.connected(patience=20)
        async with running(folder, settings) as second:
            yield first, second


async def taken_over(server: DiscordServer, patience: float) -> None:
    """Waits until the other one serves."""
    await server.gateway.connected(patience=patience)
    ana = server.user("Ana")
    assert (await server.slash(ana, "term", word="twitch")).text


@pytest.mark.parametrize(
    ("how", "patience"), [(signal.SIGTERM, HANDED_OVER), (signal.SIGKILL, RELIEVED)], ids=["ended", "killed"]
)
async def test_another_process_takes_the_gateway_over(tmp_path: Path, how: signal.Signals, patience: float) -> None:
    async with DiscordServer() as server, two(server, tmp_path) as (first, _):
        assert len(server.gateway.sessions) == 1
        await first.end(how)
        await taken_over(server, patience)
        assert len(server.gateway.sessions) == 2
        assert len(server.gateway.live) == 1
        assert len([request for request in server.requests if request.startswith("PUT")]) == 1
