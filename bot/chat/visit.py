"""One request being served: who asks, where, and what the handler may use to answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa

from bot.chat.command import Action, Command
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Chat
from bot.chat.text import storable
from bot.clock import Bell, Clock
from bot.library.library import Library, Shelf
from bot.misses.held import Held
from bot.people import events
from bot.people.model import Community, Learner, Membership, Visitor
from bot.shift import Shift
from bot.store.database import Database
from bot.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Core:
    """What build.py puts together. `chats` and the lists are filled before the first request."""

    store: Database
    library: Library
    clock: Clock
    random: random.Random
    commands: Mapping[str, Command]
    actions: Mapping[str, Action]
    chats: Mapping[str, Chat]
    shift: Shift
    bell: Bell = field(default_factory=Bell)
    held: Held = field(default_factory=Held)


@dataclass(frozen=True, slots=True)
class Visit:
    core: Core
    visitor: Visitor
    person: Person
    place: Place
    words: Words
    now: datetime
    event: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    message: MessageRef | None = None

    @property
    def learner(self) -> Learner:
        return self.visitor.learner

    @property
    def community(self) -> Community:
        return self.visitor.community

    @property
    def membership(self) -> Membership:
        return self.visitor.membership

    @property
    def shelf(self) -> Shelf:
        return self.core.library.for_community(self.community.id)

    @property
    def random(self) -> random.Random:
        return self.core.random

    @property
    def manager(self) -> bool:
        """A manager by the platform's word, or an instructor whom a manager has named."""
        return self.person.manager or self.membership.instructor

    @property
    def today(self) -> date:
        return self.visitor.day(self.now)

    def value(self, name: str) -> str:
        """The first value of a form's field, or an empty text."""
        return storable(next(iter(self.values.get(name, ())), "")).strip()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        return await self.core.store.read(work)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """One transaction, and the only one of this visit: it records the event, so a redelivery changes nothing."""

        def once(connection: sa.Connection) -> T:
            events.record(connection, self.event, self.now)
            return work(connection)

        return await self.core.store.write(once)

    async def once(self) -> None:
        """For an answer that everybody sees and that changes nothing here: redelivered, it isn't given again."""
        await self.write(lambda connection: None)

    async def write_again(self, work: Callable[[sa.Connection], T]) -> T:
        """A transaction for work that is safe to repeat by a unique key of its own (an answer to a posed question)."""
        return await self.core.store.write(work)
