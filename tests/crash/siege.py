"""Killing the program at every kind of moment, and counting what stands in the channels when it is left in peace."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.discord import key as discord_key
from bot.chat.people import Place
from bot.outbox.model import SENT
from bot.store.database import open_database
from tests.crash.ledger import Ledger, Row
from tests.crash.nursery import Nursery
from tests.loopback.discord_server import DiscordServer
from tests.loopback.moments import Moment
from tests.loopback.slack_people import TEAM
from tests.loopback.slack_server import SlackServer
from tests.loopback.slack_troubles import Trouble

CHANNELS = 40
STAGES = ("before", "applied", "answered")
POSTS = (("POST", "/channels/"), ("chat.postMessage", ""))
LONGEST_LIFE = 4.0
PEACE = 240.0
LOOK = 0.1
_ONE_MIGRATES = asyncio.Lock()
"""Alembic's operations belong to the whole process."""
BACKLOG = 8
NONCE_MEMORY = 1.0
"""Seconds for the platform's minutes, as in `life.hasten`."""


@dataclass
class Verdict:
    """What came of all the posts that were ordered."""

    kills: Counter[str]
    posts: int
    lost: list[Row]
    doubled: list[Row]
    seconds: float

    def __str__(self) -> str:
        by = ", ".join(f"{count} {name}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.kills.total()} kills ({by}), {self.posts} posts, {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled, {self.seconds:.0f} s"
        )


@dataclass
class Trap:
    """Kills at the n-th request that fits, at one stage of it."""

    stage: str
    count: int
    any_request: bool
    sprung: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, moment: Moment) -> bool:
        if moment.stage != self.stage or self.sprung.is_set():
            return False
        if self.any_request or any(moment.method == name and moment.place.startswith(at) for name, at in POSTS):
            self.count -= 1
        return self.count < 0

    @property
    def name(self) -> str:
        return f"{self.stage} {'any request' if self.any_request else 'a post'}"


