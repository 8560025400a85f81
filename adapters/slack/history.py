"""What stands in a channel: finding a post by its key, and whether the bot may post and look back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.slack.client import Client
from adapters.slack.errors import Garbled, called, translated
from adapters.slack.remedies import remedy
from adapters.slack.spans import Json
from adapters.slack.tokens import scopes_of
from bot.chat.people import MessageRef, Place
from bot.chat.port import Postponed, Reach, Refused, Unclear

# Written into the metadata of each post, together with its key.
EVENT_TYPE = "needlewise_post"
PAGE = 200
MOST_PAGES = 5


class History:
    """`bot` is the bot's name, `bot_user` its user id."""

    def __init__(self, client: Client, bot: str, bot_user: str) -> None:
        self._api = client.api
        self._timed = client.timed
        self._bot = bot
        self._bot_user = bot_user

    def metadata(self, key: str) -> Json:
        return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """Looks at a thousand messages at most, and raises Refused if there are more: None means "surely not there".

        `since` is compared with Slack's clock, so it must allow for a difference. A thread's post is looked for in its
        thread, as the channel's history doesn't hold it. Slack names no other scope than the history's for reading
        metadata, and doesn't promise that a message can be read the moment it was posted: leave it some seconds.
        """
        cursor = ""
        for _ in range(MOST_PAGES):
            page = await self._page(place, since, cursor)
            for said in page["messages"]:
                if self._has_key(said, key):
                    return MessageRef(place, str(said["ts"]))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise Refused("Too much was said in the channel since to tell whether it was posted.")

    async def reach(self, place: Place) -> Reach:
        """Asks for the channel, whose answer also names the scopes that the app was given."""
        if place.channel.startswith("D"):
            answer: Any = await called(self._api.auth_test(), self._bot)
            return self._reach({"is_im": True, "is_member": True}, scopes_of(answer))
        try:
            answer = await called(self._api.conversations_info(channel=place.channel), self._bot)
        except Refused as error:
            return Reach(post=False, history=False, remedy=str(error))
        return self._reach(answer["channel"], scopes_of(answer))

    def _reach(self, channel: Mapping[str, Any], scopes: frozenset[str]) -> Reach:
        kind = "im" if channel.get("is_im") else "groups" if channel.get("is_private") else "channels"
        inside, open_ = bool(channel.get("is_member")), not channel.get("is_archived")
        missing = [scope for scope in ("chat:write", f"{kind}:history") if scope not in scopes]
        said = [
            *([] if open_ else [remedy("is_archived", self._bot)]),
            *([] if inside else [remedy("not_in_channel", self._bot)]),
            *([remedy("missing_scope", self._bot, ", ".join(missing))] if missing else []),
        ]
        able = inside and open_
        return Reach(able and "chat:write" in scopes, inside and f"{kind}:history" in scopes, " ".join(said))

    async def _page(self, place: Place, since: datetime, cursor: str) -> Any:
        """Raises Refused or Unclear: that the look was put off says nothing about the post."""
        asked: Any = {
            "channel": place.channel,
            "oldest": f"{since.timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": PAGE,
            "cursor": cursor or None,
        }
        if place.thread:
            call = self._timed.conversations_replies(ts=place.thread, **asked)
        else:
            call = self._timed.conversations_history(**asked)
        try:
            page: Any = await called(call, self._bot)
        except Postponed as error:
            raise Unclear(str(error), error.wait) from error
        if not isinstance(page.get("messages"), list):
            raise translated(Garbled("no messages"), self._bot)
        return page

    def _has_key(self, said: Mapping[str, Any], key: str) -> bool:
        metadata = said.get("metadata") or {}
        ours = metadata.get("event_type") == EVENT_TYPE and said.get("user") == self._bot_user
        return ours and (metadata.get("event_payload") or {}).get("key") == key
