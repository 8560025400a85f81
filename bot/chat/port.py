"""The port: what the core calls on a platform. It stays the size of what the core calls today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.people import MessageRef, Person, Place
from bot.chat.reply import Reply


class Refused(Exception):
    """The platform says no for good (channel gone, permission or scope missing). The text says what to do."""


class Unclear(Exception):
    """The platform did not say whether it took the message. `wait` is how long it wants to be left alone."""

    def __init__(self, message: str, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reach:
    """What the bot may do in a place; `remedy` says how to mend what is missing, and is empty if nothing is."""

    post: bool
    history: bool
    remedy: str = ""


class Postponed(Unclear):
    """The platform certainly did not take the message, and may later: a rate limit, no connection."""


class Chat(Protocol):
    """A platform. `post`, `edit`, `find` and `direct` raise Refused, Unclear or Postponed, nothing else that a network
    can cause. `find` raises Refused also where it can't tell, because too much was said since.

    `at_once` is how many messages may be under way in this process: enough to keep the permitted pace, no more.
    `remembers` is how long after a first try the platform itself drops a second message with the same key.

    `start` raises SetupError; `wait` returns or raises only when the connection has ended for good.
    """

    platform: str
    at_once: int
    remembers: timedelta

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def wait(self) -> None: ...

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef: ...

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None: ...

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None: ...

    async def direct(self, person: Person, reply: Reply) -> None: ...

    async def reach(self, place: Place) -> Reach: ...
