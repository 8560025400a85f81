"""Who speaks and where: the only platform ids that the core ever sees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform. `realm` is empty on Discord and the user's own team on Slack.

    `manager` says what the platform says (Manage Server, workspace admin); the core adds the named instructors.
    """

    platform: str
    realm: str
    user: str
    name: str
    locale: str = "en"
    manager: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread. `space` is the server or workspace, empty in a direct message on Discord."""

    platform: str
    space: str
    channel: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that was posted, so that it can be edited after a restart."""

    place: Place
    message: str
