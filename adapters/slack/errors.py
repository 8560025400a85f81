"""Slack's errors as the port's: Refused with what to do, Postponed where surely nothing was done, else Unclear."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.remedies import BUGS, LATER, UNCERTAIN, remedy
from bot.chat.port import Postponed, Refused, Unclear

log = logging.getLogger(__name__)

T = TypeVar("T")

NETWORK = (aiohttp.ClientError, TimeoutError, OSError, SlackClientError)
# No connection was made, so that not a byte of the request was sent.
UNCONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
TOO_MANY_REQUESTS = 429
# For a limit that comes without its Retry-After.
DEFAULT_REST = 10
# A message that Slack can't read is tried again in case the program was mended meanwhile.
BUG_PAUSE = timedelta(minutes=30)


class Held(SlackClientError):
    """Not sent: its turn comes only after `wait` seconds."""

    def __init__(self, method: str, wait: float) -> None:
        super().__init__(f"Slack takes no more {method} for {wait:.0f} s.")
        self.wait = wait


class Unsent(SlackClientError):
    """Not sent: there is no session to Slack, before the start or after the end."""


class Garbled(SlackClientError):
    """Slack answered something, and it can't be read."""


def error_code(error: Exception) -> str:
    """Slack's own word for it, empty for a network's error."""
    response = getattr(error, "response", None)
    data = getattr(response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def final_code(error: Exception) -> str:
    """The code of an answer that will stay the same; empty where Slack may answer otherwise in a while."""
    code = error_code(error)
    return "" if rest(error) or code in UNCERTAIN | LATER or _status(error) >= 500 else code


def rest(error: Exception) -> int:
    """The seconds for which Slack wants to be left alone by such calls; 0 where it is no rate limit."""
    limited = _status(error) == TOO_MANY_REQUESTS or error_code(error) in RATE_LIMITED
    return (_retry_after(error) or DEFAULT_REST) if limited else 0


def translated(error: Exception, bot: str) -> Refused | Unclear:
    """`bot` is the bot's name, for the sentence that says how to invite it."""
    if isinstance(error, Held):
        return Postponed(str(error), timedelta(seconds=error.wait))
    if isinstance(error, (Unsent, *UNCONNECTED)):
        return Postponed(f"Slack can't be reached ({type(error).__name__}).")
    if rest(error):
        return Postponed("Slack limits how often this may be done.", timedelta(seconds=rest(error)))
    code, status = error_code(error), _status(error)
    if not code or code in UNCERTAIN or status >= 500:
        wait = timedelta(seconds=_retry_after(error)) or None
        return Unclear(f"Slack gave no clear answer ({code or status or type(error).__name__}).", wait)
    return _told(error, code, bot)


def _told(error: Exception, code: str, bot: str) -> Refused | Postponed:
    """Slack said what was wrong, so it did nothing."""
    if code in BUGS:
        log.error("slack: a message was built wrongly: %s %s", code, _faults(error))
        return Postponed(remedy(code, bot), BUG_PAUSE)
    if code in LATER:
        return Postponed(remedy(code, bot))
    return Refused(remedy(code, bot, _needed(error)))


async def called(call: Awaitable[T], bot: str = "Needlewise") -> T:
    """Raises Refused, Unclear or Postponed, and nothing else that a network can cause."""
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
    """200 is no fault of the transport's, and 0 as well."""
    response: Any = getattr(error, "response", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return status if isinstance(status, int) and status != 200 else 0


def _needed(error: Exception) -> str:
    return str(error.response.get("needed") or "") if isinstance(error, SlackApiError) and error_code(error) else ""


def _faults(error: Exception) -> str:
    """Slack's own lines on what is wrong where; they name fields and hold no words of a message."""
    data = getattr(getattr(error, "response", None), "data", None)
    told = (data.get("response_metadata") or {}).get("messages") if isinstance(data, dict) else None
    return "; ".join(map(str, told or []))[:500]


def _retry_after(error: Exception) -> int:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = str(headers.get("Retry-After", ""))
    return int(seconds) if seconds.isdecimal() else 0
