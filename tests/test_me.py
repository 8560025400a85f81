"""/me: settings, export and deletion."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Person
from bot.chat.reply import Menu, Reply
from bot.chat.text import flatten
from bot.people.store import find_visitor
from bot.store.tables import due, identity, learner, metadata, schedule
from bot.store.upsert import insert_once
from tests.fakes import SERVER, person, place
from tests.play import choose, play
from tests.talk import Talk, text_of

DIRECT = place("", "dm")
WHO = "zebra77"


async def test_settings_show_the_groups_clock_until_one_has_ones_own(talk: Talk) -> None:
    card = await talk.say(WHO, "/me settings")
    assert "UTC, as the group." in text_of(card)
    saved = await talk.submit(WHO, await talk.press(WHO, card, "Change time zone"), zone="new york")
    assert "America/New_York, your own." in text_of(saved)
    back = await talk.press(WHO, saved, "Use the group's clock")
    assert "UTC, as the group." in text_of(back)


async def test_a_zone_can_be_typed_and_a_near_miss_is_named(talk: Talk) -> None:
    assert "Europe/Berlin, your own." in text_of(await talk.say(WHO, "/me settings zone:berlin"))
    assert "Did you mean “London (Europe)”" in text_of(await talk.say(WHO, "/me settings zone:Lodnon"))
    assert "Europe/Berlin, your own." in text_of(await talk.say(WHO, "/me settings"))


async def test_the_own_zone_decides_what_day_it_is(talk: Talk) -> None:
    await talk.say(WHO, "/me settings zone:Auckland")
    await play(talk, WHO, right=1)
    assert "Tue 3 Mar" in text_of(await talk.say(WHO, "/score"))


async def test_name_and_hiding_on_the_leaderboard(talk: Talk) -> None:
    card = await talk.say(WHO, "/me settings")
    await talk.submit(WHO, await talk.press(WHO, card, "Show me on the leaderboard"), name="Stripes")
    card = await talk.say(WHO, "/me settings")
    assert "You are on it as Stripes." in text_of(card)
    hidden = await talk.press(WHO, card, "Hide me from the leaderboard")
    assert "You are not on it" in text_of(hidden)


async def test_the_group_in_direct_messages_is_chosen_among_ones_own(talk: Talk) -> None:
    await play(talk, WHO, right=1)
    assert (await talk.say(WHO, "/me settings")).menus == ()
    await talk.say(WHO, "/score", where=place("second"))
    await talk.say("other", "/score", where=place("third"))
    menu = home_menu(await talk.say(WHO, "/me settings"))
    assert [choice.value for choice in menu.choices] == ["1", "2"]

    assert "10 points" in text_of(await talk.say(WHO, "/score", where=DIRECT))
    await talk.act(WHO, menu.action, values={"choice": ("2",)})
    assert "starts with one answer" in text_of(await talk.say(WHO, "/score", where=DIRECT))
    for forged in ("3", "x", "9" * 30, ""):
        refused = await talk.act(WHO, menu.action, values={"choice": (forged,)})
        assert "You are not in that group" in text_of(refused)


async def test_the_export_holds_everything_and_only_ones_own(talk: Talk) -> None:
    await busy_life(talk)
    data = exported(await talk.say(WHO, "/me export"))
    assert data["accounts"] == [
        {"platform": "test", "realm": "", "user": WHO},
        {"platform": "slack", "realm": "T1", "user": WHO},
    ]
    assert len(data["groups"]) == 2
    assert [one["outcome"] for one in data["answers"]] == ["right", "wrong", "right", "right"]
    assert all(one["question"] and one["you_chose"] for one in data["answers"])
    assert data["answers"][0]["at"] == "2026-03-02T12:00:00+00:00"
    assert sum(data["points"].values()) == 30
    assert data["facts_dealt"][0]["title"]
    assert data["schedules_you_made"][0]["what"] == "daily"
    assert "Moments are in UTC" in data["explanation"]
    assert "bystander" not in json.dumps(data)


def test_no_table_about_learners_is_missing_from_the_export() -> None:
    """Who adds a table that points to a learner has to add it to the export, and then here."""
    in_export = {"identity", "membership", "dealt", "quiz", "posed", "answer", "award", "schedule", "inquiry"}
    assert {table.name for table, _ in learner_columns()} == in_export


async def test_deletion_says_what_goes_and_can_be_refused(talk: Talk) -> None:
    await busy_life(talk)
    card = await talk.say(WHO, "/me delete")
    text = text_of(card)
    assert "4 answers, 30 points and your streak" in text
    assert "your membership in 2 groups" in text
    assert "It can't be undone." in text
    assert "Schedules that you set up go on" in text
    assert "Nothing was deleted" in text_of(await talk.press(WHO, card, "Keep it"))
    assert "2 of 3 answered right" in text_of(await talk.say(WHO, "/score"))


async def test_after_deletion_no_table_knows_the_person(talk: Talk) -> None:
    await busy_life(talk)
    number = await learner_id(talk, WHO)
    others = await rows_of(talk, await learner_id(talk, "bystander"))
    card = await talk.say(WHO, "/me delete")
    done = await talk.press(WHO, card, "Delete everything about me")

    assert done.title == "Deleted"
    assert await rows_of(talk, number) == []
    assert await mentions(talk, WHO) == []
    assert await rows_of(talk, await learner_id(talk, "bystander")) == others
    assert [row.made_by for row in await talk.read(lambda db: db.execute(sa.select(schedule)).all())] == [None]


async def test_what_direct_messages_opened_goes_too(talk: Talk) -> None:
    """A group of one is opened for who writes first in a direct message; its space is named after the person."""
    await play(talk, WHO, right=1, where=DIRECT)
    assert await mentions(talk, WHO) != []
    await talk.press(WHO, await talk.say(WHO, "/me delete", where=DIRECT), "Delete everything", where=DIRECT)
    assert await mentions(talk, WHO) == []
    assert await talk.read(lambda db: db.execute(sa.select(learner)).all()) == []


async def test_deleting_twice_is_the_same_and_a_later_command_starts_afresh(talk: Talk) -> None:
    await play(talk, WHO, right=1)
    card = await talk.say(WHO, "/me delete")
    for _ in range(2):
        done = await talk.press(WHO, card, "Delete everything about me", event="the same delivery")
        assert done.title == "Deleted"
        assert await mentions(talk, WHO) == []
    assert "starts with one answer" in text_of(await talk.say(WHO, "/score"))


async def busy_life(talk: Talk) -> None:
    """Two groups, two accounts, a board name, a daily answer, a schedule; and somebody else beside."""
    await play(talk, WHO, right=1, wrong=1)
    await talk.say(WHO, "/fact")
    await talk.submit(WHO, await talk.press(WHO, await talk.say(WHO, "/leaderboard"), "Join"), name="Stripes")
    await play(talk, WHO, right=1, where=place("second"))
    await play(talk, "bystander", right=2)
    await talk.say(WHO, "/schedule add what:daily time:13:00", manager=True)
    await talk.pass_time(hours=1)
    for who in (WHO, "bystander"):
        await choose(talk, who, talk.board.shown[0])
    number = await learner_id(talk, WHO)
    account = {"platform": "slack", "realm": "T1", "user": WHO, "learner_id": number}
    await talk.write(lambda connection: insert_once(connection, identity, account))


async def learner_id(talk: Talk, who: str) -> int:
    someone: Person = person(who)
    visitor = await talk.read(lambda connection: find_visitor(connection, someone, SERVER))
    assert visitor is not None
    return visitor.learner.id


def learner_columns() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every column of every table that names a learner."""
    return [
        (table, column)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table is learner for key in column.foreign_keys)
    ]


