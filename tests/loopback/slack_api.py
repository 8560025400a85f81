"""The Web API over HTTP: reads the arguments, checks token and scopes, runs the method, answers like Slack.

Calls are answered with status 200 even when they fail, as on Slack; only 429 and 5xx differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import slack_chat, slack_lookup, slack_surfaces, slack_uploads
from tests.loopback.slack_door import Door
from tests.loopback.slack_elements import Json
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State

BOT_TOKEN = "xoxb-loopback"
APP_TOKEN = "xapp-loopback"

METHODS: dict[str, Callable[[State, Json], Json]] = {
    "auth.test": slack_lookup.auth_test,
    "chat.postMessage": slack_chat.post_message,
    "chat.postEphemeral": slack_chat.post_ephemeral,
    "chat.update": slack_chat.update,
    "chat.delete": slack_chat.delete,
    "conversations.history": slack_lookup.history,
    "conversations.replies": slack_lookup.replies,
    "conversations.info": slack_lookup.info,
    "conversations.members": slack_lookup.members,
    "conversations.open": slack_lookup.open_direct,
    "users.info": slack_lookup.user_info,
    "team.info": slack_lookup.team_info,
    "bots.info": slack_lookup.bot_info,
    "views.open": slack_surfaces.open_view,
    "views.push": slack_surfaces.push_view,
    "views.update": slack_surfaces.update_view,
    "views.publish": slack_surfaces.publish_view,
    "files.getUploadURLExternal": slack_uploads.get_upload_url,
    "files.completeUploadExternal": slack_uploads.complete_upload,
}

# From the reference page of each method; `{kind}` is channels, groups or im, after the conversation's kind.
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.history": "{kind}:history",
    "conversations.replies": "{kind}:history",
    "conversations.info": "{kind}:read",
    "conversations.members": "{kind}:read",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "team.info": "team:read",
    "bots.info": "users:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}

ALL_SCOPES = frozenset(
    {scope for scope in SCOPES.values() if "{" not in scope}
    | {f"{kind}:{right}" for kind in ("channels", "groups", "im") for right in ("history", "read")}
    | {"app_mentions:read", "commands"}
)


@dataclass(frozen=True)
class Call:
    """One request of the bot, for tests that count or look at them."""

    method: str
    args: Json


@dataclass
class WebApi:
    state: State
    door: Door
    open_socket: Callable[[], str]
    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES))
    account_inactive: bool = False
    calls: list[Call] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await read_arguments(request)
        token = args.pop("token", None) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, args))

        def work() -> web.Response:
            answer = self._answer(method, args, str(token))
            return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})

        return await self.door.admit(request, method, self._place(args), work)

    def _place(self, args: Json) -> str:
        """The id of the channel; somebody's own id stands for the direct channel with them."""
        named = str(args.get("channel") or args.get("channel_id") or "")
        return self.state.workspace.im(named).id if named in self.state.workspace.users else named

    def _answer(self, method: str, args: Json, token: str) -> Json:
        try:
            if method == "apps.connections.open":
                return self._connection(token)
            if method not in METHODS:
                self.unknown.append(method)
                raise SlackProblem("unknown_method", req_method=method)
            self._admit(method, args, token)
            return {"ok": True, **METHODS[method](self.state, args)}
        except SlackProblem as problem:
            return problem.as_json()

    def _connection(self, token: str) -> Json:
        if token != APP_TOKEN:
            raise SlackProblem("not_allowed_token_type" if token == BOT_TOKEN else "invalid_auth")
        return {"ok": True, "url": self.open_socket()}

    def _admit(self, method: str, args: Json, token: str) -> None:
        if token != BOT_TOKEN:
            raise SlackProblem("invalid_auth" if token else "not_authed")
        if self.account_inactive:
            raise SlackProblem("account_inactive")
        needed = self._scope(method, args)
        if needed and needed not in self.scopes:
            raise SlackProblem("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))

    def _scope(self, method: str, args: Json) -> str:
        channel = self.state.workspace.channels.get(str(args.get("channel")))
        return SCOPES.get(method, "").format(kind=channel.kind if channel else "channels")


async def read_arguments(request: web.Request) -> Json:
    """slack_sdk puts them in the query, a form or JSON, by method; the first two hold nested values as JSON."""
    args: Json = {name: _parsed(name, value) for name, value in request.query.items()}
    if request.content_type == "application/json":
        args.update(await request.json())
        return args
    form = await request.post()
    return args | {name: _parsed(name, value) for name, value in form.items()}


def _parsed(name: str, value: Any) -> Any:
    return json.loads(value) if name in ("blocks", "view", "metadata", "attachments", "files") else value
