"""One side of a comparison: a program with a Discord and a Slack of its own on this machine, and its learners."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.database import open_database
from tests.bench.child import Child, running
from tests.bench.cohort import Cohort
from tests.bench.cohort_discord import DiscordCohort
from tests.bench.cohort_slack import SlackCohort
from tests.databases import database_in
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.program import free_port


@dataclass(frozen=True, slots=True)
class Servers:
    discord: DiscordServer
    slack: SlackServer

    @property
    def settings(self) -> dict[str, str]:
        """The bare program reads the same ones."""
        return {
            "DISCORD_TOKEN": self.discord.token,
            "NEEDLEWISE_DISCORD_API_URL": self.discord.api_url,
            "NEEDLEWISE_DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "NEEDLEWISE_SLACK_API_URL": self.slack.api_url,
            "NEEDLEWISE_SLACK_PORT": str(free_port()),
        }


@dataclass(frozen=True, slots=True)
class Side:
    child: Child
    cohorts: tuple[Cohort, ...]


@asynccontextmanager
async def servers() -> AsyncIterator[Servers]:
    async with DiscordServer() as discord, SlackServer() as slack:
        yield Servers(discord, slack)


@asynccontextmanager
async def side(
    module: Sequence[str], folder: Path, learners: int, more: Mapping[str, str] | None = None
) -> AsyncIterator[Side]:
    """A program that has just started on a new database, with so many learners on each platform."""
    await new_database(folder)
    async with servers() as found, running(module, folder, {**found.settings, **(more or {})}) as child:
        await found.discord.ready()
        await found.slack.connected()
        yield Side(child, (DiscordCohort(found.discord, learners), SlackCohort(found.slack, learners)))


async def new_database(folder: Path) -> None:
    """With our tables, which the bare program fills too."""
    store = await open_database(database_in(folder))
    await store.close()
