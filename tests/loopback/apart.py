"""Loopback servers in a process of their own, started and steered from here.

    async with apart() as servers:
        ids = (await servers.tell("discord", "channels", count=1000))["ids"]
        await servers.tell("discord", "limits", on=True)
        ...  # start the bot with servers.discord["api_url"], ["gateway_url"] and ["token"]
        took = (await servers.tell("discord", "slash", line="fact"))["acknowledged"]
        seen = await servers.tell("discord", "counts")

`desk` says what can be told.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]


class Apart:
    """`discord` and `slack` are the addresses and tokens that a bot needs; `pid` is the process."""

    def __init__(self, pid: int, addresses: dict[str, Any], session: aiohttp.ClientSession) -> None:
        self.pid = pid
        self.discord: dict[str, str] = addresses.get("discord", {})
        self.slack: dict[str, str] = addresses.get("slack", {})
        self._control = addresses["control"]
        self._session = session

    async def tell(self, platform: str, deed: str, **arguments: Any) -> dict[str, Any]:
        """Raises AssertionError with the reason when it can't be done, as when no bot answers a command."""
        async with self._session.post(f"{self._control}/{platform}/{deed}", json=arguments) as answer:
            told: dict[str, Any] = await answer.json()
        assert "error" not in told, f"{platform} {deed}: {told['error']}"
        return told


@asynccontextmanager
async def apart(*, discord: int | None = 0, slack: int | None = 0, control: int = 0) -> AsyncIterator[Apart]:
    """Numbers are ports, 0 any free one; None leaves a platform out."""
    named = {"discord": discord, "slack": slack, "control": control}
    flags = [part for name, port in named.items() if port is not None for part in (f"--{name}", str(port))]
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.loopback", *flags, cwd=ROOT, stdin=pipe, stdout=pipe
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        line = await child.stdout.readline()
        assert line, "the loopback servers didn't start"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            yield Apart(child.pid, json.loads(line), session)
    finally:
        child.stdin.close()
        await child.wait()
