"""The unchanged program, in a process of its own, against both platforms at once."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_people import User
from tests.loopback.slack_server import SlackServer
from tests.program import free_port, running


def on_both(discord: DiscordServer, slack: SlackServer) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": discord.token,
        "NEEDLEWISE_DISCORD_API_URL": discord.api_url,
        "NEEDLEWISE_DISCORD_GATEWAY_URL": discord.gateway_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "NEEDLEWISE_SLACK_API_URL": slack.api_url,
    }


async def test_facts_and_quizzes_on_both_platforms_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with DiscordServer() as discord, SlackServer() as slack:
        ana, anna = discord.user("Ana"), slack.add_user("anna")
        async with running(tmp_path, on_both(discord, slack)) as program:
            await discord.ready()
            await slack.connected(1)
            fact = await discord.slash(ana, "fact", topic="myths")
            assert fact.ephemeral
            assert "How sure are we?" in fact.text
            card = await slack.slash(anna, "/fact", "myths")
            assert "How sure are we?" in card.text
            quiz = await discord.slash(ana, "quiz", topic="myths", count=2)
            await slack.slash(anna, "/quiz", "topic:myths count:2")
            asked = slack.view(anna)
            assert asked is not None
            assert await program.end() < 5
        async with running(tmp_path, on_both(discord, slack)) as program:
            await discord.ready()
            await slack.connected(1)
            assert quiz.message is not None
            feedback = await discord.press(ana, quiz, next(iter(quiz.message.buttons)))
            assert "How sure are we?" in feedback.text
            letters = [
                button for block in asked.blocks for button in block.get("elements", []) if "action_id" in button
            ]
            pressed = await slack.press(anna, asked, letters[0]["action_id"])
            assert "How sure are we?" in pressed.view.words
            assert await program.end(signal.SIGINT) < 5


async def test_a_form_that_was_open_over_a_restart_can_be_sent(tmp_path: Path) -> None:
    async with DiscordServer() as discord, SlackServer() as slack:
        grace, greta = discord.user("Grace", manager=True), slack.add_user("greta", admin=True)
        async with running(tmp_path, on_both(discord, slack)) as program:
            await discord.ready()
            await slack.connected(1)
            modal = await discord.slash(grace, "setup", options={"zone": "Europe/London"})
            window = (await slack.slash(greta, "/study", "setup Europe/London")).view
            await program.end()
        async with running(tmp_path, on_both(discord, slack)) as program:
            await discord.ready()
            await slack.connected(1)
            preview = await discord.submit(grace, modal, {})
            assert "Europe/London" in preview.text
            answer = await slack.submit(greta, window, {})
            assert not answer.errors
            await slack.until(lambda: "Europe/London" in shown_to(slack, greta), "the preview")
            await program.end()


def shown_to(slack: SlackServer, user: User) -> str:
    view = slack.view(user)
    messages = "\n".join(message.words for message in slack.ephemerals(user))
    return f"{view.words if view else ''}\n{messages}"


@pytest.mark.sqlite
async def test_without_a_token_the_page_is_served_and_a_signal_ends_it(tmp_path: Path) -> None:
    port = free_port()
    async with running(tmp_path, {"NEEDLEWISE_WEB_PORT": str(port)}) as program:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as page:
            assert "Needlewise" in await page.text()
        assert await program.end() < 5
    assert (tmp_path / "playground.db").is_file()
    assert not (tmp_path / "bot.db").exists()


async def test_a_signal_ends_a_start_that_a_platform_holds_up(tmp_path: Path) -> None:
    async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    asked = asyncio.Event()
    async with await asyncio.start_server(never_answer, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        settings = {"DISCORD_TOKEN": "a.b.c", "NEEDLEWISE_DISCORD_API_URL": f"http://127.0.0.1:{port}/api/v10"}
        async with running(tmp_path, settings, faces=0) as program:
            await asyncio.wait_for(asked.wait(), 20)
            assert await program.end() < 5
    assert program.process.returncode == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DISCORD_TOKEN": "wrong"}, "DISCORD_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}, "SLACK_BOT_TOKEN"),
    ],
)
async def test_a_refused_token_ends_the_start_with_one_clear_line(
    tmp_path: Path, settings: dict[str, str], told: str
) -> None:
    async with DiscordServer(tolerate=True) as discord, SlackServer(tolerate=True) as slack:
        places = {key: value for key, value in on_both(discord, slack).items() if key.startswith("NEEDLEWISE_")}
        with pytest.raises(AssertionError) as ended:
            async with running(tmp_path, {**places, **settings}):
                pass
    assert told in str(ended.value)
    assert "Traceback" not in str(ended.value)
