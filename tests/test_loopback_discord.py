"""The loopback Discord server, used by a real and unmodified discord.py client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback import discord_limits as limits
from tests.loopback.discord_server import DiscordServer

Answer = Callable[[discord.Interaction], Awaitable[Any]]

COMMANDS: list[Any] = [
    {
        "name": "fact",
        "description": "One fact",
        "options": [
            {"type": 3, "name": "topic", "description": "Which", "required": True, "autocomplete": True},
            {"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 5},
        ],
    },
    {
        "name": "schedule",
        "description": "Posts",
        "options": [
            {
                "type": 1,
                "name": "add",
                "description": "Add a post",
                "options": [{"type": 7, "name": "channel", "description": "Where", "required": True}],
            }
        ],
    },
    {"name": "Look this up", "type": 3},
]


OPTIONS: Any = {
    "intents": discord.Intents(guilds=True),
    "allowed_mentions": discord.AllowedMentions.none(),
    "guild_ready_timeout": 0.1,
}


class Bot(discord.Client):
    """Answers each interaction with the function that the test puts into `answer`."""

    def __init__(self) -> None:
        super().__init__(**OPTIONS)
        self.answer: Answer | None = None
        self.failures: asyncio.Queue[discord.DiscordException] = asyncio.Queue()
        self.joined: asyncio.Queue[discord.Guild] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        assert self.answer is not None
        try:
            await self.answer(interaction)
        except discord.DiscordException as error:
            self.failures.put_nowait(error)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.joined.put_nowait(guild)

    async def register(self) -> list[Any]:
        assert self.application_id is not None
        return await self.http.bulk_upsert_global_commands(self.application_id, COMMANDS)


class ShardedBot(Bot, discord.AutoShardedClient):
    """The same over shards, without the five seconds that discord.py leaves between two of them."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        del shard_id, initial


@asynccontextmanager
async def running(server: DiscordServer, monkeypatch: pytest.MonkeyPatch, bot: Bot | None = None) -> AsyncIterator[Bot]:
    monkeypatch.setattr(Route, "BASE", server.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    async with bot or Bot() as bot:
        await bot.login(server.token)
        await bot.register()
        connection = asyncio.create_task(bot.connect())
        await server.ready()
        yield bot
        await bot.close()
        await connection


def view(*buttons: tuple[str, str]) -> discord.ui.View:
    made = discord.ui.View(timeout=None)
    for label, custom_id in buttons:
        made.add_item(discord.ui.Button(label=label, custom_id=custom_id))
    return made


async def test_a_command_a_press_and_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        ana = server.user("Ana", locale="de", manager=True)
        seen: list[Any] = []

        async def show(interaction: discord.Interaction) -> None:
            seen.append((interaction.user.display_name, str(interaction.locale), interaction.permissions))
            embed = discord.Embed(title="NEEDLE IN", description="Blood flow rises.")
            buttons = view(("Quiz me", "quiz:7"))
            await interaction.response.send_message(embed=embed, view=buttons, ephemeral=True)

        async def update(interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=f"pressed {interaction.custom_id}", view=None)

        bot.answer = show
        reply = await server.slash(ana, "fact", topic="blood-flow", count=2)
        assert (reply.kind, reply.ephemeral) == ("message", True)
        assert "Blood flow rises." in reply.text
        assert 0 < reply.latency < 3
        assert seen[0][:2] == ("Ana", "de")
        assert seen[0][2].manage_guild
        assert server.messages(server.general) == []

        bot.answer = update
        pressed = await server.press(ana, reply, "Quiz me")
        assert pressed.kind == "update"
        assert pressed.message is reply.message
        assert reply.text.startswith("pressed quiz:7")
        assert not reply.shown.buttons


async def test_a_deferred_answer_and_its_follow_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:

        async def later(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content="slow but sure")
            await interaction.followup.send("and one more", ephemeral=True)
            done.set()

        done = asyncio.Event()
        bot.answer = later
        reply = await server.slash(server.user("Ana"), "fact", topic="x")
        await done.wait()
        assert (reply.kind, reply.text, reply.ephemeral) == ("deferred", "slow but sure", True)
        assert [message.content for message in reply.follow_ups] == ["and one more"]


async def test_a_select_and_messages_that_only_one_person_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        ana, ben = server.user("Ana"), server.user("Ben")

        async def offer(interaction: discord.Interaction) -> None:
            made = discord.ui.View(timeout=None)
            options = [discord.SelectOption(label=name, value=name) for name in "abc"]
            made.add_item(discord.ui.Select(custom_id="pick", options=options, max_values=2))
            await interaction.response.send_message("pick", view=made, ephemeral=True)

        async def acknowledge(interaction: discord.Interaction) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content=str(interaction.data), view=None)

        bot.answer = offer
        offered = await server.slash(ana, "fact", topic="x")
        bot.answer = acknowledge
        with pytest.raises(AssertionError, match="1 to 2 values, not 3"):
            await server.select(ana, offered, "pick", "abc")
        with pytest.raises(AssertionError, match="Ben cannot see"):
            await server.select(ben, offered, "pick", ["a"])
        picked = await server.select(ana, offered, "pick", ["a", "c"])
        assert picked.kind == "deferred update"
        assert "['a', 'c']" in offered.text


