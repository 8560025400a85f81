"""Talking with the real core: say this, expect that. Router, database and pack are the real ones."""

from __future__ import annotations

import random
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from bot import build
from bot.chat.arguments import parse
from bot.chat.command import Press, Request
from bot.chat.people import Place
from bot.chat.reply import Button, Form, Reply
from bot.chat.router import Router
from bot.chat.text import flatten
from bot.chat.visit import Core
from bot.clock import Clock
from bot.daily.kinds import kinds
from bot.faq.desk import DESKS
from bot.library.library import Library, load_library
from bot.outbox.outbox import Outbox
from bot.schedule.planner import SchedulePlanner
from bot.settings import ROOT
from bot.shift import Shift
from bot.store.database import open_database
from tests.board import Board
from tests.databases import database_in
from tests.fakes import SERVER, FakeClock, person

T = TypeVar("T")
CATCH_UP = timedelta(hours=6)


class Talk:
    """One conversation. People are named by their user id; `manager=True` is the platform's word for it."""

    def __init__(self, core: Core, clock: FakeClock, board: Board) -> None:
        self.core = core
        self.clock = clock
        self.board = board
        self.router = Router(core)
        self.outbox = Outbox(core, kinds(CATCH_UP), SchedulePlanner(CATCH_UP))

    async def say(self, who: str, text: str, *, manager: bool = False, where: Place = SERVER) -> Reply:
        line = parse(text, self.core.commands)
        request = Request(line.name, line.args, person(who, manager=manager), where, self.event())
        return answered(await self.router.handle(request))

    async def press(
        self, who: str, reply: Reply, label: str, *, manager: bool = False, where: Place = SERVER, event: str = ""
    ) -> Reply:
        """Presses the button that has this label (or begins with it, if just one does)."""
        return await self.act(who, button(reply, label).action, manager=manager, where=where, event=event)

    async def submit(self, who: str, reply: Reply, *, where: Place = SERVER, **values: str) -> Reply:
        """Sends the reply's form; fields that are not named keep the values that it came with."""
        form = form_of(reply)
        filled = {field.name: field.value for field in form.fields}
        filled |= {name: (value,) if value else () for name, value in values.items()}
        return await self.act(who, form.action, values=filled, where=where)

    async def act(
        self,
        who: str,
        action: str,
        *,
        manager: bool = False,
        where: Place = SERVER,
        event: str = "",
        values: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Reply:
        """A press by its encoded id, as a forged or an old one would come in."""
        return answered(
            await self.deliver(who, action, manager=manager, where=where, event=event or self.event(), values=values)
        )

    async def deliver(
        self,
        who: str,
        action: str,
        *,
        event: str,
        manager: bool = False,
        where: Place = SERVER,
        values: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Reply | None:
        """A press under an event's id; None if the event was delivered before."""
        by = person(who, manager=manager)
        return await self.router.press(Press(action, dict(values or {}), by, where, event))

    async def pass_time(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Turns the clock and lets the outbox do what has become due."""
        self.clock.turn(days=days, hours=hours, minutes=minutes)
        await self.outbox.work_off()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        return await self.core.store.read(work)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        return await self.core.store.write(work)

    def event(self) -> str:
        return uuid.uuid4().hex


@lru_cache(maxsize=1)
def _packs() -> Library:
    return load_library(ROOT / "content" / "packs")


@asynccontextmanager
async def talking(folder: Path, clock: FakeClock | None = None, url: str = "") -> AsyncIterator[Talk]:
    """A core on the folder's database; each has its own shelves, since communities may switch topics off.

    Looked up by words alone, as on a small server, unless a test has prepared more; the desk may have gone meanwhile.
    """
    DESKS.prepare(_packs().for_community(0), encoder=False, cache=ROOT / "build" / "cache")
    clock = clock or FakeClock()
    now: Clock = clock
    store = await open_database(url or database_in(folder, "talk"))
    library, board = Library(_packs().packs), Board()
    try:
        yield Talk(
            Core(
                store,
                library,
                now,
                random.Random(7),
                build.commands(),
                build.actions(),
                {"test": board},
                Shift(store, now),
            ),
            clock,
            board,
        )
    finally:
        await store.close()


def answered(reply: Reply | None) -> Reply:
    assert reply is not None, "nothing was answered"
    return reply


def button(reply: Reply, label: str) -> Button:
    found = [one for one in reply.buttons if one.label == label]
    found = found or [one for one in reply.buttons if one.label.startswith(label)]
    assert len(found) == 1, f"no button {label!r} among {[one.label for one in reply.buttons]}"
    return found[0]


def form_of(reply: Reply) -> Form:
    assert reply.form is not None, f"no form in {reply}"
    return reply.form


def text_of(reply: Reply) -> str:
    """Everything that the reply says, buttons aside."""
    fields = [f"{field.name}\n{flatten(field.text)}" for field in reply.fields]
    parts = [flatten(reply.note), reply.title, flatten(reply.body), *fields, flatten(reply.footnote)]
    return "\n".join(part for part in parts if part)
