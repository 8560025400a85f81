"""One HTTP session to Slack: its Web API, and the response_urls that come with payloads."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.budget import Budget
from adapters.slack.calls import Calls, PromptCalls
from adapters.slack.errors import NETWORK, error_code
from adapters.slack.spans import Json

log = logging.getLogger(__name__)

CALL_SECONDS = 15.0
# Of these, for making a connection: what fails by then was surely not sent.
CONNECT_SECONDS = 5.0
# A connection that has rested longer may be closed at the other end just when it is used.
REST_SECONDS = 15.0
LOCAL = ("localhost", "127.0.0.1", "::1")


class Client:
    """`api` is Slack's own client for what a person waits for, `timed` the same for what can wait. Both draw on one
    budget, of which `share` is ours. Built inside a running loop."""

    def __init__(self, token: str, api_url: str | None, share: Callable[[], float] = lambda: 1.0) -> None:
        connector = aiohttp.TCPConnector(keepalive_timeout=REST_SECONDS)
        patience = aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS)
        self.session = aiohttp.ClientSession(connector=connector, timeout=patience)
        base = (api_url or AsyncWebClient.BASE_URL).rstrip("/") + "/"
        budget = Budget(share)
        given = {"token": token, "base_url": base, "session": self.session, "logger": quiet_logger()}
        self.api, self.timed = PromptCalls(budget, **given), Calls(budget, **given)
        if urlsplit(base).hostname in LOCAL:
            self.api.proxy = self.timed.proxy = None

    async def respond(self, hook: str, body: Json) -> bool:
        """False where there is no response_url, or Slack takes nothing more by it (30 minutes, five times)."""
        if not hook:
            return False
        try:
            async with self.session.post(hook, json=body, proxy=self.api.proxy) as answer:
                if answer.status != 200:
                    log.warning("slack: response_url answered %s", answer.status)
                return answer.status == 200
        except NETWORK as error:
            log.warning("slack: response_url failed: %s", type(error).__name__)
            return False

    def without_token(self) -> AsyncWebClient:
        """For Bolt, which would otherwise put a token of its own before what it is told."""
        return AsyncWebClient(base_url=self.api.base_url, session=self.session, logger=quiet_logger())

    async def close(self) -> None:
        await self.session.close()


def quiet_logger(library: str = "sdk", level: int = logging.WARNING) -> logging.Logger:
    """For Slack's libraries, which log whole payloads at INFO and below."""
    logger = logging.getLogger(f"adapters.slack.{library}")
    logger.setLevel(level)
    return logger


def failed(error: Exception) -> str:
    """What a log line may say."""
    return error_code(error) or type(error).__name__
