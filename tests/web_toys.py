"""A playground on a free port with the real core and a few toy commands, which show what a card and a form can hold."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.web.adapter import WebChat
from bot.chat.codec import encode
from bot.chat.command import Action, Answers, Command, Option, OptionType
from bot.chat.port import Chat
from bot.chat.reply import (
    Button,
    Choice,
    Field,
    FieldKind,
    File,
    Form,
    FormField,
    Menu,
    Reply,
    Style,
    Tone,
)
from bot.chat.router import Router
from bot.chat.text import code, link, plain, strong
from bot.chat.visit import Core, Visit
from bot.errors import UserError
from tests.talk import talking

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SOCKET = "_nicegui_ws/socket.io/?EIO=4&transport=websocket"
KINDS = ("left", "right")


async def echo(visit: Visit, text: str = "") -> Reply:
    """Says in the channel what somebody typed."""
    if text == "nothing":
        raise UserError("I can't say nothing.")
    return Reply(title="Echo", body=plain(text), note=plain(f"{visit.person.name} asked"))


async def show(visit: Visit) -> Reply:
    return Reply(
        title="Everything",
        body=(*strong("Strong"), *plain(" and "), *code("code"), *plain("\n\nnext paragraph")),
        fields=(Field("A field", link("a study", "https://example.org/study")),),
        files=(File("dot.png", PIXEL, "One dark dot"), File("answers.csv", b"a,b\n", "")),
        menus=(Menu("Pick one", encode("toy.pick"), (Choice("First", "1", "the better one"), Choice("Second", "2"))),),
        buttons=(
            Button("Ask me", encode("toy.ask"), style=Style.PRIMARY),
            Button("Refuse", encode("toy.refuse")),
            Button("Elsewhere", url="https://example.org/"),
        ),
        tone=Tone.URGENT,
        footnote=plain("Small print"),
    )


async def pick(visit: Visit, value: str) -> Reply:
    return Reply(title=f"Picked {visit.value('choice')}", tone=Tone.RIGHT)


async def ask(visit: Visit, value: str) -> Reply:
    sides = tuple(Choice(side.capitalize(), side) for side in KINDS)
    many = tuple(Choice(f"Number {n}", str(n)) for n in range(12))
    fields = (
        FormField("name", "Your name", help="As others see it", max_length=10),
        FormField("story", "Your story", FieldKind.PARAGRAPH, required=False, max_length=4000),
        FormField("side", "Side", FieldKind.CHOICE, choices=sides, value=("right",)),
        FormField("days", "Days", FieldKind.SEVERAL, choices=sides, required=False),
        FormField("number", "Number", FieldKind.CHOICE, choices=many, value=("3",)),
        FormField("topic", "Topic", FieldKind.SEARCH, search="quiz.topic", required=False),
        FormField("where", "Where", FieldKind.CHANNEL, required=False),
    )
    return Reply(form=Form("A few things", encode("toy.filled"), fields, "Save it", "Takes a minute"))


async def filled(visit: Visit, value: str) -> Reply:
    if visit.value("name") == "nobody":
        raise UserError("Nobody is no name.")
    lines = [f"{name}={','.join(values)}" for name, values in sorted(visit.values.items())]
    return Reply(title="Saved", body=plain("\n".join(lines)))


async def refuse(visit: Visit, value: str) -> Reply:
    raise UserError("Not today.")


COMMANDS = (
    Command("echo", "Says it again", echo, (Option("text", "What", rest=True),), answers=Answers.PUBLIC),
    Command("show", "Everything that a card can hold", show, example="/show"),
    Command(
        "invite",
        "Asks somebody along",
        echo,
        (Option("text", "Whom", OptionType.USER, required=True),),
        example="/invite text:ben",
    ),
)
ACTIONS = (
    Action("toy.pick", pick),
    Action("toy.ask", ask, answers=Answers.FORM),
    Action("toy.filled", filled, answers=Answers.UPDATE),
    Action("toy.refuse", refuse, answers=Answers.UPDATE),
)


@dataclass(frozen=True)
class Playground:
    chat: WebChat
    router: Router

    @property
    def url(self) -> str:
        return self.chat.url


def toys_too(core: Core) -> Core:
    commands: Mapping[str, Command] = {**core.commands, **{toy.name: toy for toy in COMMANDS}}
    actions: Mapping[str, Action] = {**core.actions, **{toy.name: toy for toy in ACTIONS}}
    return replace(core, commands=commands, actions=actions)


@asynccontextmanager
async def playground(folder: Path, host: str = "127.0.0.1") -> AsyncIterator[Playground]:
    async with talking(folder) as talk:
        chats: dict[str, Chat] = {}
        router = Router(replace(toys_too(talk.core), chats=chats))
        chat = WebChat(router, host, 0)
        chats["web"] = chat
        await chat.start()
        try:
            yield Playground(chat, router)
        finally:
            await chat.stop()
