"""A small real platform: it keeps what it is given, and can be told to behave like a bad network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Reach, Refused, Unclear
from bot.chat.reply import Reply


@dataclass
class Board:
    """Fulfils the port. `posts` are the messages as they stand, in order of posting, by message id."""

    platform: str = "test"
    at_once: int = 50
    remembers: timedelta = timedelta()
    forgets: bool = False
    """Whether so long has gone by that it remembers nothing."""

    posts: dict[str, Reply] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    letters: list[tuple[Person, Reply]] = field(default_factory=list)
    refuse: str = ""
    lose: int = 0
    """How many posts are refused by the network before they arrive."""
    swallow: int = 0
    """How many posts arrive without their answer coming back."""
    postpone: int = 0
    """How many posts are turned away before they are looked at, as by a rate limit."""
    blind: int = 0
    """How many look-backs are turned away likewise."""
    readable: bool = True
    secret: bool = False
    """Whether the history is closed to the bot when it looks."""
    looks: list[datetime] = field(default_factory=list)
    """From when on the history was read, each time."""

    broken: set[str] = field(default_factory=set)
    """Channels in which the program itself fails."""

    gate: asyncio.Event | None = None
    """What a post waits for before anything becomes of it."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def wait(self) -> None: ...

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        self.asked.set()
        if self.gate:
            await self.gate.wait()
        if self.refuse:
            raise Refused(self.refuse)
        if place.channel in self.broken:
            raise RuntimeError("a bug in the adapter")
        if self.postpone:
            self.postpone -= 1
            raise Postponed("too much at once")
        if self.remembers and not self.forgets and key in self.keys:
            return MessageRef(place, self.keys[key])
        if self.lose:
            self.lose -= 1
            raise Unclear("the connection was cut")
        message = f"m{len(self.posts) + 1}"
        self.posts[message], self.keys[key] = reply, message
        self.arrived.set()
        if self.swallow:
            self.swallow -= 1
            raise Unclear("no answer came")
        return MessageRef(place, message)

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        if message.message not in self.posts:
            raise Refused("The message is gone.")
        self.posts[message.message] = reply

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        self.looks.append(since)
        if self.blind:
            self.blind -= 1
            raise Postponed("too much at once")
        if self.secret:
            raise Refused("Give me Read Message History.")
        return MessageRef(place, self.keys[key]) if key in self.keys else None

    async def direct(self, person: Person, reply: Reply) -> None:
        self.letters.append((person, reply))

    async def reach(self, place: Place) -> Reach:
        remedy = self.refuse or ("" if self.readable else "Give me Read Message History.")
        return Reach(post=not self.refuse, history=self.readable, remedy=remedy)

    @property
    def shown(self) -> list[Reply]:
        return list(self.posts.values())
