"""Discord's rate limits, enforced (docs: topics/rate-limits).

Two of them: fifty requests a second for the whole bot, over any second, to which what answers an interaction is not
bound; and five messages in five seconds for each channel, the numbers that Discord is seen to send. The window of a
channel opens with its first message. A request that is turned away uses up nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
import time

from aiohttp import web

from . import discord_limits as limits
from .discord_body import answer
from .limited import Limited
from .pace import Fixed, Sliding

OWN_TOKEN = ("/interactions/", "/webhooks/")
_POSTING = re.compile(r"/channels/(\d+)/messages")
# The same for every channel: Discord names the route, and the channel comes on top.
BUCKET = hashlib.md5(b"POST /channels/:channel/messages").hexdigest()


class Quota:
    """Off until `on` is set. `limited` lists what was turned away; the reason is `global` or `channel`."""

    def __init__(self) -> None:
        self.on = False
        self.limited: list[Limited] = []
        self._start()

    def enforce(self, on: bool) -> None:
        """Switching on begins with nothing used up."""
        self.on = on
        self._start()

    def _start(self) -> None:
        self._bot = Sliding(limits.GLOBAL_REQUESTS, limits.GLOBAL_SECONDS)
        self._channels: dict[str, Fixed] = {}

    def turn_away(self, method: str, path: str) -> web.Response | None:
        """The 429, if there must be one; else the request is counted."""
        if not self.on or path.startswith(OWN_TOKEN):
            return None
        now, channel = time.monotonic(), self._channel(method, path)
        if wait := self._bot.wait(now):
            return self._answer("global", method, path, wait, {"X-RateLimit-Global": "true"})
        self._bot.take(now)
        if channel is None:
            return None
        if wait := channel.wait(now):
            return self._answer("channel", method, path, wait, _headers(channel, now))
        channel.take(now)
        return None

    def stamp(self, method: str, path: str, response: web.StreamResponse) -> None:
        """Adds the headers of the route's bucket to an answer that was let through."""
        channel = self._channel(method, path) if self.on else None
        if channel is not None and not response.prepared:
            response.headers.update(_headers(channel, time.monotonic()))

    def _channel(self, method: str, path: str) -> Fixed | None:
        found = _POSTING.fullmatch(path) if method == "POST" else None
        made = Fixed(limits.CHANNEL_MESSAGES, limits.CHANNEL_SECONDS)
        return self._channels.setdefault(found[1], made) if found else None

    def _answer(self, reason: str, method: str, path: str, wait: float, more: dict[str, str]) -> web.Response:
        self.limited.append(Limited(reason, f"{method} {path}", wait, time.time()))
        shown = math.ceil(wait * 1000) / 1000
        whole = reason == "global"
        headers = {"Via": "1.1 loopback", "Retry-After": str(math.ceil(wait)), **more}
        headers["X-RateLimit-Scope"] = "global" if whole else "user"
        text = "You are being rate limited."
        return answer({"message": text, "retry_after": shown, "global": whole}, 429, headers)


def _headers(channel: Fixed, now: float) -> dict[str, str]:
    left = channel.ends(now)
    shown = {"X-RateLimit-Limit": str(channel.most), "X-RateLimit-Remaining": str(channel.left(now))}
    shown |= {"X-RateLimit-Reset": f"{time.time() + left:.3f}", "X-RateLimit-Reset-After": f"{left:.3f}"}
    return shown | {"X-RateLimit-Bucket": BUCKET}
