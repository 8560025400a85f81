"""What Slack says about the tokens: one look, nothing is started."""

from __future__ import annotations

from typing import Any

from adapters.slack.client import Client
from adapters.slack.errors import NETWORK, error_code, final_code
from adapters.slack.people import PEOPLE_SCOPE
from adapters.slack.tokens import scopes_of
from bot.finding import Finding

# As in manifest.yaml, which says what each is for.
SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
    }
)
REINSTALL = "Add them under OAuth & Permissions of the app, then reinstall it to the workspace."


async def examine(bot_token: str, app_token: str | None, api_url: str | None) -> list[Finding]:
    client = Client(bot_token, api_url)
    try:
        findings = [await _bot(client)]
        if app_token:
            findings.append(await _app(client, app_token))
        return findings
    finally:
        await client.close()


def lacking(scopes: frozenset[str]) -> str:
    """The scopes that the app should have and hasn't; and what follows, where nothing else would tell."""
    missing = ", ".join(sorted(SCOPES - scopes))
    return f"{missing}; nobody can be seen to be a manager" if PEOPLE_SCOPE not in scopes else missing


async def _bot(client: Client) -> Finding:
    try:
        answer: Any = await client.api.auth_test()
    except NETWORK as error:
        return _trouble("Slack bot token", error, "Copy the Bot User OAuth Token (xoxb-) to SLACK_BOT_TOKEN.")
    missing = lacking(scopes_of(answer))
    if missing:
        return Finding("Slack scopes", f"missing {missing}.", REINSTALL)
    return Finding("Slack", f"signed in to {answer['team']} as {answer['user']}, with all scopes")


async def _app(client: Client, app_token: str) -> Finding:
    try:
        await client.api.apps_connections_open(app_token=app_token)
    except NETWORK as error:
        return _trouble("Slack app token", error, "Make one with connections:write and set SLACK_APP_TOKEN (xapp-).")
    return Finding("Slack Socket Mode", "the app token opens a connection")


def _trouble(about: str, error: Exception, remedy: str) -> Finding:
    if final_code(error):
        return Finding(about, f"refused ({final_code(error)}).", remedy)
    reason = error_code(error) or type(error).__name__
    return Finding(about, f"Slack can't be reached ({reason}).", "Check the network and try again.")
