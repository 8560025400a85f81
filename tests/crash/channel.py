"""A channel that outlives the process that posts in it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.chat.people import MessageRef, Place
from bot.chat.reply import Reply
from tests.board import Board


class FileBoard(Board):
    """Each message is a line with its key; there is an await before it stands there, and one after."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        await asyncio.sleep(0)
        with self._path.open("a", encoding="utf-8") as channel:
            channel.write(f"{key}\n")
        await asyncio.sleep(0)
        return MessageRef(place, key)

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        await asyncio.sleep(0)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        await asyncio.sleep(0)
        return MessageRef(place, key) if key in keys_in(self._path) else None


def keys_in(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split() if path.exists() else []
