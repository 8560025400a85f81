"""What the outbox can send, by the kind that stands in its rows."""

from __future__ import annotations

from collections.abc import Mapping

from bot.daily.notice import Notice
from bot.daily.post import Post
from bot.daily.reveal import Reveal
from bot.outbox.kind import Kind

KINDS: Mapping[str, Kind] = {"post": Post(), "reveal": Reveal(), "notice": Notice()}