async def test_a_form_with_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        ana = server.user("Ana")
        got: list[Any] = []

        async def ask(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Feedback(got))

        bot.answer = ask
        form = await server.slash(ana, "fact", topic="x")
        assert form.kind == "modal"
        assert form.modal is not None
        assert form.modal.title == "Feedback"

        bot.answer = nothing
        values = {"why": "unclear", "kind": "typo", "where": [server.general], "how": "b", "which": ["1", "3"]}
        sent = await server.submit(ana, form, values)
        assert sent.text == "thanks"
        assert got == ["unclear", ["typo"], [server.general.id], "b", ["1", "3"]]
        with pytest.raises(AssertionError, match="are none of"):
            await server.submit(ana, form, values | {"how": "z"})


async def test_suggestions_and_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        ana = server.user("Ana")

        async def suggest(interaction: discord.Interaction) -> None:
            choices = [discord.app_commands.Choice(name="Blood flow", value="blood-flow")]
            await interaction.response.autocomplete(choices)

        bot.answer = suggest
        reply = await server.suggest(ana, "fact", "topic", "blo")
        assert reply.kind == "autocomplete"
        assert reply.choices == [{"name": "Blood flow", "value": "blood-flow"}]

        async def echo(interaction: discord.Interaction) -> None:
            assert interaction.data is not None
            await interaction.response.send_message(str(interaction.data["resolved"]))  # type: ignore[typeddict-item]

        bot.answer = echo
        answer = await server.slash(ana, "schedule add", options={"channel": server.general})
        assert server.general.id in answer.text
        found = await server.message_command(ana, "Look this up", answer)
        assert answer.shown.id in found.text
        refused: list[tuple[str, dict[str, Any], str]] = [
            ("fact", {}, "needs the option 'topic'"),
            ("fact", {"topic": "x", "count": 6}, "above max_value 5"),
            ("fact", {"topic": 7}, "is not a str"),
            ("schedule", {}, "needs a sub-command"),
            ("facts", {}, "registered no command"),
        ]
        for line, values, fault in refused:
            with pytest.raises(AssertionError, match=fault):
                await server.slash(ana, line, options=values)


async def test_posts_nonces_rate_limits_and_permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        channel = bot.get_partial_messageable(int(server.general.id))
        server.faults.rate_limit("POST", "/channels/*/messages", retry_after=0.2)
        first = await channel.send("hello", nonce="daily/2026-01-01", file=discord.File(__file__, "a.txt"))
        again = await channel.send("hello", nonce="daily/2026-01-01")
        assert first.id == again.id
        assert server.requests.count(f"POST /channels/{server.general.id}/messages") == 3
        assert (await first.attachments[0].read()).startswith(b'"""The loopback')
        assert [message.id async for message in channel.history(limit=5)] == [first.id]
        assert [message.content for message in await server.posted(server.general)] == ["hello"]

        await server.forbid(server.general)
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("not here")
        assert refused.value.code == 50013
        ana = server.user("Ana", dms_open=False)
        with pytest.raises(discord.Forbidden) as closed:
            await (await bot.create_dm(discord.Object(int(ana.id)))).send("psst")
        assert closed.value.code == 50007
        await server.delete_channel(server.general)
        with pytest.raises(discord.NotFound) as gone:
            await channel.send("nobody there")
        assert gone.value.code == 10003


async def test_done_but_never_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        channel = bot.get_partial_messageable(int(server.general.id))
        server.faults.silent("POST", "/channels/*/messages")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(channel.send("hello", nonce="n"), 0.2)
        server.faults.cut("POST", "/channels/*/messages")
        with pytest.raises(Exception, match="disconnected"):
            await channel.send("hello", nonce="n")
        assert len(server.messages(server.general)) == 1


async def test_violations_are_refused_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ping(interaction: discord.Interaction) -> None:
        everyone = discord.AllowedMentions.all()
        with pytest.raises(discord.HTTPException, match="50035"):
            await interaction.response.send_message("@everyone" + "x" * 2000, allowed_mentions=everyone)
        await interaction.response.send_message("sorry")

    server = await DiscordServer().__aenter__()
    async with running(server, monkeypatch) as bot:
        bot.answer = ping
        reply = await server.slash(server.user("Ana"), "fact", topic="x")
        assert reply.text == "sorry"
        with pytest.raises(discord.NotFound):
            await bot.http.request(Route("GET", "/voice/regions"))
    with pytest.raises(AssertionError) as failure:
        await server.__aexit__(None, None, None)
    assert 'must be present with "parse": []' in str(failure.value)
    assert "no such route here: GET /voice/regions" in str(failure.value)


