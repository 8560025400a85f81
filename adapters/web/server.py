"""uvicorn as a guest in our event loop: it takes no signals, writes no log lines and ends when it is told."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Generator

import uvicorn
from starlette.types import ASGIApp

from adapters.web.limits import GRACE
from bot.errors import SetupError

STEP = 0.02


class Server(uvicorn.Server):
    """Ctrl-C belongs to whoever runs the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises SetupError with the remedy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "is in use by another program" if taken else f"can't be opened ({error.strerror})"
        raise SetupError(
            f"NEEDLEWISE_WEB_PORT: port {port} on {host} {reason}. "
            f"Set another one, for example NEEDLEWISE_WEB_PORT={port + 1}."
        ) from None


class Serving:
    """A server in a task of its own."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=int(GRACE.total_seconds()),
        )
        self._server = Server(config)
        self._listener = listener
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns once requests are answered."""
        self._task = asyncio.create_task(self._server.serve([self._listener]), name="playground")
        while not self._server.started:
            if self._task.done():
                self._task.result()
                raise SetupError("The playground page did not start; the log says why.")
            await asyncio.sleep(STEP)

    async def stop(self) -> None:
        self._server.should_exit = True
        await self.wait()
        self._listener.close()

    async def wait(self) -> None:
        if self._task is not None:
            await asyncio.shield(self._task)
