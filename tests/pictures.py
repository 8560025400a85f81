"""`make pictures`: previews of real cards, drawn from the payloads that the real renderers make.

Those that the README shows go to docs/pictures, the others to screenshots/ for looking at. They are previews, not
screenshots of Discord or Slack: fonts and spacing differ a little.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.slack import views
from adapters.slack.origin import Origin
from adapters.slack.wording import Asked
from adapters.web.adapter import WebChat
from bot.chat.command import Answers
from bot.chat.reply import Reply
from bot.settings import ROOT
from bot.words import words_for
from tests import picture_discord, picture_slack
from tests.fakes import SERVER
from tests.play import choose, play
from tests.talk import Talk, form_of, talking

QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IN_README = {"daily-discord", "feedback-slack", "page"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A card and how it comes: posted to a channel, private, or in a window on Slack."""

    name: str
    reply: Reply
    answers: Answers | None = None


async def scenes(talk: Talk) -> AsyncIterator[Scene]:
    yield Scene("fact", await talk.say("ana", "/fact"), Answers.PRIVATE)
    question = await talk.say("ana", "/quiz")
    yield Scene("question", question, Answers.PANEL)
    yield Scene("feedback", await choose(talk, "ana", question, right=False), Answers.PANEL)
    form = form_of(await talk.say("grace", "/setup London", manager=True))
    values = {field.name: field.value for field in form.fields}
    preview = await talk.act("grace", form.action, manager=True, values=values)
    yield Scene("setup", preview, Answers.PRIVATE)
    await talk.press("grace", preview, "Start", manager=True)
    await talk.pass_time(hours=20)
    for _ in range(2):
        first = talk.board.shown[-1]
        await choose(talk, "ana", first)
        await choose(talk, "ben", first, right=False)
        await choose(talk, "chi", first)
        await talk.pass_time(days=1)
    yield Scene("daily-answered", talk.board.shown[0])
    yield Scene("daily", talk.board.shown[-1])
    for who, right in (("ana", 4), ("ben", 2), ("chi", 5), ("dev", 3)):
        summary = await play(talk, who, right, 1)
        await talk.act(who, "board.name:", values={"name": (who.capitalize(),)})
    yield Scene("summary", summary, Answers.PANEL)
    yield Scene("leaderboard", await talk.say("ana", "/leaderboard"), Answers.PRIVATE)
    for name, line in (("study", "/study"), ("score", "/score"), ("help", "/help"), ("me", "/me settings")):
        yield Scene(name, await talk.say("ana", line), Answers.PRIVATE)
    if "faq" in talk.core.commands:
        yield Scene("faq", await talk.say("ana", "/faq is it safe if on blood thinners"), Answers.PRIVATE)
    if "term" in talk.core.commands:
        yield Scene("term", await talk.say("ana", "/term twitch"), Answers.PRIVATE)
    async for scene in schedules(talk):
        yield scene


async def schedules(talk: Talk) -> AsyncIterator[Scene]:
    """What a manager sees of schedules: in good days, after an outage, and many of them."""
    dates = 'holidays:England until:"12 June" skip:"24 - 27 Mar"'
    added = await talk.say("grace", f"/schedule add daily time:08:00,20:00 days:weekdays {dates}", manager=True)
    yield Scene("schedule-add", added, Answers.PRIVATE)
    number = added.title.split()[1]
    changed = await talk.say("grace", f"/schedule change {number} time:09:00 until:none", manager=True)
    yield Scene("schedule-change", changed, Answers.PRIVATE)
    await talk.pass_time(days=14)
    for _ in range(30):
        await talk.pass_time(hours=12)
    talk.board.lose = 5
    await talk.pass_time(hours=9)
    preview = await talk.say("grace", f"/schedule preview {number}", manager=True)
    yield Scene("schedule-preview", preview, Answers.PRIVATE)
    yield Scene(
        "schedule-history", await talk.say("grace", f"/schedule history {number}", manager=True), Answers.PRIVATE
    )
    card = await talk.act("grace", "schedule.open:", manager=True, values={"choice": (number,)})
    yield Scene("schedule-one", card, Answers.PRIVATE)
    yield Scene("schedule-list", await talk.say("grace", "/schedule list", manager=True), Answers.PRIVATE)
    for hour in range(18):
        line = f"/schedule add {('fact', 'question')[hour % 2]} {hour}:15 mon,wed,fri"
        await talk.say("grace", line, manager=True)
    for paused in ("4", "9"):
        await talk.say("grace", f"/schedule pause {paused}", manager=True)
    yield Scene("schedule-twenty", await talk.say("grace", "/schedule list", manager=True), Answers.PRIVATE)


def on_discord(scene: Scene) -> str:
    message = discord.card(scene.reply) if scene.answers else discord.post(scene.reply, "s1/2026-03-02/0")
    return page(picture_discord.STYLE, picture_discord.draw(message.payload, private=bool(scene.answers)))


async def on_slack(scene: Scene, wording: Asked) -> str:
    reply = await wording.worded(scene.reply)
    if scene.answers is Answers.PANEL:
        return page(picture_slack.STYLE, picture_slack.draw_modal(views.panel(reply, Origin(SERVER), words_for("en"))))
    return page(picture_slack.STYLE, picture_slack.draw(slack.message(reply), private=bool(scene.answers)))


def page(style: str, body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><style>body {{ margin: 0 }} {style}</style>{body}"


async def take(browser: Browser, name: str, content: str) -> None:
    tab = await browser.new_page(viewport={"width": 760, "height": 400}, device_scale_factor=1.25)
    await tab.set_content(content)
    await tab.locator(".frame, .modal").screenshot(path=place_of(name))
    await tab.close()


async def take_page(browser: Browser, talk: Talk) -> None:
    """The real page, in which somebody asks a question and opens a quiz."""
    web = WebChat(talk.router, "127.0.0.1", 0)
    await web.start()
    tab = await browser.new_page(viewport={"width": 1000, "height": 700})
    await tab.goto(web.url)
    line = tab.get_by_role("combobox")
    for words in ("/fact", "/quiz topic:myths"):
        await line.fill(words)
        await line.press("Enter")
        await tab.wait_for_timeout(1000)
    await tab.screenshot(path=place_of("page"))
    await tab.close()
    await web.stop()


def place_of(name: str) -> Path:
    folder = ROOT / "docs" / "pictures" if name in IN_README else ROOT / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{folder.relative_to(ROOT) / name}.png")
    return folder / f"{name}.png"


async def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The pictures need Debian's chromium: apt-get install chromium")

    async def name_of(user: str) -> str:
        return user.capitalize()

    with TemporaryDirectory() as folder:
        async with talking(Path(folder)) as talk, async_playwright() as player:
            browser = await player.chromium.launch(executable_path=chromium, args=QUIET)
            wording = Asked(talk.router, name_of)
            async for scene in scenes(talk):
                await take(browser, f"{scene.name}-discord", on_discord(scene))
                await take(browser, f"{scene.name}-slack", await on_slack(scene, wording))
            await take_page(browser, talk)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
