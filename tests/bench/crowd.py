"""Letting a rush happen: the real program against servers that keep to the documented limits, all in processes of
their own."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.discord import key as discord_key
from bot.chat.people import Place
from tests.bench.callers import Callers
from tests.bench.child import OURS, Child, running
from tests.bench.rush import Order, Rush
from tests.bench.side import new_database
from tests.bench.timetable import Post, Timetable, next_minute
from tests.databases import database_in
from tests.loopback.apart import Apart, apart
from tests.program import free_port

EACH = 20
"""Channels of one server on Discord."""
SHARED = 10
"""Posts in one channel on Slack."""
JUDGED = 20
AHEAD = 12.0
"""Seconds that the program may take to start and to settle."""
LOOK = 1.0
FEW = 10
LATE = 20.0
GIVEN_UP = 900.0


async def rush(folder: Path, order: Order) -> Rush:
    await new_database(folder)
    timetable = Timetable(database_in(folder))
    async with apart() as servers:
        rooms = [place for name, count in order.posts.items() for place in await _rooms(servers, name, count)]
        sick = frozenset(await _spoil(servers, rooms, order.troubled))
        seen = Rush(order, next_minute(AHEAD if order.settled else -60), sick)
        timetable.fill(rooms, seen.minute, random.Random(11))
        for name in order.posts:
            await servers.tell(name, "limits", on=True)
        async with running(OURS, folder, _settings(servers)) as child:
            await _until(seen.minute)
            await _look_on(servers, timetable, child, seen, rooms)
        await _count(servers, timetable, seen)
    timetable.close()
    return seen


async def _rooms(servers: Apart, platform: str, count: int) -> list[Place]:
    """On Discord a channel for each post, in servers of twenty; on Slack fewer channels, in turns."""
    await servers.tell(platform, "judge_every", count=JUDGED)
    if platform == "discord":
        made = await servers.tell(platform, "channels", count=count, each=EACH)
    else:
        made = await servers.tell(platform, "channels", count=max(1, count // SHARED))
    places = [Place(platform, *one) for one in zip(made["spaces"], made["ids"], strict=True)]
    return [places[number % len(places)] for number in range(count)]


async def _spoil(servers: Apart, rooms: Sequence[Place], troubled: int) -> list[str]:
    """Half of the troubled channels answer late, half with an error; both kinds are there unless there are too few."""
    found: list[str] = []
    for platform in {one.platform for one in rooms} if troubled else ():
        channels = list(dict.fromkeys(one.channel for one in rooms if one.platform == platform))
        count = max(2, len(channels) // troubled) if len(channels) > FEW else 0
        picked = channels[:: len(channels) // count][:count] if count else []
        await servers.tell(platform, "trouble", channels=picked[::2], seconds=LATE)
        await servers.tell(platform, "trouble", channels=picked[1::2])
        found += picked
    return found


async def _until(minute: datetime) -> None:
    await asyncio.sleep(max(0.0, (minute - datetime.now(UTC)).total_seconds()))


async def _look_on(servers: Apart, timetable: Timetable, child: Child, seen: Rush, rooms: Sequence[Place]) -> None:
    """Till all posts in healthy channels are done."""
    asked_in = {name: [one.channel for one in rooms if one.platform == name] for name in seen.order.posts}
    seen.callers = {name: Callers(servers, name, channels) for name, channels in asked_in.items()}
    wanted, begun = sum(one.channel not in seen.sick for one in rooms), child.cpu_now()
    async with asyncio.timeout(GIVEN_UP), _meanwhile(seen.callers):
        while timetable.done() < wanted or not all(one.done for one in timetable.posts() if seen.is_well(one)):
            seen.peak = max(seen.peak, child.rss())
            await asyncio.sleep(LOOK)
    seen.cpu = child.cpu_now() - begun


@asynccontextmanager
async def _meanwhile(callers: Mapping[str, Callers]) -> AsyncIterator[None]:
    calling = [asyncio.create_task(one.call_on()) for one in callers.values()]
    try:
        yield
    finally:
        for task in calling:
            task.cancel()
        await asyncio.gather(*calling, return_exceptions=True)


async def _count(servers: Apart, timetable: Timetable, seen: Rush) -> None:
    seen.posts = timetable.posts()
    for name in seen.order.posts:
        seen.counts[name] = await servers.tell(name, "counts")
        marks = Counter((await servers.tell(name, "marks"))["all"])
        seen.stands.update({one.key: _standing(one, marks) for one in seen.posts if one.platform == name})


def _standing(post: Post, marks: Mapping[str, int]) -> int:
    """How many messages carry the post's key, in whichever way."""
    ways = {post.key, str(discord_key.number(post.key)), discord_key.reference(post.key)}
    return sum(marks[way] for way in ways)


def _settings(servers: Apart) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": servers.discord["token"],
        "NEEDLEWISE_DISCORD_API_URL": servers.discord["api_url"],
        "NEEDLEWISE_DISCORD_GATEWAY_URL": servers.discord["gateway_url"],
        "SLACK_BOT_TOKEN": servers.slack["bot_token"],
        "SLACK_APP_TOKEN": servers.slack["app_token"],
        "NEEDLEWISE_SLACK_API_URL": servers.slack["api_url"],
        "NEEDLEWISE_SLACK_PORT": str(free_port()),
    }
