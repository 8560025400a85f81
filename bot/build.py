"""The only file that knows every concrete part. `build` puts a core together; `attach` gives it its faces."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.board import commands as board
from bot.chat.command import Action, Command
from bot.chat.port import Chat
from bot.chat.router import Router
from bot.chat.visit import Core
from bot.clock import Bell, Clock, system_clock
from bot.cohort import commands as cohort
from bot.cohort.store import topics_off
from bot.daily import commands as daily
from bot.daily.kinds import KINDS
from bot.facts import commands as facts
from bot.library.library import load_library
from bot.outbox.outbox import Outbox
from bot.quiz import commands as quiz
from bot.schedule import commands as schedule
from bot.schedule.planner import SchedulePlanner
from bot.scores import commands as scores
from bot.scores import invitation
from bot.settings import Settings
from bot.setup import commands as setup
from bot.store.database import Database

# The order is that of /help.
COMMANDS: Sequence[Sequence[Command]] = (
    facts.COMMANDS,
    quiz.COMMANDS,
    scores.COMMANDS,
    board.COMMANDS,
    setup.COMMANDS,
    schedule.COMMANDS,
    cohort.COMMANDS,
)
ACTIONS: Sequence[Sequence[Action]] = (
    facts.ACTIONS,
    quiz.ACTIONS,
    scores.ACTIONS,
    board.ACTIONS,
    daily.ACTIONS,
    invitation.ACTIONS,
    setup.ACTIONS,
    schedule.ACTIONS,
    cohort.ACTIONS,
)


@dataclass(frozen=True, slots=True)
class App:
    """A core with its database open. `chats` holds the faces that can be posted to, by platform."""

    core: Core
    router: Router
    outbox: Outbox
    chats: dict[str, Chat]

    @property
    def store(self) -> Database:
        return self.core.store

    async def start(self) -> None:
        """Connects the faces, then begins to work off what is due."""
        for chat in self.chats.values():
            await chat.start()
        self.outbox.start()

    async def stop(self) -> None:
        """Ends the timed work first, so that nothing is sent through a face that is closing."""
        await self.outbox.stop()
        for chat in self.chats.values():
            await chat.stop()
        await self.store.close()


def commands() -> Mapping[str, Command]:
    return {command.name: command for group in COMMANDS for command in group}


def actions() -> Mapping[str, Action]:
    return {action.name: action for group in ACTIONS for action in group}


async def build(
    settings: Settings, *, url: str | None = None, clock: Clock = system_clock, chance: random.Random | None = None
) -> App:
    """Opens the database, reads the packs. Raises SetupError with the remedy for whatever is wrong."""
    library = load_library(settings.needlewise_content)
    store = await Database(url or settings.database_url).open()
    chats: dict[str, Chat] = {}
    for community_id, off in (await store.read(topics_off)).items():
        library.overlay(community_id, off)
    core = Core(store, library, clock, chance or random.Random(), commands(), actions(), chats, Bell())
    return App(core, Router(core), Outbox(core, KINDS, SchedulePlanner()), chats)