@dataclass
class Siege:
    """`url` is the database, which `processes` lives share."""

    folder: Path
    url: str
    discord: DiscordServer
    slack: SlackServer
    nursery: Nursery
    ledger: Ledger
    dice: random.Random
    processes: int = 1
    kills: Counter[str] = field(default_factory=Counter)
    _lives: list[int] = field(default_factory=list)
    _trap: Trap | None = None
    _started: float = field(default_factory=time.monotonic)

    async def run(self, kills: int) -> Verdict:
        """Kills so often, by turns at a post's request, at any request and at a random moment."""
        while self.kills.total() < kills:
            await self._stock(BACKLOG * self.processes)
            await self._fill_up()
            pick = self.dice.random()
            if pick < 0.2:
                await self._kill_at_random()
            else:
                stage = STAGES[self.kills.total() % len(STAGES)]
                await self._kill_in(Trap(stage, self.dice.randrange(3 if pick < 0.85 else 9), pick >= 0.85))
        return await self.verdict()

    async def step(self, steps: int) -> None:
        """One life with posts to do, which kills itself so many rounds of its loop into the first of them."""
        await self._stock(1)
        pid = await self.nursery.bear(self.folder, self._settings(), steps)
        try:
            async with asyncio.timeout(LONGEST_LIFE):
                await self.nursery.dead[pid].wait()
            self.kills["at an await"] += 1
        except TimeoutError:
            await self.nursery.kill(pid)
            self.kills["when all was done"] += 1

    async def verdict(self) -> Verdict:
        """Leaves the program in peace until everything is closed, and counts."""
        self._trap = None
        self.discord.faults.clear()
        self.slack.troubles.clear()
        await self._fill_up()
        await self._until_all_is_closed()
        for pid in self._lives:
            await self.nursery.kill(pid)
        rows = await self.ledger.rows()
        stands = self._standing(rows)
        lost = [row for row in rows if row.state != SENT or not stands[row.key]]
        doubled = [row for row in rows if stands[row.key] > 1]
        return Verdict(self.kills, len(rows), lost, doubled, time.monotonic() - self._started)

    async def _until_all_is_closed(self) -> None:
        for _ in range(int(PEACE / LOOK)):
            if not await self.ledger.open():
                return
            await asyncio.sleep(LOOK)
        log = (self.folder / "log.txt").read_text(encoding="utf-8")
        raise AssertionError(f"{await self.ledger.open()} posts are not closed after {PEACE:g} s:\n{log[-3000:]}")

    def unsettle(self) -> None:
        """From now on some requests are done without an answer, and some are answered late or not done at all."""
        for kind in ("cut", "half", "lost", "reset", "error", "silent"):
            self.discord.faults.sometimes("POST", "/channels/*/messages", kind, 0.02, self.dice)
        for trouble in ("dropped", "half", "lost", "reset", "silent"):
            self.slack.troubles.sometimes("chat.postMessage", Trouble(trouble), 0.02, self.dice)

    async def watch(self, moment: Moment) -> None:
        trap = self._trap
        if trap is not None and trap.fits(moment):
            self._trap = None
            await self._kill(trap.name)
            trap.sprung.set()

    def _standing(self, rows: list[Row]) -> Counter[str]:
        """How many messages there are of each key."""
        marks = self.discord.marks()
        stands = Counter(self.slack.marks())
        for row in rows:
            stands[row.key] += marks[str(discord_key.number(row.key))] + marks[discord_key.reference(row.key)]
        return stands

    async def _stock(self, backlog: int) -> None:
        """With one process, SQLite's, nothing is alive now, and so nobody else writes."""
        missing = backlog - await self.ledger.open(free=True)
        if missing > 0:
            await self.ledger.order(missing)

    async def _fill_up(self) -> None:
        while len(self._lives) < self.processes:
            self._lives.append(await self.nursery.bear(self.folder, self._settings()))

    async def _kill_in(self, trap: Trap) -> None:
        self._trap = trap
        try:
            await asyncio.wait_for(trap.sprung.wait(), LONGEST_LIFE)
        except TimeoutError:
            self._trap = None
            await self._kill("idle")

    async def _kill_at_random(self) -> None:
        await asyncio.sleep(self.dice.uniform(0.02, 1.0))
        await self._kill("at random")

    async def _kill(self, name: str) -> None:
        if self._lives:
            victim = self._lives.pop(self.dice.randrange(len(self._lives)))
            await self.nursery.kill(victim)
            self.kills[name] += 1

    def _settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.url,
            "DISCORD_TOKEN": self.discord.token,
            "NEEDLEWISE_DISCORD_API_URL": self.discord.api_url,
            "NEEDLEWISE_DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "NEEDLEWISE_SLACK_API_URL": self.slack.api_url,
        }


@asynccontextmanager
async def besieged(folder: Path, url: str, seed: int, *, processes: int = 1) -> AsyncIterator[Siege]:
    """Both servers, forgetful as the platforms are, and the program's database with its tables made."""
    async with _ONE_MIGRATES:
        await (await open_database(url)).close()
    dice, nursery = random.Random(seed), await Nursery.open()
    try:
        async with DiscordServer() as discord, SlackServer() as slack:
            discord.nonce_memory = NONCE_MEMORY
            discord.judge_every(0)
            slack.judge_every(0)
            rooms = [Place("discord", one.guild.id, one.id) for one in await discord.spread(CHANNELS) if one.guild]
            team = [Place("slack", TEAM, one.id) for one in slack.spread(CHANNELS)]
            ledger = Ledger(url, [place for pair in zip(rooms, team, strict=True) for place in pair], dice)
            siege = Siege(folder, url, discord, slack, nursery, ledger, dice, processes)
            discord.watchers.append(siege.watch)
            slack.watchers.append(siege.watch)
            yield siege
            await ledger.close()
    finally:
        await nursery.close()
