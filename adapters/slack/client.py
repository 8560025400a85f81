"""One HTTP session to Slack: its Web API, and the response_urls that come with payloads."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import NETWORK, error_code
from adapters.slack.spans import Json

log = logging.getLogger(__name__)

CALL_SECONDS = 15.0
# A connection that has rested longer may be closed at the other end just when it is used.
REST_SECONDS = 15.0
# Longer pauses are not waited for while somebody looks on.
LONGEST_PAUSE = 3
LOCAL = ("localhost", "127.0.0.1", "::1")


class Client:
    """`api` is Slack's own client. Built inside a running loop."""

    def __init__(self, token: str, api_url: str | None) -> None:
        connector = aiohttp.TCPConnector(keepalive_timeout=REST_SECONDS)
        self.session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        base = (api_url or AsyncWebClient.BASE_URL).rstrip("/") + "/"
        self.api = AsyncWebClient(
            token=token, base_url=base, session=self.session, logger=quiet_logger(), retry_handlers=[Again()]
        )
        if urlsplit(base).hostname in LOCAL:
            self.api.proxy = None

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


class Again(AsyncRetryHandler):
    """A second try after a broken connection or a short 429. Never for chat.postMessage: Slack would post twice."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith("/chat.postMessage"):
            return False
        if response is not None:
            return response.status_code == 429 and _pause(response) <= LONGEST_PAUSE
        return isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError)

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        state.increment_current_attempt()
        await asyncio.sleep(_pause(response) if response is not None else 0)


def quiet_logger(library: str = "sdk", level: int = logging.WARNING) -> logging.Logger:
    """For Slack's libraries, which log whole payloads at INFO and below."""
    logger = logging.getLogger(f"adapters.slack.{library}")
    logger.setLevel(level)
    return logger


def failed(error: Exception) -> str:
    """What a log line may say."""
    return error_code(error) or type(error).__name__


def _pause(response: HttpResponse) -> int:
    header = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), "")
    seconds = header[0] if isinstance(header, list) and header else str(header)
    return int(seconds) if seconds.isdecimal() else LONGEST_PAUSE + 1
