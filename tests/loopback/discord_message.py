"""A message as it stands on the server."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import discord_limits as limits
from .discord_component_rules import BUTTON, walk
from .discord_problem import JSON
from .discord_snowflake import next_id, timestamp
from .discord_world import Channel, User

EDITABLE = ("content", "embeds", "components", "attachments")


@dataclass(eq=False)
class Message:
    """`reader` is set on an ephemeral message: the only person who sees it. Edits change it in place."""

    channel: Channel
    author: User
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    reader: User | None = None
    id: str = field(default_factory=next_id)
    sent: str = field(default_factory=timestamp)
    edited: str | None = None
    deleted: bool = False
    extra: JSON = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & limits.EPHEMERAL)

    @property
    def buttons(self) -> dict[str, str]:
        """Label → custom_id (or url of a link), in order."""
        return {part.get("label", ""): part.get("custom_id") or part["url"] for part in self._of_type(BUTTON)}

    @property
    def text(self) -> str:
        """All that a reader sees, one piece a line: for `assert "…" in message.text`."""
        return "\n".join(piece for piece in self._pieces() if piece)

    def component(self, custom_id: str) -> JSON | None:
        """The button or select of that id; a button is found by its label too."""
        for _, part in walk(self.components):
            if custom_id in (part.get("custom_id"), part.get("label")) and part["type"] != 1:
                return part
        return None

    def write(self, payload: JSON) -> None:
        """Take over what a create or an edit says; absent keys stay as they were."""
        for key in EDITABLE:
            if key in payload:
                empty: Any = "" if key == "content" else []
                setattr(self, key, copy.deepcopy(payload[key]) or empty)
        for number, (_, part) in enumerate(walk(self.components), 1):
            part.setdefault("id", number)
        for embed in self.embeds:
            embed["type"] = "rich"
            for picture in (embed.get("image"), embed.get("thumbnail")):
                self._place(picture)
        self.flags |= (payload.get("flags") or 0) & limits.COMPONENTS_V2

    def json(self) -> JSON:
        shown: JSON = {key: getattr(self, key) for key in ("id", "flags", *EDITABLE)}
        shown |= {"channel_id": self.channel.id, "author": self.author.json(), "type": 0, "tts": False}
        shown |= {"timestamp": self.sent, "edited_timestamp": self.edited, "pinned": False}
        shown |= {"mentions": [], "mention_roles": [], "mention_everyone": False}
        shown |= {} if self.nonce is None else {"nonce": self.nonce}
        return copy.deepcopy(shown | self.extra)

    def _place(self, picture: JSON | None) -> None:
        """Resolve `attachment://name`. Discord then hides the attachment from the list; here it stays."""
        name = picture["url"].removeprefix("attachment://") if picture else None
        for attachment in self.attachments:
            if picture and attachment["filename"] == name:
                picture["url"] = attachment["url"]

    def _of_type(self, kind: int) -> Iterator[JSON]:
        return (part for _, part in walk(self.components) if part["type"] == kind)

    def _pieces(self) -> Iterator[str]:
        yield self.content
        for embed in self.embeds:
            yield (embed.get("author") or {}).get("name", "")
            yield embed.get("title") or ""
            yield embed.get("description") or ""
            for entry in embed.get("fields", []):
                yield entry["name"]
                yield entry["value"]
            yield (embed.get("footer") or {}).get("text", "")
        for _, part in walk(self.components):
            yield part.get("content") or part.get("label") or part.get("placeholder") or ""
