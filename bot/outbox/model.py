"""Timed work and what becomes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.chat.people import Place

PENDING, SENDING, SENT, FAILED, MISSED = "pending", "sending", "sent", "failed", "missed"

LEASE = timedelta(minutes=2)
PATIENCE = timedelta(seconds=30)
"""For looking back and for sending, each; both end well before the lease does."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a platform's clock may be from ours."""
NOTICE_WINDOW = timedelta(days=1)
REVEAL_WINDOW = timedelta(days=7)
LATE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=10)
TURNS_APART = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Due:
    """One piece of timed work. `key` is unique for ever: `schedule/local date/slot` for a post.

    Of claimed work: `owner` and `attempts` together say whose claim it is, which nobody else's can repeat. `unclear`
    is work that was begun before and may have been sent since `begun_at`.
    """

    key: str
    kind: str
    community_id: int
    schedule_id: int | None
    place: Place
    payload: Mapping[str, Any]
    due_at: datetime
    state: str = PENDING
    attempts: int = 0
    message: str | None = None
    trouble: str | None = None
    done_at: datetime | None = None
    owner: str | None = None
    lease_until: datetime | None = None
    begun_at: datetime | None = None
    unclear: bool = False

    @property
    def since(self) -> datetime:
        """From when on it may stand in the channel, by whichever clock."""
        return (self.begun_at or self.due_at) - CLOCKS_DIFFER

    def is_held(self, now: datetime) -> bool:
        """Whether the claim lasts long enough to send it: a machine that slept may wake with an old one."""
        return self.lease_until is not None and now + PATIENCE < self.lease_until


def pause(attempts: int, wanted: timedelta | None, chance: float) -> timedelta:
    """How long to wait after the n-th failed try: doubling, up to half an hour, and up to a quarter more by chance.

    What the platform itself asks for is never undercut. `chance` lies between 0 and 1.
    """
    doublings = min(max(0, attempts - 1), 10)
    growing = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return max(growing, wanted or timedelta()) * (1 + chance / 4)


def turn(wanted: timedelta, chance: float) -> timedelta:
    """How long to wait for a turn that the platform, or the keeping to its pace, has promised."""
    return wanted + TURNS_APART * chance


def is_late(due: Due, now: datetime) -> bool:
    return now - due.due_at > LATE
