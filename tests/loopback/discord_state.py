"""What the loopback server remembers, and the refusals that follow from it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import discord_limits as limits
from .discord_errors import refuse, refuse_form
from .discord_exchange import Exchange
from .discord_message import Message
from .discord_problem import JSON, Problem
from .discord_rules import Where, check_message
from .discord_world import Channel, Guild, User
from .sampling import Sampling
from .tally import Tally


@dataclass(eq=False)
class State:
    """`violations`, `unknown_routes` and `late` collect what a test must hear of."""

    token: str
    bot: User = field(default_factory=lambda: User("Needlewise", bot=True))
    users: dict[str, User] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    commands: list[JSON] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    files_url: str = ""
    violations: list[str] = field(default_factory=list)
    unknown_routes: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    nonce_memory: float = limits.NONCE_MEMORY_SECONDS
    posts: Tally = field(default_factory=Tally)
    sampling: Sampling = field(default_factory=Sampling)
    _in_channel: dict[str, dict[str, Message]] = field(default_factory=dict)
    _directs: dict[str, Channel] = field(default_factory=dict)
    _nonces: dict[tuple[str, str], tuple[float, Message]] = field(default_factory=dict)

    def judge_message(self, where: str, payload: JSON, kind: Where) -> None:
        """Only as often as the sampling says."""
        if self.sampling.due():
            self.judge(where, check_message(payload, kind))

    def judge(self, where: str, problems: Sequence[Problem]) -> None:
        """Record the problems of a request and refuse it."""
        if problems:
            self.violations += [f"{where}: {problem}" for problem in problems]
            raise refuse_form(problems)

    def know(self, user: User) -> User:
        return self.users.setdefault(user.id, user)

    def channel(self, channel_id: str) -> Channel:
        """The channel, if it is there and the bot may see it."""
        channel = self.channels.get(channel_id)
        if channel is None or channel.deleted:
            raise refuse(10003)
        if channel.denied & limits.VIEW_CHANNEL or (channel.guild and not channel.guild.joined):
            raise refuse(50001)
        return channel

    def dm(self, user: User) -> Channel:
        """The direct message with the user, opened if need be."""
        self.know(user)
        if user.id not in self._directs:
            opened = Channel("direct message", recipient=user)
            self._directs[user.id] = self.channels[opened.id] = opened
        return self._directs[user.id]

    def keep(self, message: Message) -> None:
        """A new message, found from now on by its id and in its channel."""
        self.messages[message.id] = message
        self._in_channel.setdefault(message.channel.id, {})[message.id] = message

    def message(self, message_id: str, channel: Channel | None = None) -> Message:
        """A message that exists; with `channel`, one that stands openly in it."""
        found = self.messages.get(message_id)
        if found is None or found.deleted:
            raise refuse(10008)
        if channel is not None and (found.channel is not channel or found.reader is not None):
            raise refuse(10008)
        return found

    def history(self, channel: Channel) -> list[Message]:
        """What stands openly in a channel, oldest first."""
        return [
            message
            for message in self._in_channel.get(channel.id, {}).values()
            if message.reader is None and not message.deleted
        ]

    def twin(self, channel: Channel, nonce: str) -> Message | None:
        """The message sent into the channel with the same nonce within the past few minutes."""
        sent, message = self._nonces.get((channel.id, nonce), (0.0, None))
        return message if time.monotonic() - sent < self.nonce_memory else None

    def remember_nonce(self, message: Message) -> None:
        self._nonces[message.channel.id, str(message.nonce)] = (time.monotonic(), message)

    def forget_nonces(self) -> None:
        """As if a quarter of an hour had gone by."""
        self._nonces.clear()
