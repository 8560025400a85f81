"""What the outbox needs to know about the work it does: where it comes from, what it sends, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from bot.chat.people import MessageRef, Person
from bot.chat.reply import Reply
from bot.chat.visit import Core
from bot.outbox.model import Due


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent: a new message in the work's place, a change of one that stands, or a direct message."""

    reply: Reply
    edits: MessageRef | None = None
    to: Person | None = None


class Kind(Protocol):
    """What a kind of timed work does. All of it runs in a transaction, never while a platform is being waited for."""

    window: timedelta
    """How long after its due moment it is still worth sending; then it is recorded as missed."""

    repeatable: bool
    """Whether doing it twice does no harm (an edit), so that nobody has to look whether it was done."""

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Mapping[str, Any]:
        """Decides what will be sent and returns the payload that keeps it, so that a second try sends the same."""

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        """The message, or None if there is nothing to send any more."""

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """What follows from its having been sent."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """What follows from its having failed for good."""


class Planner(Protocol):
    """Where due work comes from. `plan` adds rows that have become due and says whether there are more of
    them; `next_moment` says when to look again."""

    def plan(self, connection: sa.Connection, now: datetime) -> bool: ...

    def next_moment(self, connection: sa.Connection) -> datetime | None: ...
