"""The address at which a bench steers servers in another process: POST /control/{platform}/{deed}."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from .desk import JSON, Desk


class Control:
    def __init__(self, desks: Mapping[str, Desk]) -> None:
        self._desks = desks

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/control/{platform}/{deed}", self._do)
        return application

    async def _do(self, request: web.Request) -> web.Response:
        """What fails comes back as status 400 and `error`, as when no bot answers a command."""
        desk, deed = self._desks.get(request.match_info["platform"]), request.match_info["deed"]
        if desk is None or deed not in desk.DEEDS:
            return _error(f"nothing here does {request.path}")
        arguments: JSON = await request.json()
        try:
            return web.json_response(await getattr(desk, deed)(**arguments))
        except (AssertionError, TypeError, LookupError) as error:
            return _error(f"{type(error).__name__}: {error}")


def _error(text: str) -> web.Response:
    return web.json_response({"error": text}, status=400)
