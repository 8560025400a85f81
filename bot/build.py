"""The only file that knows every concrete part. `build` puts a core together; `attach` gives it its faces."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.board import commands as board
from bot.chat.command import Action, Command
from bot.chat.port import Chat
from bot.chat.router import Router
from bot.chat.visit import Core
from bot.clock import Clock, system_clock
from bot.cohort import commands as cohort
from bot.daily import commands as daily
from bot.daily.kinds import kinds
from bot.facts import commands as facts
from bot.faq import commands as faq
from bot.faq.desk import DESKS
from bot.faq.preparing import Preparing
from bot.finding import Finding
from bot.glossary import commands as glossary
from bot.help import commands as help_
from bot.library.library import load_library
from bot.me import commands as me
from bot.misses import commands as misses
from bot.misses import instructors
from bot.outbox.outbox import Outbox
from bot.quiz import commands as quiz
from bot.schedule import commands as schedule
from bot.schedule.planner import SchedulePlanner
from bot.scores import commands as scores
from bot.scores import invitation
from bot.settings import Settings
from bot.setup import commands as setup
from bot.setup.view import welcome
from bot.shift import Shift
from bot.store.database import Database, open_database
from bot.words import words_for

log = logging.getLogger(__name__)

# The order is that of /help.
COMMANDS: Sequence[Sequence[Command]] = (
    help_.COMMANDS,
    facts.COMMANDS,
    quiz.COMMANDS,
    faq.COMMANDS,
    glossary.COMMANDS,
    scores.COMMANDS,
    board.COMMANDS,
    me.COMMANDS,
    setup.COMMANDS,
    schedule.COMMANDS,
    cohort.COMMANDS,
    instructors.COMMANDS,
)
# What the first word of a command of two words stands for; Discord shows it.
GROUPS = {
    "cohort": "This group's clock, topics, instructors, and what it misses",
    "me": "Your settings and your data",
    "schedule": "What is posted when",
}
ACTIONS: Sequence[Sequence[Action]] = (
    facts.ACTIONS,
    quiz.ACTIONS,
    faq.ACTIONS,
    glossary.ACTIONS,
    scores.ACTIONS,
    board.ACTIONS,
    me.ACTIONS,
    help_.ACTIONS,
    daily.ACTIONS,
    invitation.ACTIONS,
    setup.ACTIONS,
    schedule.ACTIONS,
    cohort.ACTIONS,
    misses.ACTIONS,
    instructors.ACTIONS,
)


@dataclass(frozen=True, slots=True)
class App:
    """A core with its database open. `chats` holds the faces that can be posted to, by platform."""

    core: Core
    router: Router
    outbox: Outbox
    chats: dict[str, Chat]
    look_up: Preparing

    @property
    def store(self) -> Database:
        return self.core.store

    async def start(self) -> None:
        """Connects the faces, all at once, then begins to work off what is due.

        The look-up is made meanwhile, so that nobody's first question waits for it.
        """
        self.look_up.start()
        await self.core.shift.start()
        starting = [asyncio.create_task(chat.start()) for chat in self.chats.values()]
        try:
            await asyncio.gather(*starting)
        except BaseException:
            for one in starting:
                one.cancel()
            await asyncio.gather(*starting, return_exceptions=True)
            raise
        self.outbox.start()

    async def stop(self) -> None:
        """Ends the timed work first, so that nothing is sent through a face that is closing.

        The database is closed whatever happens: its threads would keep the process alive.
        """
        try:
            await self.outbox.stop()
            ends = [self.look_up.stop(), *(chat.stop() for chat in self.chats.values())]
            ended = await asyncio.gather(*ends, return_exceptions=True)
            for trouble in ended:
                if isinstance(trouble, Exception):
                    log.error("a face did not end cleanly", exc_info=trouble)
            await self.core.shift.stop()
        finally:
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
    store = await open_database(url or settings.database_url)
    chats: dict[str, Chat] = {}
    shift = Shift(store, clock)
    core = Core(store, library, clock, chance or random.Random(), commands(), actions(), chats, shift)
    outbox = Outbox(core, kinds(settings.catch_up), SchedulePlanner(settings.catch_up))
    shelf, encoder, cache = library.for_community(0), settings.needlewise_encoder == "on", settings.cache
    look_up = Preparing(lambda given_up: DESKS.prepare(shelf, encoder=encoder, cache=cache, given_up=given_up))
    return App(core, Router(core), outbox, chats, look_up)


async def build_all(settings: Settings) -> list[App]:
    """The app of the platforms that have their tokens, and the playground, which has a database of its own."""
    apps: list[App] = []
    try:
        if settings.on_discord or settings.on_slack:
            apps.append(await build(settings))
            attach_platforms(apps[0], settings)
        if settings.with_page:
            apps.append(await build(settings, url=settings.playground_url))
            attach_page(apps[-1], settings)
    except BaseException:
        for app in apps:
            await app.store.close()
        raise
    return apps


def attach_platforms(app: App, settings: Settings) -> None:
    if settings.discord_token:
        from adapters.discord.adapter import DiscordChat

        app.chats["discord"] = DiscordChat(
            app.router,
            token=settings.discord_token,
            api_url=settings.needlewise_discord_api_url,
            gateway_url=settings.needlewise_discord_gateway_url,
            groups=GROUPS,
            welcome=lambda locale: welcome(words_for(locale), app.core.library.for_community(0)),
            shards=settings.needlewise_discord_shards,
        )
    if settings.slack_bot_token:
        from adapters.slack.adapter import SlackChat

        app.chats["slack"] = SlackChat(
            app.router,
            bot_token=settings.slack_bot_token,
            app_token=settings.slack_app_token,
            signing_secret=settings.slack_signing_secret,
            api_url=settings.needlewise_slack_api_url,
            host=settings.needlewise_slack_host,
            port=settings.needlewise_slack_port,
        )


def attach_page(app: App, settings: Settings) -> None:
    from adapters.web.adapter import WebChat

    app.chats["web"] = WebChat(app.router, settings.needlewise_web_host, settings.needlewise_web_port)


def platform_doctors(settings: Settings) -> list[Coroutine[Any, Any, list[Finding]]]:
    """What each platform that has a token says about it: one look each, nothing is started."""
    doctors: list[Coroutine[Any, Any, list[Finding]]] = []
    if settings.discord_token:
        from adapters.discord import doctor as discord_doctor

        doctors.append(discord_doctor.examine(settings.discord_token, settings.needlewise_discord_api_url))
    if settings.slack_bot_token:
        from adapters.slack import doctor as slack_doctor

        tokens = (settings.slack_bot_token, settings.slack_app_token)
        doctors.append(slack_doctor.examine(*tokens, settings.needlewise_slack_api_url))
    return doctors
