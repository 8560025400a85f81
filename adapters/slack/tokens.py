"""What the tokens are good for. Everything wrong with them is a SetupError with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.slack.client import Client
from adapters.slack.errors import NETWORK, error_code, final_code
from bot.errors import SetupError


@dataclass(frozen=True, slots=True)
class Me:
    """The bot in its workspace: its shown name, its two ids, the workspace's id, and what the app may do."""

    name: str
    user: str
    bot: str
    team: str
    scopes: frozenset[str]


async def who_am_i(client: Client) -> Me:
    try:
        answer: Any = await client.api.auth_test()
    except NETWORK as error:
        raise SetupError(_bot_trouble(error, client.api.base_url)) from error
    ids = (str(answer["user_id"]), str(answer.get("bot_id") or ""), str(answer["team_id"]))
    return Me(str(answer["user"]), *ids, scopes_of(answer))


async def socket_address(client: Client, app_token: str) -> str:
    """A fresh WebSocket address, good for one connection."""
    try:
        answer = await client.api.apps_connections_open(app_token=app_token)
    except NETWORK as error:
        raise SetupError(_app_trouble(error)) from error
    return str(answer["url"])


def scopes_of(answer: Any) -> frozenset[str]:
    """Each answer of the Web API names them."""
    return frozenset(scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")) - {""}


def _bot_trouble(error: Exception, address: str) -> str:
    code = final_code(error)
    if code:
        return (
            f"SLACK_BOT_TOKEN is refused ({code}). Copy the Bot User OAuth Token from OAuth & Permissions of the app; "
            "it begins with xoxb-."
        )
    reason = error_code(error) or type(error).__name__
    return f"Slack can't be reached at {address} ({reason}). Check the network and try again."


def _app_trouble(error: Exception) -> str:
    code = final_code(error)
    if code:
        return (
            f"SLACK_APP_TOKEN is refused ({code}). Make an app-level token with the scope connections:write under "
            "Basic Information, and switch Socket Mode on; the token begins with xapp-."
        )
    reason = error_code(error) or type(error).__name__
    return f"Slack opens no Socket Mode connection ({reason}). Check the network and try again."
