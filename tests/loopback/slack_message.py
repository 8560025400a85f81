"""A message as people see it and as Slack's API shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.loopback.slack_blocks import elements
from tests.loopback.slack_elements import Json
from tests.loopback.slack_people import APP, BOT, BOT_USER, TEAM


@dataclass(frozen=True)
class Message:
    """A message as it stood when you looked: an edit makes a new one, so stale buttons can still be pressed."""

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
        for part in value.values():
            if isinstance(part, dict | list):
                yield from words(part)
