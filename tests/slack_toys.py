"""A tiny app for the Slack tests: one toy for each way of answering, on a real router and a real database."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.slack.adapter import SlackChat
from bot.chat.codec import encode
from bot.chat.command import Action, Answers, Command, Option, OptionType, Who
from bot.chat.people import Place
from bot.chat.reply import Button, Choice, FieldKind, File, Form, FormField, Menu, Reply, Style, Tone
from bot.chat.router import Router
from bot.chat.text import join, person, plain, strong
from bot.chat.visit import Core, Visit
from bot.clock import system_clock
from bot.errors import UserError
from bot.library.library import Library
from bot.shift import Shift
from bot.store.database import open_database
from tests.databases import database_in
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import TEAM, User
from tests.loopback.slack_server import SlackServer

TOPICS = ("blood flow", "local twitch", "muscle tension")


class Toys:
    """`ran` counts what ran; `pause` is how long the slow ones take."""

    def __init__(self) -> None:
        self.ran: Counter[str] = Counter()
        self.pause = 0.0

    async def study(self, visit: Visit) -> Reply:
        buttons = (
            Button("Quiz", encode("run", "quiz"), style=Style.PRIMARY),
            Button("More", encode("toy.more", 1)),
            Button("Share", encode("toy.share")),
            Button("Whisper", encode("toy.whisper")),
            Button("Name", encode("toy.form")),
            Button("Ask", encode("run", "faq")),
            Button("Lost", encode("toy.lost")),
            Button("Article", url="https://example.org"),
        )
        menu = Menu("Pick a topic", encode("toy.pick"), tuple(Choice(topic.title(), topic) for topic in TOPICS))
        return Reply("Home", plain(f"Hello {visit.person.name}. /score is yours."), buttons=buttons, menus=(menu,))

    def card(self) -> Reply:
        """What is posted for all to see."""
        buttons = (Button("More", encode("toy.more", 4)), Button("Lost", encode("toy.lost")))
        return replace(self.question("us all", 1), buttons=buttons)

    async def quiz(self, visit: Visit, topic: str = "", count: int = 0) -> Reply:
        await asyncio.sleep(self.pause)

        def begin(connection: object) -> None:
            self.ran["quiz"] += 1

        await visit.write(begin)
        return self.question(f"{topic or 'anything'} {count}", 1)

    def question(self, about: str, number: int) -> Reply:
        buttons = (
            Button("A", encode("toy.more", number + 1), style=Style.PRIMARY),
            Button("Share", encode("toy.share")),
            Button("Whisper", encode("toy.whisper")),
            Button("Name", encode("toy.form")),
        )
        return Reply(f"Question {number}", plain(f"About {about}"), buttons=buttons)

    async def fact(self, visit: Visit, topic: str = "") -> Reply:
        if topic == "nothing":
            raise UserError("There is no fact on this.")
        self.ran["fact"] += 1
        return Reply("A fact", join([strong("Low."), plain(f"About {topic or 'all'}")], " "))

    async def faq(self, visit: Visit, question: str) -> Reply:
        await asyncio.sleep(self.pause)
        self.ran["faq"] += 1
        return Reply("Answer", plain(f"You asked: {question}"))

    async def export(self, visit: Visit) -> Reply:
        return Reply("Your data", plain("All of it."), files=(File("answers.json", b"{}"),))

    async def manage(self, visit: Visit) -> Reply:
        return Reply(form=name_form())

    async def instructors(self, visit: Visit, add: str = "") -> Reply:
        return Reply("Instructors", person(add, add))

    async def broken(self, visit: Visit) -> Reply:
        raise RuntimeError("a bug")

    async def more(self, visit: Visit, value: str) -> Reply:
        return self.question("more", int(value))

    async def share(self, visit: Visit, value: str) -> Reply:
        self.ran["share"] += 1
        return Reply("Shared", plain("Look at this."))

    async def whisper(self, visit: Visit, value: str) -> Reply:
        return Reply("Only you", plain("Psst."), buttons=(Button("Whisper", encode("toy.whisper")),))

    async def form(self, visit: Visit, value: str) -> Reply:
        if value == "no":
            return Reply("Not now", plain("Later."), tone=Tone.WARNING)
        return Reply(form=name_form())

    async def name(self, visit: Visit, value: str) -> Reply:
        await asyncio.sleep(self.pause)
        if visit.value("name") == "bad":
            raise UserError("Choose another name.")
        said = f"{visit.value('name')} {visit.value('kind')} {' '.join(visit.values.get('days', ()))}".strip()
        return Reply("Saved", plain(said), buttons=(Button("More", encode("toy.more", 1)),))

    async def pick(self, visit: Visit, value: str) -> Reply:
        return Reply("Picked", plain(visit.value("choice")))

    async def lost(self, visit: Visit, value: str) -> Reply:
        raise UserError("That is gone.")


def name_form() -> Form:
    kinds = (Choice("Student", "student"), Choice("Clinician", "clinician"))
    days = tuple(Choice(day, day) for day in ("Mon", "Tue"))
    fields = (
        FormField("name", "Name", value=("anna",), max_length=32),
        FormField("kind", "Kind", FieldKind.CHOICE, choices=kinds, value=("student",)),
        FormField("days", "Days", FieldKind.SEVERAL, choices=days, required=False),
    )
    return Form("Who are you?", encode("toy.name"), fields, "Save")


async def topics(visit: Visit, typed: str) -> tuple[Choice, ...]:
    return tuple(Choice(topic.title(), topic) for topic in TOPICS if typed in topic)


def commands(toys: Toys) -> dict[str, Command]:
    question = Option("question", "Your question", required=True, rest=True, suggest=topics)
    topic = Option("topic", "What about", suggest=topics)
    count = Option("count", "How many", OptionType.NUMBER, minimum=1, maximum=20)
    listed = (
        Command("study", "Home", toys.study),
        Command("quiz", "Questions", toys.quiz, (topic, count), answers=Answers.PANEL),
        Command("fact", "A fact", toys.fact, (topic,), answers=Answers.PUBLIC),
        Command("faq", "Look up", toys.faq, (question,), example="/faq does it hurt"),
        Command("me export", "Your data", toys.export),
        Command("manage", "Set up", toys.manage, who=Who.MANAGERS, answers=Answers.FORM),
        Command("instructors", "Who helps", toys.instructors, (Option("add", "Whom", OptionType.USER),)),
        Command("score", "Your points", toys.broken),
        Command("help", "All commands", toys.study),
    )
    return {command.name: command for command in listed}


def actions(toys: Toys) -> dict[str, Action]:
    listed = (
        Action("toy.more", toys.more),
        Action("toy.share", toys.share, answers=Answers.PUBLIC),
        Action("toy.whisper", toys.whisper, answers=Answers.PRIVATE),
        Action("toy.form", toys.form, answers=Answers.FORM),
        Action("toy.name", toys.name),
        Action("toy.pick", toys.pick),
        Action("toy.lost", toys.lost),
    )
    return {action.name: action for action in listed}


@asynccontextmanager
async def toy_router(folder: Path, toys: Toys) -> AsyncIterator[Router]:
    store = await open_database(database_in(folder, "toys"))
    core = Core(
        store,
        Library([]),
        system_clock,
        random.Random(1),
        commands(toys),
        actions(toys),
        {},
        Shift(store, system_clock),
    )
    try:
        yield Router(core)
    finally:
        await store.close()


@asynccontextmanager
async def running(server: SlackServer, router: Router, transport: str = "socket") -> AsyncIterator[SlackChat]:
    """The adapter, connected to the server by `socket` or `http`."""
    if transport == "socket":
        chat = SlackChat(router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url)
    else:
        secret = server.signing_secret
        chat = SlackChat(router, bot_token=server.bot_token, signing_secret=secret, api_url=server.api_url, port=0)
    await chat.start()
    if transport == "socket":
        await server.connected()
    else:
        server.use_http(f"http://127.0.0.1:{chat.port}/slack/events")
    try:
        yield chat
    finally:
        await chat.stop()


@dataclass(frozen=True)
class Town:
    server: SlackServer
    toys: Toys
    chat: SlackChat


@asynccontextmanager
async def toy_town(folder: Path, transport: str) -> AsyncIterator[Town]:
    toys = Toys()
    server = SlackServer(patience=3)
    async with server, toy_router(folder, toys) as router, running(server, router, transport) as chat:
        yield Town(server, toys, chat)


def shown(town: Town, user: User) -> str:
    """The words of the window on top."""
    view = town.server.view(user)
    return view.words if view else ""


def tab(town: Town, user: User) -> str:
    home = town.server.home(user)
    return home.words if home else ""


async def post_card(town: Town, key: str = "7/2026-03-02/0") -> Message:
    """A card for all, as the outbox posts it."""
    await town.chat.post(general(town), town.toys.card(), key)
    return town.server.messages()[-1]


def general(town: Town) -> Place:
    return Place("slack", TEAM, town.server.general.id)
