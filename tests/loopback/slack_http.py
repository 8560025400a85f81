"""The signed HTTP transport: posts to the bot's own address and reads its answer.

Source: docs.slack.dev/authentication/verifying-requests-from-slack; three seconds from the Events API page.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.loopback.slack_answers import Ack, Answer, NoAnswer
from tests.loopback.slack_elements import Json

ACK_SECONDS = 3.0
SIGNING_SECRET = "loopback-signing-secret"


@dataclass
class SignedHttp:
    """`url` is the bot's request address, usually ending in /slack/events."""

    url: str
    secret: str = SIGNING_SECRET

    async def deliver(self, answer: Answer, *, secret: str | None = None, age: float = 0.0) -> Ack:
        """Another `secret` makes a wrong signature, an `age` in seconds an old timestamp."""
        body, content_type = _body(answer)
        headers = {"Content-Type": content_type, **sign(body, secret or self.secret, time.time() - age)}
        if answer.retries:
            headers |= {"X-Slack-Retry-Num": str(answer.retries), "X-Slack-Retry-Reason": "http_timeout"}
        started = time.monotonic()
        try:
            status, said = await self._post(body, headers)
        except TimeoutError:
            raise NoAnswer(f"{answer} was not answered within {ACK_SECONDS:g} s") from None
        return Ack(status, said, time.monotonic() - started)

    async def _post(self, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        limit = aiohttp.ClientTimeout(total=ACK_SECONDS)
        client = aiohttp.ClientSession(timeout=limit)
        async with client, client.post(self.url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            readable = response.content_type == "application/json" and text
            return response.status, json.loads(text) if readable else text or None


def sign(body: str, secret: str, moment: float) -> dict[str, str]:
    stamp = str(int(moment))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _body(answer: Answer) -> tuple[str, str]:
    """Commands come as a form, interactions as one form field of JSON, events as JSON."""
    form = "application/x-www-form-urlencoded"
    if answer.kind == "slash_commands":
        return urlencode(answer.payload), form
    packed: Json = answer.payload
    text = json.dumps(packed)
    return (text, "application/json") if answer.kind == "events_api" else (urlencode({"payload": text}), form)
