"""What a learner has set, and what is kept about them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Group:
    """A community that the learner is in. `alone` is one that their own direct messages opened."""

    id: int
    name: str
    platforms: tuple[str, ...]
    joined_at: datetime
    alone: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """`zone` is None while the learner lives by the group's clock, `group_zone`.

    `tell_questions` says whether an instructor hears of questions that wait; None for who isn't one.
    """

    zone: str | None
    group_zone: str
    board_name: str | None
    groups: tuple[Group, ...]
    home_id: int | None
    keep_misses: bool | None = None
    tell_questions: bool | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is kept about one learner, in all groups."""

    platforms: tuple[str, ...]
    groups: int
    answers: int
    points: int
    quizzes: int
    facts: int
    schedules: int
    inquiries: int
