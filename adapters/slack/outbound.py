"""What the core itself sends to Slack: timed posts, edits and notices, and the look back for them."""

from __future__ import annotations

from datetime import datetime

from adapters.slack import render
from adapters.slack.history import History
from adapters.slack.origin import PLATFORM
from adapters.slack.posting import Posting
from adapters.slack.wording import Asked
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Reach
from bot.chat.reply import Reply


class Outbound:
    """`asked` words the replies for Slack. Everything raises Refused, Unclear or Postponed, nothing else."""

    def __init__(self, asked: Asked, posting: Posting, history: History) -> None:
        self._asked = asked
        self._posting = posting
        self._history = history

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        reply = await self._asked.worded(reply)
        posted = await self._posting.post(place, render.message(reply), self._history.metadata(key))
        await self._posting.add_pictures(posted, reply.files)
        return posted

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        reply = await self._asked.worded(reply)
        await self._posting.edit(message, render.message(reply), self._history.metadata(key))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return await self._history.find(place, key, since)

    async def direct(self, person: Person, reply: Reply) -> None:
        """A file that can't be sent is logged only: the message stands, and would be doubled by a second try."""
        reply = await self._asked.worded(reply)
        channel = await self._posting.direct_channel(person.user)
        await self._posting.post(Place(PLATFORM, person.realm, channel), render.message(reply))
        await self._posting.add_files(channel, reply.files)

    async def reach(self, place: Place) -> Reach:
        return await self._history.reach(place)
