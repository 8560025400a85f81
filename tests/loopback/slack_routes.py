"""The addresses of the server: the Web API, response_urls, uploads and the WebSocket."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from tests.loopback.slack_api import WebApi
from tests.loopback.slack_elements import Json
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_socket import SocketMode
from tests.loopback.slack_state import State

LARGEST_UPLOAD = 64 * 2**20


@dataclass
class Routes:
    state: State
    api: WebApi
    socket: SocketMode

    def application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_UPLOAD)
        application.router.add_route("*", "/api/{method}", self.api.handle)
        application.router.add_post("/hooks/{key}", self._hook)
        application.router.add_post("/upload/{file}", self._upload)
        application.router.add_get("/socket/{ticket}", self.socket.handle)
        return application

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        """A refused response_url is a 4xx, which Bolt's `respond` returns without raising."""
        body = await request.json()
        key = request.match_info["key"]
        return await self.api.door.admit(request, "response_url", "", lambda: self._answered(key, body))

    def _answered(self, key: str, body: Json) -> web.Response:
        try:
            hook = self.state.hooks.take(key)
            if not body.get("delete_original"):
                self.state.judge_message("response_url", body)
            self.state.hooks.answer(hook, body)
        except SlackProblem as problem:
            status = 404 if problem.code.endswith("_url") else 400
            return web.json_response(problem.as_json(), status=status)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes as the body, or as the first file of a form."""
        file = self.state.workspace.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        if request.content_type == "multipart/form-data":
            sent = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
            file.data = sent[0].file.read() if sent else b""
        else:
            file.data = await request.read()
        return web.Response(text=f"OK - {len(file.data)}")
