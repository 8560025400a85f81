"""Finds what would notify people: mentions in mrkdwn, in fallback texts and in rich text.

Source: docs.slack.dev/messaging/formatting-message-text, "Mentioning". Plain text objects are shown as
written, so they are not searched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from tests.loopback.slack_elements import Json

_MENTION = re.compile(r"<(!channel|!here|!everyone|!subteam\^\w+|@\w+)(?:\|[^>]*)?>")
_LIVE = ("text", "markdown_text", "initial_comment", "fallback", "pretext")
_RICH_MENTIONS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def check_pings(payload: Json, may_ping: Collection[str]) -> Iterator[str]:
    """`may_ping`: the user ids that may be mentioned. What notifies many is always a fault."""
    for text in _live_texts(payload):
        for mention in _MENTION.findall(text):
            if mention.startswith("!") or mention.removeprefix("@") not in may_ping:
                yield f"<{mention}> would notify people"
    if payload.get("link_names") in (True, "true", "1", 1):
        yield "link_names would turn names into mentions"
    if payload.get("parse") == "full":
        yield "parse=full would turn names into mentions"


def _live_texts(value: Any) -> Iterator[str]:
    """Every string that Slack would read as mrkdwn, and rich-text mentions written as mrkdwn."""
    if isinstance(value, list):
        for part in value:
            yield from _live_texts(part)
    elif isinstance(value, dict) and value.get("type") in _RICH_MENTIONS:
        target = value.get(_RICH_MENTIONS[value["type"]])
        yield f"<@{target}>" if value["type"] == "user" else f"<!{target}>".replace("<!S", "<!subteam^S")
    elif isinstance(value, dict) and value.get("type") != "plain_text":
        for name, part in value.items():
            if isinstance(part, str) and name in _LIVE:
                yield part
            elif isinstance(part, list | dict) and name != "metadata":
                yield from _live_texts(part)