async def test_a_second_response_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:

        async def twice(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("once")
            interaction.response._response_type = None
            await interaction.response.send_message("twice")

        bot.answer = twice
        reply = await server.slash(server.user("Ana"), "fact", topic="x")
        refused = await asyncio.wait_for(bot.failures.get(), 2)
        assert reply.text == "once"
        assert getattr(refused, "code", None) == 40060


async def test_a_first_response_after_three_seconds_is_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIRST_RESPONSE_SECONDS", 0.1)
    async with DiscordServer() as server, running(server, monkeypatch) as bot:

        async def dawdle(interaction: discord.Interaction) -> None:
            await asyncio.sleep(0.2)
            await interaction.response.send_message("sorry, I slept")

        bot.answer = dawdle
        with pytest.raises(AssertionError, match="no first response within"):
            await server.slash(server.user("Ana"), "fact", topic="x")
        refused = await asyncio.wait_for(bot.failures.get(), 2)
        assert getattr(refused, "code", None) == 10062
        assert server.late[0].startswith("command 'fact' of Ana: first response after 0.2")


async def test_a_server_error_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        server.faults.error("POST", "/channels/*/messages", status=502)
        await bot.get_partial_messageable(int(server.general.id)).send("hello")
        assert len(server.messages(server.general)) == 1


async def test_a_sharded_client_asks_for_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer(shards=2) as server:
        server.guild("Even", id=str(2 << 22))
        server.guild("Odd", id=str(3 << 22))
        async with running(server, monkeypatch, ShardedBot()) as bot:
            assert "GET /gateway/bot" in server.requests
            await server.gateway.connected(2)
            assert [session.shard for session in server.gateway.sessions] == [(0, 2), (1, 2)]
            bot.answer = hello
            odd = server.channel(server.guild("Odd too", id=str(5 << 22)), "general")
            assert (await server.slash(server.user("Ana"), "fact", topic="x", in_channel=odd)).text == "hello"


async def test_the_gateway_resumes_and_tells_of_a_new_server(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        assert server.gateway.sessions[0].intents == discord.Intents(guilds=True).value
        await bot.wait_until_ready()
        await server.join(server.guild("Clinic", joined=False))
        assert (await asyncio.wait_for(bot.joined.get(), 2)).name == "Clinic"
        resumed = asyncio.ensure_future(bot.wait_for("resumed", timeout=5))
        await server.gateway.reconnect()
        await resumed
        assert server.gateway.resumes == 1

        bot.answer = hello
        assert (await server.slash(server.user("Ana"), "fact", topic="x")).text == "hello"


async def test_commands_come_back_as_discord_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, running(server, monkeypatch) as bot:
        first = server.commands
        again = await bot.register()
        assert [command["id"] for command in first] == [command["id"] for command in again]
        assert [command["version"] for command in first] == [command["version"] for command in again]
        assert bot.application_id is not None
        listed: list[Any] = await bot.http.get_global_commands(bot.application_id)
        assert listed[0]["name"] == "fact"
        assert "required" not in listed[0]["options"][1]


class Feedback(discord.ui.Modal, title="Feedback"):
    """One field of each kind that the server can fill in."""

    def __init__(self, got: list[Any]) -> None:
        super().__init__(custom_id="feedback:1")
        self._got = got
        self.why = discord.ui.TextInput[Any](custom_id="why")
        self.kind = discord.ui.Select[Any](custom_id="kind", options=[discord.SelectOption(label="Typo", value="typo")])
        self.where = discord.ui.ChannelSelect[Any](custom_id="where")
        self.how = discord.ui.RadioGroup[Any](
            custom_id="how", options=[discord.RadioGroupOption(label=name, value=name) for name in "ab"]
        )
        self.which = discord.ui.CheckboxGroup[Any](
            custom_id="which", options=[discord.CheckboxGroupOption(label=name, value=name) for name in "123"]
        )
        for field in (self.why, self.kind, self.where, self.how, self.which):
            self.add_item(discord.ui.Label(text="A field", component=field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        places = [str(place.id) for place in self.where.values]
        self._got += [self.why.value, self.kind.values, places, self.how.value, self.which.values]
        await interaction.response.send_message("thanks", ephemeral=True)


async def nothing(_: discord.Interaction) -> None:
    """The modal answers for itself."""


async def hello(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("hello")
