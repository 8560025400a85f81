"""The floor: the bare libraries, doing the same on the same wire with the same rows. Settings as for the program."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import aiosqlite
import apscheduler.schedulers.asyncio
import sqlalchemy.ext.asyncio

from tests.bench.bare.on_discord import Client, connect
from tests.bench.bare.on_slack import Workspace
from tests.bench.bare.rows import Rows

Json = dict[str, Any]

# Not used, but our program can't do without them, so the floor pays for them too.
LOADED = (aiosqlite, apscheduler.schedulers.asyncio, sqlalchemy.ext.asyncio)


async def serve(shapes: Json) -> None:
    known = os.environ
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    rows = Rows(Path(known["DATABASE_URL"].removeprefix("sqlite:///")))
    async with aiohttp.ClientSession() as session:
        client = Client(rows, shapes["Discord"])
        addresses = known["NEEDLEWISE_DISCORD_API_URL"], known["NEEDLEWISE_DISCORD_GATEWAY_URL"]
        gateway = await connect(client, known["DISCORD_TOKEN"], *addresses)
        api_url = known["NEEDLEWISE_SLACK_API_URL"]
        workspace = Workspace(session, known["SLACK_BOT_TOKEN"], api_url, rows, shapes["Slack"])
        await workspace.connect(known["SLACK_APP_TOKEN"])
        print("ready: discord, slack", file=sys.stderr, flush=True)
        await stop.wait()
        gateway.cancel()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(Path(os.environ["BENCH_SHAPES"]).read_text(encoding="utf-8"))))
    os._exit(0)
