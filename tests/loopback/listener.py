"""Where a loopback server listens, and how it goes away for a while."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.loopback.wire import reset

# Seconds after which clients on this machine know that their connections are gone.
_NOTICED = 0.05


class Listener:
    """Port 0 takes any that is free; `port` then tells which."""

    def __init__(self, port: int, patience: float) -> None:
        self.port = port
        self._patience = patience
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def bind(self) -> socket.socket:
        bound = socket.create_server(("127.0.0.1", self.port))
        self.port = bound.getsockname()[1]
        return bound

    async def serve(self, application: web.Application, bound: socket.socket) -> None:
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=self._patience)
        await self._runner.setup()
        await self._listen(bound)

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Meanwhile connecting is refused; open connections are reset, WebSockets too."""
        assert self._runner is not None
        assert self._site is not None
        await self._site.stop()
        server = self._runner.server
        for connection in list(server.connections) if server else []:
            reset(connection.transport)
        await asyncio.sleep(_NOTICED)
        try:
            yield
        finally:
            await self._listen(self.bind())

    async def _listen(self, bound: socket.socket) -> None:
        assert self._runner is not None
        self._site = web.SockSite(self._runner, bound)
        await self._site.start()
