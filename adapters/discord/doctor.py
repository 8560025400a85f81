"""One look at Discord: whether the token works, and how to invite the bot. Nothing is started."""

from __future__ import annotations

import discord

from adapters.discord.session import Listeners, Session
from bot.errors import SetupError
from bot.finding import Finding

ABOUT = "Discord"
NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)


async def examine(token: str, api_url: str | None = None) -> list[Finding]:
    try:
        session = await Session.login(token, Listeners(_ignore, _ignore), api_url, None)
    except SetupError as error:
        return [Finding(ABOUT, "not signed in.", str(error))]
    try:
        return _findings(session)
    finally:
        await session.close()


def _findings(session: Session) -> list[Finding]:
    invitation = discord.utils.oauth_url(
        session.application, permissions=NEEDED, scopes=("bot", "applications.commands")
    )
    found = [Finding(ABOUT, f"signed in as {session.client.user}; invite it with {invitation}")]
    app = session.client.application
    if app and app.interactions_endpoint_url:
        remedy = "Clear Interactions Endpoint URL in the Developer Portal."
        found.append(Finding(ABOUT, "commands are sent to a web address, so the bot never sees them.", remedy))
    return found


async def _ignore(event: object) -> None:
    """Without a gateway nothing comes in."""
