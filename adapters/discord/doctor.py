"""One look at Discord: whether the token works, and how to invite the bot. Nothing is started."""

from __future__ import annotations

import discord

from adapters.discord.sender import Guards
from adapters.discord.session import Session
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
        session = await Session.login(token, Guards(lambda: 1.0), api_url, None)
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
    found = [Finding(ABOUT, f"signed in as {session.name}; invite it with {invitation}")]
    if session.about.get("interactions_endpoint_url"):
        remedy = "Clear Interactions Endpoint URL in the Developer Portal."
        found.append(Finding(ABOUT, "commands are sent to a web address, so the bot never sees them.", remedy))
    return found
