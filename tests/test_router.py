"""The router: what comes from outside is checked before a handler sees it."""

from __future__ import annotations

from bot.chat.command import Press
from bot.chat.text import flatten
from tests.fakes import SERVER, person
from tests.talk import Talk, answered


async def test_suggestions_of_a_managers_command_are_for_managers(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)
    for who, found in ((person("ana"), 0), (person("grace", manager=True), 1)):
        assert len(await talk.router.suggest("schedule pause", "id", "", who, SERVER)) == found
        assert len(await talk.router.suggest("setup", "zone", "lond", who, SERVER)) == found


async def test_there_is_nothing_to_suggest_for_what_is_unknown(talk: Talk) -> None:
    for name, option in (("nothing", "id"), ("fact", "nothing"), ("quiz", "count")):
        assert await talk.router.suggest(name, option, "x" * 5000, person("ana"), SERVER) == ()


async def test_a_forged_run_is_checked_like_a_command(talk: Talk) -> None:
    async def run(action: str, **values: str) -> str:
        press = Press(action, {name: (text,) for name, text in values.items()}, person("ana"), SERVER, talk.event())
        return flatten(answered(await talk.router.press(press)).body)

    assert "has no option “connection”" in await run("run:quiz", connection="1")
    assert "must be a whole number" in await run("run:quiz", count="9" * 5000)
    assert "Only managers" in await run("run:schedule list")
    assert "There is no command “run:run”" in await run("run:run:run")
    assert "not a topic here" in await run("run:fact", topic="x" * 4000)
