"""One Slack workspace in memory: people, channels, messages, files and its clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message, with_ids
from tests.loopback.slack_people import BOT_NAME, BOT_USER, Channel, User


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
        self._directs: dict[str, Channel] = {}
        self._numbers = count(1)
        self._moments = count(1)
        self._skew = 0.0

    def now(self) -> float:
        return time.time() + self._skew

    def pass_time(self, seconds: float) -> None:
        """Lets triggers and response_urls age without waiting."""
        self._skew += seconds

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):06d}"

    def new_ts(self) -> str:
        return f"{int(self.now())}.{next(self._moments) % 1_000_000:06d}"

    def im(self, user: str) -> Channel:
        """The direct channel of a person and the bot, made when first asked for."""
        if user not in self._directs:
            channel = Channel(self.new_id("D"), "directmessage", {user, BOT_USER}, im_with=user)
            self._directs[user] = self.add_channel(channel)
        return self._directs[user]

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

    def everything(self) -> Iterator[Message]:
        """All messages of all channels, ephemeral ones too, channel by channel."""
        return (message for channel in list(self._messages.values()) for message in list(channel.values()))

    def ephemerals(self, user: str) -> list[Message]:
        own = (message for message in self.everything() if message.only_for == user)
        return sorted(own, key=lambda message: message.ts)
