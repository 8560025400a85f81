"""The daily card on both platforms: posted by the timer, pressed by anybody, answered in private, closed in place."""

from __future__ import annotations

from pathlib import Path

from adapters.discord.adapter import DiscordChat
from adapters.slack.adapter import SlackChat
from bot.build import App, build
from tests.fakes import FakeClock
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.program import settings_in

ADD = {"what": "daily", "time": "13:00"}


async def core(folder: Path, clock: FakeClock) -> App:
    return await build(settings_in(folder), clock=clock)


async def test_on_discord(tmp_path: Path) -> None:
    clock = FakeClock()
    async with DiscordServer() as server:
        app = await core(tmp_path, clock)
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        grace, ana, ben = server.user("Grace", manager=True), server.user("Ana"), server.user("Ben")
        await server.slash(grace, "schedule add", options=ADD)
        preview = await server.slash(grace, "schedule test", options={"id": "1"})
        await server.press(grace, preview, "Post it now")
        await server.posted(server.general, count=1)
        card = server.messages(server.general)[0]
        mine = await server.press(ana, card, "A")
        his = await server.press(ben, card, "A")
        assert mine.ephemeral
        assert his.ephemeral
        assert mine.message != card
        clock.turn(hours=23)
        await app.outbox.work_off()
        closed = server.messages(server.general)[0]
        assert "How the group answered" in closed.text
        assert "2 · 100" in closed.text
        late = await server.press(server.user("Cleo"), closed, "Answer it late")
        assert late.ephemeral
        await app.stop()


async def test_on_slack(tmp_path: Path) -> None:
    clock = FakeClock()
    async with SlackServer() as server:
        app = await core(tmp_path, clock)
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        await server.connected(1)
        grace, ana = server.add_user("grace", admin=True), server.add_user("ana")
        await server.slash(grace, "/study", "schedule add daily 13:00")
        preview = await server.slash(grace, "/study", "schedule test 1")
        post = next(one for one in preview.message.action_ids if one.startswith("schedule.post"))
        await server.press(grace, preview.message, post)
        await server.until(lambda: server.messages(server.general), "the daily card")
        card = server.messages(server.general)[0]
        letter = next(one for one in card.action_ids if one.startswith("daily.answer"))
        feedback = await server.press(ana, card, letter)
        assert feedback.message.only_for
        assert (await server.redeliver(feedback)).effects == []
        again = await server.press(ana, card, letter)
        assert "your first answer stands" in again.message.words
        clock.turn(hours=23)
        await app.outbox.work_off()
        closed = server.now(card)
        assert closed is not None
        assert "How the group answered" in closed.words
        await app.stop()
