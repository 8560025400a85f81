"""Files that go with a message: how the payload names them, and the multipart form that carries them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from typing import Any

import discord
from discord.http import MultipartParameters

from adapters.discord import limits
from adapters.discord.limits import clip
from bot.chat.reply import File

Json = dict[str, Any]


def filename(file: File, index: int) -> str:
    """Discord changes names with other characters, and then `attachment://` finds nothing."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", file.name)[-limits.FILE_NAME :].strip("._") or f"file{index}"


def attachments(files: Sequence[File]) -> list[Json]:
    """An empty list also says that an edit takes away what was there."""
    return [_attachment(file, index) for index, file in enumerate(files[: limits.ATTACHMENTS])]


def parameters(payload: Json, files: Sequence[File]) -> MultipartParameters:
    """As discord.py's HTTP client takes it. `payload` may be an interaction response, which nests the message."""
    if not files:
        return MultipartParameters(payload=payload, multipart=None, files=None)
    parts: list[Json] = [{"name": "payload_json", "value": json.dumps(payload)}]
    sent = [discord.File(io.BytesIO(file.data), filename(file, index)) for index, file in enumerate(files)]
    for index, file in enumerate(sent):
        part = {"name": f"files[{index}]", "value": file.fp, "filename": file.filename}
        parts.append(part | {"content_type": "application/octet-stream"})
    return MultipartParameters(payload=None, multipart=parts, files=sent)


def _attachment(file: File, index: int) -> Json:
    shown: Json = {"id": index, "filename": filename(file, index)}
    return shown | ({"description": clip(file.alt, limits.ATTACHMENT_HELP)} if file.alt else {})
