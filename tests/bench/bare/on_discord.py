"""A bare discord.py client: slash commands, and one listener for buttons."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.bench.bare.rows import Rows, Who

Json = dict[str, Any]


class Client(discord.Client):
    """The same intents and caches as ours."""

    def __init__(self, rows: Rows, shapes: Json) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.rows = rows
        self.shapes = shapes
        self.greeted = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="fact", description="A fact")(self._fact())
        self.tree.command(name="faq", description="An answer")(self._faq())
        self.tree.command(name="quiz", description="Questions")(self._quiz())

    async def on_connect(self) -> None:
        self.greeted.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        deed, _, value = data["custom_id"].partition(":")
        who = self.who(interaction)
        if deed == "answer":
            posed, _, option = value.partition(".")
            await self._turn(interaction, "feedback", f"next:{self.rows.answer(who, int(posed), option)}")
        elif deed == "next":
            await self._turn(
                interaction, "question", f"answer:{self.rows.next_question(who, int(value.partition('.')[0]))}"
            )

    def who(self, interaction: discord.Interaction) -> Who:
        return self.rows.visitor("discord", "", str(interaction.user.id), str(interaction.guild_id))

    def _fact(self) -> Any:
        async def fact(interaction: discord.Interaction) -> None:
            self.rows.deal(self.who(interaction), f"discord-{interaction.id}")
            await self._send(interaction, "/fact", "fact")

        return fact

    def _faq(self) -> Any:
        async def faq(interaction: discord.Interaction, question: str) -> None:
            self.who(interaction)
            await self._send(interaction, "/faq", "faq")

        return faq

    def _quiz(self) -> Any:
        async def quiz(interaction: discord.Interaction, count: int) -> None:
            await self._send(interaction, "question", f"answer:{self.rows.start_quiz(self.who(interaction))}")

        return quiz

    async def _send(self, interaction: discord.Interaction, name: str, meaning: str) -> None:
        shape = self.shapes[name]
        embed = discord.Embed.from_dict(shape["embeds"][0])
        await interaction.response.send_message(embed=embed, view=_view(shape, meaning), ephemeral=True)

    async def _turn(self, interaction: discord.Interaction, name: str, meaning: str) -> None:
        shape = self.shapes[name]
        embed = discord.Embed.from_dict(shape["embeds"][0])
        await interaction.response.edit_message(embed=embed, view=_view(shape, meaning))


def _view(shape: Json, meaning: str) -> discord.ui.View:
    """Stopped at once, so that discord.py doesn't keep it: presses come in by `on_interaction`."""
    view = discord.ui.View()
    buttons = [button for row in shape["components"] for button in row["components"]]
    for number, button in enumerate(buttons):
        style = discord.ButtonStyle(button["style"])
        view.add_item(discord.ui.Button(label=button["label"], style=style, custom_id=f"{meaning}.{number}"))
    view.stop()
    return view


async def connect(client: Client, token: str, api_url: str, gateway_url: str) -> asyncio.Task[None]:
    """Logged in, commands handed over, READY."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    await client.login(token)
    await client.tree.sync()
    gateway = asyncio.create_task(client.connect())
    await client.greeted.wait()
    return gateway
