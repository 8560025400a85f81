"""The router: what comes from outside is checked before a handler sees it."""

from __future__ import annotations

import sqlite3

import pytest

from bot.chat.command import Press, Request
from bot.chat.text import flatten
from tests.fakes import SERVER, person, place
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


@pytest.mark.sqlite
async def test_a_locked_database_is_named_and_the_press_can_be_made_again(talk: Talk) -> None:
    question = await talk.say("ana", "/quiz topic:myths count:1")
    choice = next(one for one in question.buttons if one.label.startswith("A"))
    other = sqlite3.connect(talk.core.store.path, isolation_level=None)
    try:
        await talk.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=0"))
        other.execute("BEGIN IMMEDIATE")
        failed = await talk.press("ana", question, choice.label)
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert flatten(failed.body).startswith("I can't reach my database just now, so this was not saved")
    assert (await talk.press("ana", failed, "Try again")).title in ("Right.", "Not quite.")


async def test_a_manager_in_a_direct_message_is_sent_to_the_channel(talk: Talk) -> None:
    refused = await talk.say("grace", "/schedule list", where=place(space=""))
    assert "Do this in a channel of the group." in flatten(refused.body)


async def test_a_refusal_names_the_managers_of_the_readers_own_place(talk: Talk) -> None:
    for platform, managers in (("discord", "Manage Server"), ("slack", "owners and admins"), ("web", "“Manager”")):
        who = person("ana", platform=platform)
        request = Request("schedule list", {}, who, place(platform=platform), talk.event())
        refused = flatten(answered(await talk.router.handle(request)).body)
        assert managers in refused
        assert sum(name in refused for name in ("Manage Server", "owners and admins", "“Manager”")) == 1


async def test_what_no_database_can_hold_is_left_out_or_not_found(talk: Talk) -> None:
    for forged in ("quiz.answer:99999999999.a", "quiz.answer:2147483648.a", "quiz.next:4294967297"):
        assert (await talk.act("ana", forged)).title == "That didn't work"
    refused = await talk.say("grace", "/cohort instructors add:x\0y\ud83d", manager=True)
    assert refused.title == "Instructors"
    named = await talk.act("ana", "board.name", values={"name": ("A\0na",)})
    assert "as Ana" in flatten(named.body)
