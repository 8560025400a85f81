"""A scheduled post on Slack, whatever happens on the way: in the end it stands there once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.slack.adapter import SlackChat
from bot.build import build
from tests.fakes import FakeClock
from tests.loopback.slack_server import SlackServer
from tests.program import settings_in

POST, HISTORY = "chat.postMessage", "conversations.history"
Trouble = Callable[[SlackServer], object]

TROUBLES: dict[str, tuple[Trouble, ...]] = {
    "nothing": (),
    "limited": (lambda slack: slack.rate_limit(POST, retry_after=1, times=2),),
    "broken twice": (lambda slack: slack.break_down(POST, status=500, times=2),),
    "says fatal_error": (lambda slack: slack.refuse(POST, "fatal_error"),),
    "reset before": (lambda slack: slack.reset(POST, when="before"),),
    "reset in the answer": (lambda slack: slack.reset(POST, when="half"),),
    "reset after": (lambda slack: slack.reset(POST, when="after", times=2),),
    "dropped": (lambda slack: slack.swallow(POST, how="dropped"),),
    "history limited": (
        lambda slack: slack.reset(POST, when="after"),
        lambda slack: slack.rate_limit(HISTORY, retry_after=1, times=2),
    ),
    "history broken": (
        lambda slack: slack.reset(POST, when="after"),
        lambda slack: slack.break_down(HISTORY, status=503, times=2),
        lambda slack: slack.reset(HISTORY, when="half"),
    ),
    "history in between": (
        lambda slack: slack.reset(POST, when="before"),
        lambda slack: slack.refuse(HISTORY, "internal_error"),
        lambda slack: slack.rate_limit(POST, retry_after=1),
    ),
    "a message that Slack can't read, once": (lambda slack: slack.refuse(POST, "invalid_blocks"),),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_in_the_end_it_stands_there_once(tmp_path: Path, name: str) -> None:
    clock = FakeClock()
    async with SlackServer() as server:
        app = await build(settings_in(tmp_path), clock=clock)
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        try:
            await server.connected()
            await server.slash(server.add_user("grace", admin=True), "/study", "schedule add fact 13:00")
            for order in TROUBLES[name]:
                order(server)
            clock.turn(hours=2)
            for _ in range(12):
                await app.outbox.work_off()
                clock.turn(minutes=10)
            assert list(server.marks().values()) == [1]
            posted = len(server.calls(POST))
            clock.turn(minutes=30)
            await app.outbox.work_off()
            assert len(server.calls(POST)) == posted
        finally:
            await app.stop()
