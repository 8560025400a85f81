"""Learners, communities, and what one is in the other. No platform id comes this far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

UNSET_ZONE = "UTC"
DIRECT = "direct-"


def direct_space(realm: str, user: str) -> str:
    """What stands for a server in the direct messages of somebody who is in no group."""
    return f"{DIRECT}{realm}-{user}"


@dataclass(frozen=True, slots=True)
class Community:
    """A cohort or a clinic team. `set_up` is false until a manager has gone through /setup."""

    id: int
    name: str
    zone: str
    set_up: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """`zone` is None while the learner lives by the community's clock."""

    id: int
    zone: str | None = None
    home_id: int | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """`board_name` is None while the learner isn't on the leaderboard; `asked` says whether they were asked.

    `keep_misses` says whether questions of theirs that found nothing may be kept, None until they said so.
    `reply_waits`: an instructor's reply to them, in whichever group, got through by no direct message.
    """

    instructor: bool = False
    asked: bool = False
    board_name: str | None = None
    keep_misses: bool | None = None
    reply_waits: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    learner: Learner
    community: Community
    membership: Membership

    @property
    def zone(self) -> str:
        return self.learner.zone or self.community.zone

    def day(self, now: datetime) -> date:
        """The learner's own date at this moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()
