"""A tiny app for the Discord tests: one toy for each way of answering, on a real router and a real database."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord.adapter import DiscordChat
from bot.chat.codec import encode
from bot.chat.command import Action, Answers, Command, Option, OptionType, Who
from bot.chat.reply import Button, Choice, Field, FieldKind, File, Form, FormField, Menu, Reply, Tone
from bot.chat.router import Router
from bot.chat.text import plain
from bot.chat.visit import Core, Visit
from bot.clock import system_clock
from bot.errors import UserError
from bot.library.library import Library
from bot.shift import Shift
from bot.store.database import open_database
from tests.databases import database_in
from tests.loopback.discord_server import DiscordServer

TOPICS = ("blood flow", "local twitch", "muscle tension")


class Toys:
    """`visits` keeps what came in, `pause` is how long the answers take, `refuse` makes all of them refuse."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.pause = 0.0
        self.refuse = False

    @property
    def last(self) -> Visit:
        return self.visits[-1]

    async def _came(self, visit: Visit) -> None:
        self.visits.append(visit)
        await asyncio.sleep(self.pause)
        if self.refuse:
            raise UserError("Not today.")

    async def card(self, visit: Visit, value: str = "", **options: object) -> Reply:
        """Says what it was given, and has a button for each way of answering."""
        await self._came(visit)
        given = ", ".join(f"{name}={option}" for name, option in options.items())
        named = (("Next", "toy.next"), ("Share", "toy.share"), ("Name", "toy.form"), ("Panel", "toy.panel"))
        buttons = [Button(label, encode(action, value)) for label, action in named]
        buttons += [Button("Ask", encode("run", "faq")), Button("Once", encode("toy.once", value))]
        menu = Menu("Pick a topic", encode("toy.pick"), tuple(Choice(topic.title(), topic) for topic in TOPICS))
        return Reply(f"Card {value}".strip(), plain(given or "Nothing."), buttons=tuple(buttons), menus=(menu,))

    async def public(self, visit: Visit, value: str = "") -> Reply:
        await self._came(visit)
        return Reply("For everybody", plain("Look."), (Field("How sure?", plain("Low.")),), tone=Tone.WARNING)

    async def faq(self, visit: Visit, question: str) -> Reply:
        await self._came(visit)
        return Reply("Answer", plain(f"You asked: {question}"))

    async def export(self, visit: Visit) -> Reply:
        await self._came(visit)
        return Reply("Your data", files=(File("data.json", b"{}"), File("week.png", b"png", "Points by day")))

    async def form(self, visit: Visit, value: str = "") -> Reply:
        await self._came(visit)
        return Reply(form=FORM)

    async def saved(self, visit: Visit, value: str) -> Reply:
        await self._came(visit)
        if not visit.value("name"):
            raise UserError("A name is needed.")
        said = ", ".join(f"{name}={'+'.join(found)}" for name, found in visit.values.items())
        return Reply("Saved", plain(said))

    async def pick(self, visit: Visit, value: str) -> Reply:
        await self._came(visit)
        return Reply("Picked", plain(visit.value("choice")))

    async def once(self, visit: Visit, value: str) -> Reply:
        """Writes twice, as if the same event had come twice."""
        await self._came(visit)
        await visit.write(lambda connection: None)
        await visit.write(lambda connection: None)
        return Reply("Never shown")

    async def bug(self, visit: Visit) -> Reply:
        raise RuntimeError("a bug")


FORM = Form(
    "Who are you?",
    encode("toy.saved"),
    (
        FormField("name", "Name", value=("Ana",), max_length=32, required=False),
        FormField("kind", "Kind", FieldKind.CHOICE, choices=(Choice("Student", "student"), Choice("Clinic", "clinic"))),
        FormField("where", "Where", FieldKind.CHANNEL, required=False),
    ),
    "Save",
)


async def topics(visit: Visit, typed: str) -> tuple[Choice, ...]:
    if typed == "slow":
        await asyncio.sleep(5)
    return tuple(Choice(topic.title(), topic) for topic in TOPICS if typed in topic)


def commands(toys: Toys) -> Mapping[str, Command]:
    options = (
        Option("topic", "What about", suggest=topics, max_length=60),
        Option("count", "How many", OptionType.NUMBER, minimum=1, maximum=20),
        Option("level", "How hard", OptionType.CHOICE, choices=(Choice("Easy", "easy"), Choice("Hard", "hard"))),
        Option("who", "Whom", OptionType.USER),
        Option("where", "Where", OptionType.CHANNEL),
    )
    question = Option("question", "Your question", required=True, rest=True, max_length=40)
    listed = (
        Command("card", "A card", toys.card, options),
        Command("public", "For all", toys.public, answers=Answers.PUBLIC),
        Command("quiz", "Questions", toys.card, answers=Answers.PANEL),
        Command("setup", "Set up", toys.form, who=Who.MANAGERS, answers=Answers.FORM),
        Command("faq", "Look up", toys.faq, (question,), example="/faq does it hurt"),
        Command("me export", "Your data", toys.export),
        Command("me settings", "Your settings", toys.card, options[:2]),
        Command("score", "Your points", toys.bug),
    )
    return {command.name: command for command in listed}


def actions(toys: Toys) -> Mapping[str, Action]:
    listed = (
        Action("toy.next", toys.card),
        Action("toy.share", toys.public, answers=Answers.PUBLIC),
        Action("toy.panel", toys.card, answers=Answers.PANEL),
        Action("toy.form", toys.form, answers=Answers.FORM),
        Action("toy.saved", toys.saved),
        Action("toy.pick", toys.pick, answers=Answers.PRIVATE),
        Action("toy.once", toys.once),
    )
    return {action.name: action for action in listed}


@asynccontextmanager
async def toy_router(folder: Path, toys: Toys) -> AsyncIterator[Router]:
    store = await open_database(database_in(folder, "toys"))
    try:
        shift = Shift(store, system_clock)
        yield Router(
            Core(
                store,
                Library([]),
                system_clock,
                random.Random(1),
                commands(toys),
                actions(toys),
                {},
                shift,
            )
        )
    finally:
        await store.close()


@asynccontextmanager
async def running(server: DiscordServer, router: Router, welcome: Reply | None = None) -> AsyncIterator[DiscordChat]:
    """The adapter, connected to the server."""
    chat = DiscordChat(
        router,
        token=server.token,
        api_url=server.api_url,
        gateway_url=server.gateway_url,
        welcome=(lambda locale: welcome) if welcome else None,
    )
    await chat.start()
    # Where others could do it, starting is only standing by.
    await server.gateway.connected()
    try:
        yield chat
    finally:
        await chat.stop()
