"""Slack's errors as Refused, with what to do, or Unclear."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.chat.port import Refused, Unclear

log = logging.getLogger(__name__)

T = TypeVar("T")

NETWORK = (aiohttp.ClientError, TimeoutError, OSError, SlackClientError)
# The token or the app is gone: trying again can't help. From the error lists of auth.test and apps.connections.open.
DEAD = frozenset(
    {
        "account_inactive",
        "app_deleted",
        "forbidden_team",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
# Slack didn't finish; from the error list that all methods share.
PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable", "team_added_to_org"}
)
NOT_INSIDE = frozenset({"channel_not_found", "not_in_channel"})


def error_code(error: Exception) -> str:
    """Slack's own word for it, empty for a network's error."""
    response = getattr(error, "response", None)
    data = getattr(response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def translated(error: Exception, bot: str) -> Refused | Unclear:
    """`bot` is the bot's name, for the sentence that says how to invite it."""
    code = error_code(error)
    if code and code not in PASSING and _status(error) < 500:
        return Refused(remedy(code, bot, _needed(error)))
    return Unclear(code or f"{type(error).__name__} {_status(error) or ''}".strip(), _wait(error))


def remedy(code: str, bot: str, needed: str = "") -> str:
    if code in NOT_INSIDE:
        return f"The bot is not in this channel. Type /invite @{bot} there."
    if code == "missing_scope":
        return f"The Slack app lacks the scope {needed or 'it needs'}. Add it under OAuth & Permissions and reinstall."
    if code in DEAD:
        return f"Slack refuses the bot's token ({code}). Install the app again and set the new SLACK_BOT_TOKEN."
    known = {
        "is_archived": "The channel is archived. Unarchive it, or choose another one.",
        "restricted_action": "A workspace setting keeps the bot from posting there. Ask an admin, or change channel.",
        "message_not_found": "The message is not there any more.",
        "user_not_found": "Slack doesn't know this person any more.",
        "cannot_dm_bot": "A bot can't be sent direct messages.",
    }
    return known.get(code, f"Slack refused: {code}.")


async def called(call: Awaitable[T], bot: str = "Needlewise") -> T:
    """Raises Refused or Unclear, and nothing else that a network can cause."""
    try:
        return await call
    except NETWORK as error:
        raise translated(error, bot) from error


async def within(seconds: float, call: Awaitable[T], what: str) -> T | None:
    """None when it fails or takes longer; for what an answer can do without."""
    try:
        return await asyncio.wait_for(call, seconds)
    except NETWORK as error:
        log.warning("slack: %s failed: %s", what, error_code(error) or type(error).__name__)
        return None


def _status(error: Exception) -> int:
    response: Any = getattr(error, "response", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return status if isinstance(status, int) else 0


def _needed(error: Exception) -> str:
    return str(error.response.get("needed") or "") if isinstance(error, SlackApiError) and error_code(error) else ""


def _wait(error: Exception) -> timedelta | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
