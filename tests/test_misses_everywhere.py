"""From a question that found nothing to the instructor's reply, through the real clients of both platforms."""

from __future__ import annotations

import functools
from pathlib import Path

from adapters.discord.adapter import DiscordChat
from adapters.slack.adapter import SlackChat
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.patience import until
from tests.test_everywhere import core

QUESTION = "how do i fold origami cranes"


async def test_on_discord(tmp_path: Path) -> None:
    async with DiscordServer() as server, core(tmp_path) as app:
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        grace, ann = server.user("Grace", manager=True), server.user("Ann")
        card = await server.slash(ann, "faq", question=QUESTION)
        form = await server.press(ann, card, "Ask the instructors")
        sent = await server.submit(ann, form, {"name": "without"})
        assert "Sent" in sent.text
        kept = await server.press(ann, card, "Help fill the gap")
        assert QUESTION in kept.text

        listing = await server.slash(grace, "cohort misses")
        assert "somebody asks you" in listing.text
        assert "asked once" in listing.text
        reply = await server.press(grace, listing, "1 · Reply")
        await server.submit(grace, reply, {"reply": "Fold it twice."})

        async def arrived() -> bool:
            return any("Fold it twice." in message.text for message in server.messages(server.dm(ann)))

        await until(arrived, 5)
        miss = listing.shown.buttons["2 · Add as example of …"].partition(":")[2]
        choices = await server.press(grace, listing, "2 · Add as example of …")
        added = await server.select(grace, choices, f"misses.example:{miss}", ["faq-pain"])
        assert "Added" in added.text
        assert "Does dry needling hurt?" in (await server.slash(ann, "faq", question=QUESTION)).text


async def test_on_discord_with_closed_messages_the_reply_waits(tmp_path: Path) -> None:
    async with DiscordServer() as server, core(tmp_path) as app:
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        grace, ann = server.user("Grace", manager=True), server.user("Ann", dms_open=False)
        form = await server.press(ann, await server.slash(ann, "faq", question=QUESTION), "Ask the instructors")
        await server.submit(ann, form, {"name": "with"})
        listing = await server.slash(grace, "cohort misses")
        assert "Ann asks you" in listing.text
        reply = await server.press(grace, listing, "1 · Reply")
        await server.submit(grace, reply, {"reply": "Fold it twice."})

        async def waits() -> bool:
            return "Your instructors have replied to" in (await server.slash(ann, "me settings")).text

        await until(waits, 5)
        shown = await server.press(ann, await server.slash(ann, "faq", question="does it hurt"), "Read the reply")
        assert "Fold it twice." in shown.text


async def test_on_slack(tmp_path: Path) -> None:
    async with SlackServer() as server, core(tmp_path) as app:
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        await server.connected(1)
        grace, ann = server.add_user("grace", admin=True), server.add_user("ann")
        card = await server.slash(ann, "/faq", QUESTION)
        ids = {one.partition(":")[0]: one for one in card.message.action_ids}
        form = await server.press(ann, card.message, ids["misses.ask"])
        await server.submit(ann, form.view, {"name": "without"})
        kept = await server.press(ann, card.message, ids["misses.agree"])
        assert QUESTION in kept.message.words

        listing = await server.slash(grace, "/study", "cohort misses")
        assert "somebody asks you" in listing.message.words
        found = {one.partition(":")[0]: one for one in listing.message.action_ids}
        reply = await server.press(grace, listing.message, found["misses.reply"])
        await server.submit(grace, reply.view, {"reply": "Fold it twice."})
        letters = functools.partial(server.directs, ann)
        await server.until(lambda: any("Fold it twice." in one.words for one in letters()), "the reply")
        elsewhere = await server.press(grace, listing.message, found["misses.elsewhere"])
        assert "Answered elsewhere" in elsewhere.message.words
        told = await server.slash(ann, "/faq", QUESTION)
        assert "much like it, elsewhere" in told.message.words
