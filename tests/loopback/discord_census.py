"""All messages of the bot that stand openly, over all channels at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .discord_message import Message
from .discord_problem import JSON
from .discord_state import State


def rows(state: State) -> Iterator[JSON]:
    """What a message can be told by. The parts are the message's own, not copies."""
    for message in list(state.messages.values()):
        if message.author is state.bot and message.reader is None and not message.deleted:
            yield _row(message)


def marks(state: State) -> Counter[str]:
    """How many messages carry each mark: a component's `id` at the top, as digits, or the text of a footer.

    Discord itself numbers from 1 the components that have no id.
    """
    return Counter(mark for row in rows(state) for mark in _marks_of(row))


def _row(message: Message) -> JSON:
    told: JSON = {"id": message.id, "channel_id": message.channel.id, "timestamp": message.sent}
    return told | {key: getattr(message, key) for key in ("nonce", "content", "embeds", "components")}


def _marks_of(row: JSON) -> set[str]:
    footers = {(embed.get("footer") or {}).get("text", "") for embed in row["embeds"]}
    return (footers - {""}) | {str(component["id"]) for component in row["components"]}
