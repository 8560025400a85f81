"""What can happen to an answer on its way: it is written out, cut off, or torn in the middle."""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web

_AT_ONCE = struct.pack("ii", 1, 0)
_READ_SECONDS = 0.05


def reset(transport: asyncio.BaseTransport | None) -> None:
    """Closes with a TCP reset: SO_LINGER of 0 seconds."""
    if not isinstance(transport, asyncio.Transport):
        return
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()


async def tear(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """Sends the headers and half of the body, lets the client read them, and resets the connection."""
    body = whole.body if isinstance(whole.body, bytes) else b""
    half = web.StreamResponse(status=whole.status, headers=whole.headers)
    half.content_length = len(body)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    await asyncio.sleep(_READ_SECONDS)
    reset(request.transport)
    return half


async def write_out(request: web.Request, response: web.StreamResponse) -> None:
    """Hands all bytes to the system now, where aiohttp would do it after the handler. Nobody may be there to read."""
    try:
        await response.prepare(request)
        await response.write_eof()
    except ConnectionError:
        pass
