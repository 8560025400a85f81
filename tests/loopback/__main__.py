"""The loopback servers in a process of their own: `python -m tests.loopback --discord 0 --slack 0 --control 0`.

A number is the port, 0 any free one; a platform that isn't named doesn't run. The first line of the output is JSON
with the addresses and tokens. The process ends when its standard input does, and so with whoever started it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
from contextlib import AsyncExitStack

from .control import Control
from .desk import JSON, Desk, DiscordDesk, SlackDesk
from .discord_server import DiscordServer
from .listener import Listener
from .slack_server import SlackServer


async def serve(discord: int | None, slack: int | None, control: int) -> None:
    desks: dict[str, Desk] = {}
    told: JSON = {}
    async with AsyncExitStack() as stack:
        if discord is not None:
            one = await stack.enter_async_context(DiscordServer(port=discord, tolerate=True))
            desks["discord"] = DiscordDesk(one)
            told["discord"] = {"api_url": one.api_url, "gateway_url": one.gateway_url, "token": one.token}
        if slack is not None:
            other = await stack.enter_async_context(SlackServer(port=slack, tolerate=True))
            desks["slack"] = SlackDesk(other)
            tokens = {"bot_token": other.bot_token, "app_token": other.app_token}
            told["slack"] = {"api_url": other.api_url, "signing_secret": other.signing_secret, **tokens}
        listener = Listener(control, 0.2)
        bound = listener.bind()
        await listener.serve(Control(desks).application(), bound)
        stack.push_async_callback(listener.close)
        print(json.dumps({**told, "control": f"http://{listener.address}/control"}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.loopback", description="Discord and Slack on 127.0.0.1.")
    for name in ("discord", "slack"):
        parser.add_argument(f"--{name}", type=int, metavar="PORT")
    parser.add_argument("--control", type=int, metavar="PORT", default=0)
    given = parser.parse_args()
    gc.disable()  # a collection would hold up what arrives, and it would look like haste of the bot
    asyncio.run(serve(given.discord, given.slack, given.control))


if __name__ == "__main__":
    main()
