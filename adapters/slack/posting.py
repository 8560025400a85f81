"""Messages that stay: posts in channels, direct messages and uploads. Raises what the port names, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import Garbled, called, translated
from adapters.slack.spans import Json
from bot.chat.people import MessageRef, Place
from bot.chat.port import Refused, Unclear
from bot.chat.reply import File

log = logging.getLogger(__name__)

QUIET: Any = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}


class Posting:
    """`bot` is the bot's name in the workspace, for the sentence that says how to invite it. `api` decides whether
    somebody waits for what is sent, or it can wait for its turn."""

    def __init__(self, api: AsyncWebClient, bot: str) -> None:
        self._api = api
        self._bot = bot

    async def post(self, place: Place, message: Json, metadata: Json | None = None) -> MessageRef:
        fields: Any = {**message, **QUIET, "metadata": metadata, "thread_ts": place.thread or None}
        answer = await called(self._api.chat_postMessage(channel=place.channel, **fields), self._bot)
        if not answer.get("ts"):
            raise translated(Garbled("no ts"), self._bot)
        return MessageRef(place, str(answer["ts"]))

    async def edit(self, posted: MessageRef, message: Json, metadata: Json | None = None) -> None:
        """Without metadata the message keeps what it has."""
        fields: Any = {**message, **({"metadata": metadata} if metadata else {})}
        await called(self._api.chat_update(channel=posted.place.channel, ts=posted.message, **fields), self._bot)

    async def whisper(self, place: Place, user: str, message: Json) -> None:
        """Seen by one person until they reload."""
        fields: Any = {**message, "thread_ts": place.thread or None}
        await called(self._api.chat_postEphemeral(channel=place.channel, user=user, **fields), self._bot)

    async def direct_channel(self, user: str) -> str:
        answer = await called(self._api.conversations_open(users=user), self._bot)
        channel: Any = answer.get("channel") or {}
        if not channel.get("id"):
            raise translated(Garbled("no channel"), self._bot)
        return str(channel["id"])

    async def upload(self, channel: str, files: Sequence[File], thread: str = "") -> None:
        """A file is posted as a message of its own."""
        uploads: list[dict[str, Any]] = [
            {"filename": file.name, "content": file.data, "title": file.alt or file.name, "alt_txt": file.alt or None}
            for file in files
        ]
        share = self._api.files_upload_v2(file_uploads=uploads, channel=channel, thread_ts=thread or None)
        await called(share, self._bot)

    async def add_pictures(self, posted: MessageRef, files: Sequence[File]) -> None:
        """In the post's thread."""
        pictures = [file for file in files if file.alt]
        await self.add_files(posted.place.channel, pictures, posted.place.thread or posted.message)

    async def add_files(self, channel: str, files: Sequence[File], thread: str = "") -> None:
        """To a message that stands without them, so a failure is only logged."""
        if not files:
            return
        try:
            await self.upload(channel, files, thread)
        except (Refused, Unclear) as error:
            log.warning("slack: a file was not uploaded: %s", error)
