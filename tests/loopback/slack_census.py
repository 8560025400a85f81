"""All messages of the bot that stand openly, over all channels at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.loopback.slack_elements import Json
from tests.loopback.slack_people import BOT_USER
from tests.loopback.slack_workspace import Workspace


def rows(workspace: Workspace) -> Iterator[Json]:
    """What a message can be told by. The parts are the message's own, not copies."""
    for message in workspace.everything():
        if message.user == BOT_USER and not message.only_for:
            told = {"channel": message.channel, "ts": message.ts, "text": message.text}
            yield {**told, "metadata": message.metadata, "thread_ts": message.thread_ts}


def marks(workspace: Workspace) -> Counter[str]:
    """How many messages carry each `metadata.event_payload.key`."""
    payloads = ((row["metadata"] or {}).get("event_payload") or {} for row in rows(workspace))
    return Counter(str(payload["key"]) for payload in payloads if "key" in payload)
