"""The rules for whatever a bot sends to Slack: `check_message`, `check_view`, `check_options`.

Each returns the list of faults, empty when Slack would take the payload and nobody would be notified.
The source of each number stands beside it; blocks and elements have modules of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tests.loopback.slack_blocks import check_blocks
from tests.loopback.slack_elements import Json, check_choices, check_length, check_text
from tests.loopback.slack_pings import check_pings

# chat.postMessage reference: longer texts are cut off.
MESSAGE_TEXT = 40_000
# chat.postMessage reference: markdown_text.
MARKDOWN_TEXT = 12_000
# slackapi/bolt-js issue 2509: Slack answers msg_blocks_too_long although each block is within its own limits.
BLOCK_TEXT_TOTAL = 13_200
# Slack docs, "Views" reference, and slack_sdk 3.47 models/views.
VIEW_TITLE = 24
PRIVATE_METADATA = 3000
CALLBACK_ID = 255
EXTERNAL_ID = 255


def check_message(payload: Json, *, may_ping: Collection[str] = (), allow_inputs: bool = False) -> list[str]:
    """`payload` as given to chat.postMessage, a response_url or an ack with a text."""
    return list(_message_faults(payload, may_ping, allow_inputs))


def check_view(view: Json, *, may_ping: Collection[str] = ()) -> list[str]:
    """A modal or a Home tab, as given to views.open, views.publish or a response_action."""
    return [*_view_faults(view), *check_pings({"blocks": view.get("blocks")}, may_ping)]


def check_options(payload: Json) -> list[str]:
    """The answer to a block_suggestion: options or option_groups; an empty list is a proper answer."""
    return list(check_choices(payload, "answer", least=0))


def _message_faults(payload: Json, may_ping: Collection[str], allow_inputs: bool) -> Iterator[str]:
    text, blocks = payload.get("text") or "", payload.get("blocks")
    if blocks and not text:
        yield "text: the fallback for notifications and screen readers is missing beside the blocks"
    if not (text or blocks or payload.get("attachments") or payload.get("markdown_text")):
        yield "no_text: neither text nor blocks"
    if len(text) > MESSAGE_TEXT:
        yield f"text: {len(text)} characters, cut off at {MESSAGE_TEXT}"
    if "markdown_text" in payload:
        yield from check_length(payload["markdown_text"], "markdown_text", MARKDOWN_TEXT)
        if text or blocks:
            yield "markdown_text: can't be sent with text or blocks"
    if blocks is not None:
        yield from check_blocks(blocks, "message", allow_inputs=allow_inputs)
        yield from _check_total(blocks)
    yield from check_pings(payload, may_ping)


def _check_total(blocks: Any) -> Iterator[str]:
    total = _text_length(blocks)
    if total > BLOCK_TEXT_TOTAL:
        yield f"msg_blocks_too_long: {total} characters in all blocks, at most {BLOCK_TEXT_TOTAL}"


def _text_length(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_text_length, value))
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(map(_text_length, value.values()))


def _view_faults(view: Json) -> Iterator[str]:
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"view.type: {kind!r}, but modal or home is needed"
        return
    for name, limit in {
        "private_metadata": PRIVATE_METADATA,
        "callback_id": CALLBACK_ID,
        "external_id": EXTERNAL_ID,
    }.items():
        if view.get(name):
            yield from check_length(view[name], f"view.{name}", limit)
    yield from _check_bars(view)
    yield from check_blocks(view.get("blocks"), kind)


def _check_bars(view: Json) -> Iterator[str]:
    """Title, submit and close: a modal has a title, and submit when anything can be filled in."""
    if view["type"] == "home":
        bars = [name for name in ("title", "submit", "close") if name in view]
        yield from (f"view.{name}: a Home tab has none" for name in bars)
        return
    if "title" not in view:
        yield "view.title: missing"
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            yield from check_text(view[name], f"view.{name}", VIEW_TITLE, plain=True)
    blocks = [block for block in view.get("blocks") or [] if isinstance(block, dict)]
    if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
        yield "view.submit: needed when the view has inputs"
