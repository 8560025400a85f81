"""Routes about the bot itself: who it is, its commands, the gateway, its servers and people."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from . import discord_limits as limits
from .discord_body import answer, read_body
from .discord_command_rules import kind_of
from .discord_errors import refuse
from .discord_gateway import Gateway
from .discord_problem import JSON
from .discord_rules import check_commands
from .discord_schema import check_schema
from .discord_snowflake import next_id
from .discord_state import State
from .discord_world import Guild

LOCALIZED = ("name_localizations", "description_localizations")


class BotRoutes:
    """`shards` is the number that GET /gateway/bot recommends."""

    def __init__(self, state: State, gateway: Gateway, gateway_url: str, shards: int) -> None:
        self._state = state
        self._gateway = gateway
        self._gateway_url = gateway_url
        self._shards = shards

    def routes(self) -> list[web.RouteDef]:
        commands = "/applications/{application}/commands"
        return [
            web.get("/users/@me", self._me),
            web.get("/users/{user}", self._user),
            web.post("/users/@me/channels", self._open_dm),
            web.get("/oauth2/applications/@me", self._application),
            web.get("/applications/@me", self._application),
            web.get("/gateway", self._where),
            web.get("/gateway/bot", self._where_for_bots),
            web.get("/guilds/{guild}", self._guild),
            web.get("/guilds/{guild}/members/{user}", self._member),
            web.get(commands, self._list_commands),
            web.put(commands, self._overwrite_commands),
            web.post(commands, self._upsert_command),
        ]

    async def _me(self, _: web.Request) -> web.Response:
        return answer({**self._state.bot.json(), "verified": True, "mfa_enabled": False, "locale": "en-US"})

    async def _user(self, request: web.Request) -> web.Response:
        user = self._state.users.get(request.match_info["user"])
        if user is None:
            raise refuse(10013)
        return answer(user.json())

    async def _open_dm(self, request: web.Request) -> web.Response:
        payload = (await read_body(request)).payload
        self._state.judge(f"POST {request.path}", check_schema(payload, "CreatePrivateChannelRequest"))
        user = self._state.users.get(str(payload.get("recipient_id")))
        if user is None:
            raise refuse(10013)
        return answer(self._state.dm(user).json(self._state.bot))

    async def _application(self, _: web.Request) -> web.Response:
        bot = self._state.bot
        shown: JSON = {"id": bot.id, "name": bot.name, "icon": None, "description": "", "summary": ""}
        shown |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": 0}
        return answer(shown | {"owner": {**bot.json(), "bot": False}, "team": None, "bot": bot.json()})

    async def _where(self, _: web.Request) -> web.Response:
        return answer({"url": self._gateway_url})

    async def _where_for_bots(self, _: web.Request) -> web.Response:
        left = limits.IDENTIFIES_A_DAY - len(self._gateway.sessions)
        start: JSON = {"total": limits.IDENTIFIES_A_DAY, "remaining": left, "reset_after": 86_400_000}
        start["max_concurrency"] = 1
        return answer({"url": self._gateway_url, "shards": self._shards, "session_start_limit": start})

    async def _guild(self, request: web.Request) -> web.Response:
        return answer(self._named(request).json(self._state.bot))

    async def _member(self, request: web.Request) -> web.Response:
        """A bot may look itself up without any privilege; it has no role of its own here."""
        self._named(request)
        bot = self._state.bot
        if request.match_info["user"] != bot.id:
            raise refuse(10013)
        return answer({"user": bot.json(), **bot.member_json()})

    def _named(self, request: web.Request) -> Guild:
        guild = self._state.guilds.get(request.match_info["guild"])
        if guild is None or not guild.joined:
            raise refuse(10004)
        return guild

    async def _list_commands(self, request: web.Request) -> web.Response:
        full = request.query.get("with_localizations") in ("true", "1")
        return answer([command if full else _unlocalized(command) for command in self._state.commands])

    async def _overwrite_commands(self, request: web.Request) -> web.Response:
        commands = (await read_body(request)).payload or []
        self._state.judge(f"PUT {request.path}", check_commands(commands))
        known = {(kind_of(command), command["name"]): command for command in self._state.commands}
        self._state.commands = [self._registered(command, known) for command in commands]
        return answer(self._state.commands)

    async def _upsert_command(self, request: web.Request) -> web.Response:
        command = (await read_body(request)).payload
        key = (kind_of(command), command.get("name"))
        known = {(kind_of(one), one["name"]): one for one in self._state.commands}
        others = [one for name, one in known.items() if name != key]
        self._state.judge(f"POST {request.path}", check_commands([*others, command]))
        stored = self._registered(command, known)
        self._state.commands = [*others, stored]
        return answer(stored, status=200 if key in known else 201)

    def _registered(self, command: JSON, known: dict[Any, JSON]) -> JSON:
        """The command as Discord gives it back: defaults filled in, the id kept, a new version if it differs."""
        before = known.get((kind_of(command), command["name"]))
        permissions = command.get("default_member_permissions")
        stored: JSON = {"id": before["id"] if before else next_id(), "application_id": self._state.bot.id}
        stored |= {"type": kind_of(command), "name": command["name"], "nsfw": command.get("nsfw", False)}
        stored |= {"description": command.get("description") or "", "contexts": command.get("contexts")}
        stored |= {key: command.get(key) for key in LOCALIZED}
        stored |= {"integration_types": command.get("integration_types") or [0]}
        stored |= {"dm_permission": command.get("dm_permission") is not False}
        stored["default_member_permissions"] = None if permissions is None else str(permissions)
        if options := [_normal_option(option) for option in command.get("options") or []]:
            stored["options"] = options
        unchanged = before is not None and {**before, "version": None} == {**stored, "version": None}
        return {**stored, "version": before["version"] if before and unchanged else next_id()}


def _normal_option(option: JSON) -> JSON:
    """Discord leaves out what is false or empty, at every depth."""
    kept = {key: value for key, value in option.items() if value not in (None, False, [], {})}
    if "options" in kept:
        kept["options"] = [_normal_option(inner) for inner in kept["options"]]
    return kept


def _unlocalized(part: JSON) -> JSON:
    """Without `with_localizations=true` the list comes without translations."""
    return {key: value for key, value in part.items() if key not in LOCALIZED}