async def rows_of(talk: Talk, number: int) -> list[tuple[str, int]]:
    """In which tables a learner has rows, and how many."""

    def count(connection: sa.Connection) -> list[tuple[str, int]]:
        found = []
        for table, column in [(learner, learner.c.id), *learner_columns()]:
            query = sa.select(sa.func.count()).select_from(table).where(column == number)
            found.append((table.name, connection.execute(query).scalar_one()))
        return [(name, rows) for name, rows in found if rows]

    return await talk.read(count)


async def mentions(talk: Talk, text: str) -> list[str]:
    """The tables in which this text stands anywhere."""

    def look(connection: sa.Connection) -> list[str]:
        tables = metadata.tables.values()
        return [one.name for one in tables if any(text in str(row) for row in connection.execute(sa.select(one)))]

    return await talk.read(look)


def home_menu(card: Reply) -> Menu:
    assert "What you do there counts in" in flatten(card.fields[-1].text)
    return card.menus[0]


def exported(reply: Reply) -> dict[str, Any]:
    (file,) = reply.files
    assert file.name == "needlewise-my-data.json"
    data: dict[str, Any] = json.loads(file.data)
    return data


async def test_a_notice_about_a_schedule_goes_with_its_maker(talk: Talk) -> None:
    await talk.say(WHO, "/schedule add what:fact time:13:00", manager=True)
    talk.board.refuse = "The channel is gone."
    await talk.pass_time(hours=1)
    kinds = sa.select(due.c.kind).order_by(due.c.kind)
    assert await talk.read(lambda db: db.scalars(kinds).all()) == ["notice", "post"]
    await talk.press(WHO, await talk.say(WHO, "/me delete"), "Delete everything about me")
    assert await talk.read(lambda db: db.scalars(kinds).all()) == ["post"]
