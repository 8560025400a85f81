"""Small real things that stand in for the world: a clock that tests turn, people, places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.chat.people import Person, Place

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SERVER = Place("test", "server", "general")


class FakeClock:
    """Stands still until a test turns it."""

    def __init__(self, now: datetime = MONDAY_NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        self.now += timedelta(days=days, hours=hours, minutes=minutes)

    def set(self, now: datetime) -> None:
        self.now = now


def person(user: str = "student1", *, manager: bool = False, platform: str = "test") -> Person:
    return Person(platform, "", user, user.capitalize(), "en-GB", manager)


def place(space: str = "server", channel: str = "general", platform: str = "test") -> Place:
    """A channel of a server; an empty space is a direct message."""
    return Place(platform, space, channel)
