"""One interaction: what a person did and all that the bot made of it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import discord_limits as limits
from .discord_message import Message
from .discord_problem import JSON
from .discord_snowflake import next_id
from .discord_world import Channel, User

COMMAND, COMPONENT, SUGGEST, FORM = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
KINDS = {
    MESSAGE: "message",
    DEFERRED: "deferred",
    DEFERRED_UPDATE: "deferred update",
    UPDATE: "update",
    CHOICES: "autocomplete",
    MODAL: "modal",
}
ALLOWED: Mapping[int, tuple[int, ...]] = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    SUGGEST: (CHOICES,),
    FORM: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
}


@dataclass(eq=False)
class Modal:
    """A form on somebody's screen. `source` is the message whose button opened it, if one did."""

    payload: JSON
    channel: Channel
    source: Message | None

    @property
    def custom_id(self) -> str:
        return str(self.payload["custom_id"])

    @property
    def title(self) -> str:
        return str(self.payload["title"])


@dataclass(eq=False)
class Exchange:
    """`kind` is that of the first response: message, deferred, deferred update, update, autocomplete, modal.

    `message` is the answer as it stands now (after an update: the message that was pressed on), `latency`
    the seconds from the event's dispatch to the arrival of the first response.
    """

    type: int
    user: User
    channel: Channel
    data: JSON
    source: Message | None = None
    id: str = field(default_factory=next_id)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    kind: str | None = None
    message: Message | None = None
    modal: Modal | None = None
    choices: list[JSON] = field(default_factory=list)
    follow_ups: list[Message] = field(default_factory=list)
    latency: float = 0.0
    started: float = field(default_factory=time.monotonic)
    loading: bool = False
    responded: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def age(self) -> float:
        return time.monotonic() - self.started

    @property
    def shown(self) -> Message:
        """The message, where there must be one."""
        assert self.message is not None, f"{self}: the response is a {self.kind}, there is no message"
        return self.message

    @property
    def ephemeral(self) -> bool:
        return self.shown.ephemeral

    @property
    def text(self) -> str:
        return self.shown.text

    def __str__(self) -> str:
        what = {COMMAND: "command", COMPONENT: "press", SUGGEST: "suggestion", FORM: "form"}[self.type]
        return f"{what} {self.data.get('name') or self.data.get('custom_id')!r} of {self.user.name}"

    def allows(self, response: int) -> bool:
        """Whether Discord takes this type of response to this interaction; a form updates only a message
        that opened it (docs: interactions/receiving-and-responding, "Interaction Callback Type")."""
        updates = response in (UPDATE, DEFERRED_UPDATE)
        return response in ALLOWED[self.type] and not (updates and self.source is None)

    def respond(self, response: int, latency: float) -> None:
        self.kind = KINDS[response]
        self.latency = latency
        self.loading = response in (DEFERRED, DEFERRED_UPDATE)
        self.responded.set()
        if not self.loading:
            self.settled.set()

    def settle(self) -> None:
        self.loading = False
        self.settled.set()

    def metadata(self) -> JSON:
        """What a message that answers this interaction says of it."""
        owners = {"0": self.channel.guild.id if self.channel.guild else "0"}
        told: JSON = {"id": self.id, "type": self.type, "user": self.user.json()}
        told["authorizing_integration_owners"] = owners
        if self.type == COMPONENT and self.source is not None:
            told["interacted_message_id"] = self.source.id
        return {"interaction_metadata": told}

    def json(self, bot: User) -> JSON:
        """The INTERACTION_CREATE event."""
        place = self.channel.guild
        shown: JSON = {"id": self.id, "application_id": bot.id, "type": self.type, "token": self.token}
        shown |= {"version": 1, "data": self.data, "locale": self.user.locale, "entitlements": []}
        shown |= {"channel_id": self.channel.id, "channel": self.channel.json(bot, self.user)}
        shown |= {"app_permissions": str(self.channel.bot_permissions), "context": 0 if place else 1}
        shown |= {"attachment_size_limit": limits.FILE_BYTES}
        shown["authorizing_integration_owners"] = {"0": place.id if place else "0"}
        if self.source is not None:
            shown["message"] = self.source.json()
        if place is None:
            return shown | {"user": self.user.json()}
        shown |= {"guild_id": place.id, "guild_locale": place.locale}
        shown["guild"] = {"id": place.id, "locale": place.locale, "features": []}
        return shown | {"member": {"user": self.user.json(), **self.user.member_json()}}
