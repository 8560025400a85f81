"""Request bodies in, JSON out."""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, MultipartReader, StreamReader, web

from . import discord_limits as limits
from .discord_errors import refuse
from .discord_problem import JSON, Problem
from .discord_snowflake import next_id
from .discord_state import State


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Body:
    """A request's JSON and its files by their index (docs: reference, "Uploading Files")."""

    payload: Any
    uploads: dict[str, Upload]


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py parses a body only if its Content-Type is exactly `application/json`, without charset."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


async def read_body(request: web.Request) -> Body:
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return Body(json.loads(text) if text else {}, {})
    payload: Any = {}
    uploads: dict[str, Upload] = {}
    async for part in await _parts(request):
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            payload = json.loads(await part.text())
            continue
        content = bytes(await part.read())
        if len(content) > limits.FILE_BYTES:
            raise refuse(40005)
        index = (part.name or "").removeprefix("files[").removesuffix("]")
        uploads[index] = Upload(part.filename or "", content)
    return Body(payload, uploads)


async def _parts(request: web.Request) -> MultipartReader:
    """Through `read`, which gives the same bytes to whoever asked before."""
    content = await request.read()
    stream = StreamReader(request.protocol, max(1, len(content)))
    stream.feed_data(content)
    stream.feed_eof()
    return MultipartReader(request.headers, stream)


def attached(state: State, where: str, payload: JSON, body: Body, kept: list[JSON]) -> JSON:
    """The payload with whole attachments in place of references to uploads and to those already there."""
    if "attachments" not in payload and not body.uploads:
        return payload
    named = payload.get("attachments")
    wanted = [*kept, *({"id": index} for index in body.uploads)] if named is None else named
    known = {attachment["id"]: attachment for attachment in kept}
    whole = []
    for number, reference in enumerate(wanted):
        key = str(reference["id"])
        if key in body.uploads:
            whole.append(_stored(state, reference, body.uploads[key]))
        elif key in known:
            whole.append(known[key])
        else:
            state.judge(where, [Problem(("attachments", number, "id"), f"no file and no attachment {key}")])
    return {**payload, "attachments": whole}


def _stored(state: State, reference: JSON, upload: Upload) -> JSON:
    name = reference.get("filename") or upload.name
    file_id = next_id()
    state.files[file_id] = upload.content
    url = f"{state.files_url}/{file_id}/{quote(name)}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown: JSON = {"id": file_id, "filename": name, "size": len(upload.content), "url": url, "proxy_url": url}
    return shown | {"content_type": kind, "description": reference.get("description")}
