"""One Slack workspace in memory: people, channels, messages, files and its clock."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.loopback.slack_blocks import elements
from tests.loopback.slack_elements import Json

TEAM = "T0LOOPBACK"
APP = "A0LOOPBACK"
BOT_USER = "U0BOT"
BOT = "B0BOT"
BOT_NAME = "needlewise"


@dataclass(frozen=True)
class User:
    id: str
    name: str
    tz: str = "Europe/London"
    locale: str = "en-GB"
    admin: bool = False
    owner: bool = False
    bot: bool = False

    def profile(self, with_locale: bool) -> Json:
        """As users.info shows it: the locale only when asked for."""
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        shown = {"real_name": self.name.title(), "display_name": self.name}
        return {
            "id": self.id,
            "team_id": TEAM,
            "name": self.name,
            "real_name": shown["real_name"],
            "deleted": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": shown,
            "is_admin": self.admin or self.owner,
            "is_owner": self.owner,
            "is_bot": self.bot,
            **({"locale": self.locale} if with_locale else {}),
        }


@dataclass
class Channel:
    id: str
    name: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    im_with: str | None = None

    @property
    def kind(self) -> str:
        """The scope family: channels, groups or im."""
        return "im" if self.im_with else "groups" if self.private else "channels"

    def profile(self) -> Json:
        shared = {"id": self.id, "is_archived": self.archived, "is_private": self.private}
        if self.im_with:
            return {**shared, "is_im": True, "user": self.im_with}
        kinds = {"is_channel": not self.private, "is_group": self.private}
        return {**shared, **kinds, "is_im": False, "name": self.name, "is_member": BOT_USER in self.members}


@dataclass(frozen=True)
class Message:
    """A message as it stood when you looked: an edit makes a new one, so a stale button can still be
    pressed."""

    channel: str
    ts: str
    user: str
    payload: Json
    only_for: str | None = None
    edited: bool = False

    @property
    def text(self) -> str:
        return str(self.payload.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.payload.get("blocks") or [])

    @property
    def thread_ts(self) -> str | None:
        return self.payload.get("thread_ts")

    @property
    def metadata(self) -> Json | None:
        return self.payload.get("metadata") or None

    @property
    def words(self) -> str:
        """Everything a reader sees in the blocks, or the text where there are none."""
        return "\n".join(words(self.blocks)) or self.text

    @property
    def action_ids(self) -> list[str]:
        return [element["action_id"] for element in elements(self.blocks) if "action_id" in element]

    def as_json(self, with_metadata: bool = False) -> Json:
        """As conversations.history and message payloads show it."""
        hidden = set() if with_metadata else {"metadata"}
        shown = {name: value for name, value in self.payload.items() if name not in hidden}
        bot = {"bot_id": BOT, "app_id": APP} if self.user == BOT_USER else {}
        edited = {"edited": {"user": self.user, "ts": self.ts}} if self.edited else {}
        return {"type": "message", "user": self.user, "ts": self.ts, "team": TEAM, **bot, **edited, **shown}


@dataclass
class File:
    id: str
    name: str
    title: str
    alt_text: str = ""
    data: bytes = b""
    channel: str | None = None


class Workspace:
    def __init__(self) -> None:
        self.users: dict[str, User] = {BOT_USER: User(BOT_USER, BOT_NAME, tz="UTC", bot=True)}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._numbers = count(1)
        self._skew = 0.0

    def now(self) -> float:
        return time.time() + self._skew

    def pass_time(self, seconds: float) -> None:
        """Lets triggers and response_urls age without waiting."""
        self._skew += seconds

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):06d}"

    def new_ts(self) -> str:
        return f"{int(self.now())}.{next(self._numbers):06d}"

    def im(self, user: str) -> Channel:
        """The direct channel of a person and the bot, made when first asked for."""
        for channel in self.channels.values():
            if channel.im_with == user:
                return channel
        return self.add_channel(Channel(self.new_id("D"), "directmessage", {user, BOT_USER}, im_with=user))

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def post(self, channel: str, user: str, payload: Json, only_for: str | None = None) -> Message:
        message = Message(channel, self.new_ts(), user, with_ids(payload), only_for)
        self._messages.setdefault(channel, {})[message.ts] = message
        return message

    def edit(self, message: Message, payload: Json) -> Message:
        """Fields that are not given stay as they were (chat.update reference)."""
        edited = replace(message, payload=with_ids({**message.payload, **payload}), edited=True)
        self._messages[message.channel][message.ts] = edited
        return edited

    def remove(self, message: Message) -> None:
        self._messages[message.channel].pop(message.ts, None)

    def message(self, channel: str, ts: str) -> Message | None:
        return self._messages.get(channel, {}).get(ts)

    def messages(self, channel: str) -> list[Message]:
        """Oldest first, with thread replies, without ephemeral ones."""
        return [message for message in self._messages.get(channel, {}).values() if not message.only_for]

    def ephemerals(self, user: str) -> list[Message]:
        found = (message for channel in self._messages.values() for message in channel.values())
        own = (message for message in found if message.only_for == user)
        return sorted(own, key=lambda message: message.ts)


def with_ids(payload: Json) -> Json:
    """Slack gives every block and element the id that its sender left out."""
    if not payload.get("blocks"):
        return payload
    blocks = [_named(block, f"b{index}") for index, block in enumerate(payload["blocks"])]
    return {**payload, "blocks": blocks}


def _named(block: Json, name: str) -> Json:
    named = {"block_id": name, **block}
    for place in ("accessory", "element"):
        if place in block:
            named[place] = {"action_id": f"{name}-{place}", **block[place]}
    if block.get("type") == "actions":
        members = enumerate(block["elements"])
        named["elements"] = [{"action_id": f"{name}-{index}", **member} for index, member in members]
    return named


def words(value: Any) -> Iterator[str]:
    """The visible texts of blocks in reading order."""
    if isinstance(value, list):
        for part in value:
            yield from words(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        parts: Iterable[Any] = (part for part in value.values() if isinstance(part, dict | list))
        for part in parts:
            yield from words(part)
