"""The menu of /schedule list, a schedule's card and the typed forms, through the real clients of both platforms."""

from __future__ import annotations

from pathlib import Path

from adapters.discord.adapter import DiscordChat
from adapters.slack.adapter import SlackChat
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.test_everywhere import core

FACT = {"what": "fact", "time": "8 and 20:30", "until": "in 6 weeks", "skip": "24 Dec - 2 Jan", "holidays": "England"}


async def test_on_discord(tmp_path: Path) -> None:
    async with DiscordServer() as server, core(tmp_path) as app:
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        grace = server.user("Grace", manager=True)
        added = await server.slash(grace, "schedule add", options=FACT)
        assert "Fact, every day at 08:00 and 20:30 (UTC), not on public holidays (England), without" in added.text
        await server.slash(grace, "schedule add", options={"what": "question", "time": "9"})
        listing = await server.slash(grace, "schedule list")
        assert "Schedule 2: running" in listing.text
        card = await server.select(grace, listing, "schedule.open:", "2")
        assert "Schedule 2: running" in card.text
        assert "Schedule 1" not in card.text
        preview = await server.press(grace, card, "Next seven posts")
        assert "The next posts of schedule 2" in preview.text
        changed = await server.slash(grace, "schedule change", options={"id": "1", "until": "none", "time": "7pm"})
        assert "Time: 19:00 (before: 08:00 and 20:30)" in changed.text
        back = await server.press(grace, changed, "Put it back")
        assert "Time: 08:00 and 20:30 (before: 19:00)" in back.text


async def test_on_slack(tmp_path: Path) -> None:
    async with SlackServer() as server, core(tmp_path) as app:
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        await server.connected(1)
        grace = server.add_user("grace", admin=True)
        line = 'schedule add fact time:“8 and 20:30” until:"in 6 weeks" skip:"24 Dec - 2 Jan" holidays:England'
        added = await server.slash(grace, "/study", line)
        assert "Fact, every day at 08:00 and 20:30 (UTC), not on public holidays (England)" in added.message.words
        await server.slash(grace, "/study", "schedule add question 9")
        listing = await server.slash(grace, "/study", "schedule list")
        chosen = await server.select(grace, listing.message, "schedule.open:", "2")
        assert chosen is not None
        assert "Schedule 2: running" in chosen.message.words
        history = await server.press(grace, chosen.message, "schedule.history:2")
        assert "Nothing was due yet." in history.message.words
        changed = await server.slash(grace, "/study", "schedule change 1 until:none time:7pm")
        assert "Time: 19:00 (before: 08:00 and 20:30)" in changed.message.words
        undo = next(one for one in changed.message.action_ids if one.startswith("schedule.undo"))
        back = await server.press(grace, changed.message, undo)
        assert "Time: 08:00 and 20:30 (before: 19:00)" in back.message.words
