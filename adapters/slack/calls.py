"""Slack's own client for its Web API, which keeps within the budget and never sends without a session."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.budget import POST, Budget
from adapters.slack.errors import Garbled, Held, Unsent, rest

# Longer rests are not waited for while somebody looks on.
LONGEST_PAUSE = 3.0


class Calls(AsyncWebClient):
    """For timed work: each call waits for its turn, or raises Held. Nothing is tried twice; the outbox does that."""

    def __init__(self, budget: Budget, **given: Any) -> None:
        super().__init__(**{"retry_handlers": [], **given})
        self._budget = budget

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        if self.session is None or self.session.closed:
            raise Unsent("no session")
        channel = _channel(given)
        await self._admit(api_method, channel)
        try:
            return await super().api_call(api_method, **given)
        except SlackApiError as error:
            if rest(error):
                self._budget.close(api_method, channel, rest(error))
            raise
        except (UnicodeDecodeError, AttributeError) as error:
            raise Garbled(type(error).__name__) from error

    async def _admit(self, method: str, channel: str) -> None:
        for wait in self._budget.waits(method, channel):
            await asyncio.sleep(wait)


class PromptCalls(Calls):
    """For what a person waits for: at once. A short rest is waited for, and a broken connection tried again."""

    def __init__(self, budget: Budget, **given: Any) -> None:
        super().__init__(budget, **{"retry_handlers": [Again()], **given})

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **given)
        except SlackApiError as error:
            if not 0 < rest(error) <= LONGEST_PAUSE:
                raise
        return await super().api_call(api_method, **given)

    async def _admit(self, method: str, channel: str) -> None:
        wait = self._budget.use(method, channel)
        if wait > LONGEST_PAUSE:
            raise Held(method, wait)
        await asyncio.sleep(wait)


class Again(AsyncRetryHandler):
    """A second try after a broken connection. Never for chat.postMessage: Slack would post twice."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        broken = isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError)
        return broken and not request.url.endswith(f"/{POST}")

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


def _channel(given: Mapping[str, Any]) -> str:
    """By method the arguments are JSON, a form or the query."""
    named = (given.get(kind) for kind in ("json", "data", "params"))
    return next((str(args["channel"]) for args in named if isinstance(args, dict) and args.get("channel")), "")
