"""What the outbox can send, by the kind that stands in its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.daily.notice import Notice
from bot.daily.post import Post
from bot.daily.reveal import Reveal
from bot.misses.letter import Letter
from bot.misses.notice import KIND, Waiting
from bot.outbox.kind import Kind


def kinds(catch_up: timedelta) -> Mapping[str, Kind]:
    """`catch_up` is how late a post is still worth sending."""
    return {"post": Post(catch_up), "reveal": Reveal(), "notice": Notice(), "letter": Letter(), KIND: Waiting()}
