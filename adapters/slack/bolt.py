"""Bolt, which checks signatures and sorts payloads to the listeners. It calls Slack for nothing."""

from __future__ import annotations

import logging

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.client import Client, quiet_logger
from adapters.slack.tokens import Me


def bolt_app(client: Client, me: Me, secret: str) -> AsyncApp:
    """`me` was asked for once at the start: left to itself, Bolt asks at the first request, and loses that request
    if Slack doesn't answer. The level hides its warning about SLACK_BOT_TOKEN in the environment."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=me.team,
            bot_user_id=me.user,
            bot_id=me.bot,
            bot_token=client.api.token,
        )

    return AsyncApp(
        name="needlewise",
        client=client.without_token(),
        authorize=authorize,
        signing_secret=secret,
        logger=quiet_logger("bolt", logging.ERROR),
    )
