"""Every command of the list, by its own example, on the real clients of both platforms."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord.adapter import DiscordChat
from adapters.slack.adapter import SlackChat
from bot.build import App, build, commands
from bot.chat.arguments import parse
from bot.chat.command import Command
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_answers import Answer
from tests.loopback.slack_server import SlackServer
from tests.program import settings_in

TROUBLE = ("That didn't work", "Something went wrong", "Sorry")


@asynccontextmanager
async def core(folder: Path) -> AsyncIterator[App]:
    app = await build(settings_in(folder))
    try:
        yield app
    finally:
        await app.stop()


def first_schedule_first(known: Mapping[str, Command]) -> list[Command]:
    """In the order of the list, except that what needs a schedule comes after it, and deletion comes last."""
    late = ("schedule remove", "me delete")
    return [one for one in known.values() if one.name not in late] + [known[name] for name in late]


async def test_every_command_on_discord(tmp_path: Path) -> None:
    async with DiscordServer() as server, core(tmp_path) as app:
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        grace = server.user("Grace", manager=True)
        for command in first_schedule_first(commands()):
            line = parse(command.example, app.core.commands)
            given = {name: grace if value == "@name" else value for name, value in line.args.items()}
            answer = await server.slash(grace, command.name, options=numbers(command, given))
            shown = answer.modal.title if answer.modal else answer.text
            assert shown.strip(), command.name
            assert not any(word in shown for word in TROUBLE), f"/{command.name}: {shown}"


def numbers(command: Command, given: Mapping[str, object]) -> dict[str, object]:
    """Discord sends numbers as numbers."""
    kinds = {option.name: option.type.value for option in command.options}
    return {name: int(str(value)) if kinds[name] == "number" else value for name, value in given.items()}


def said(answer: Answer) -> str:
    """The words of all that came of it: a window, messages; a file's own message has none."""
    if any(effect.kind == "modal" for effect in answer.effects):
        return answer.view.words
    return "\n".join(effect.message.words for effect in answer.effects if effect.message).strip()


async def test_every_command_on_slack(tmp_path: Path) -> None:
    async with SlackServer() as server, core(tmp_path) as app:
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        await server.connected(1)
        grace = server.add_user("grace", admin=True)
        for command in first_schedule_first(commands()):
            typed = command.example.lstrip("/").replace("@name", f"<@{grace.id}|grace>")
            server.may_ping.add(grace.id)
            answer = await asyncio.wait_for(server.slash(grace, "/study", typed), 10)
            await server.until(functools.partial(said, answer), f"words of /{command.name}")
            shown = said(answer)
            assert not any(word in shown for word in TROUBLE), f"/{command.name}: {shown}"
