"""Who somebody is, kept until anything about people changes."""

from __future__ import annotations

import contextlib

import sqlalchemy as sa

from bot.people.visitors import Visitors
from bot.store.tables import membership
from tests.fakes import SERVER, person
from tests.talk import Talk


async def test_the_same_person_is_looked_up_once(talk: Talk) -> None:
    await talk.say("ana", "/fact")
    visitors = Visitors(talk.core.store)
    first = await visitors.find(person("ana"), SERVER)
    await talk.say("ana", "/fact")
    assert first is not None
    assert await visitors.find(person("ana"), SERVER) is first


async def test_any_change_about_people_is_seen_at_once(talk: Talk) -> None:
    await talk.say("ana", "/fact")
    visitors = Visitors(talk.core.store)
    before = await visitors.find(person("ana"), SERVER)
    await talk.write(lambda connection: connection.execute(sa.update(membership).values(instructor=True)))
    after = await visitors.find(person("ana"), SERVER)
    assert before is not None
    assert after is not None
    assert (before.membership.instructor, after.membership.instructor) == (False, True)


async def test_a_change_that_is_rolled_back_is_none(talk: Talk) -> None:
    await talk.say("ana", "/fact")
    visitors = Visitors(talk.core.store)
    first = await visitors.find(person("ana"), SERVER)

    def change_and_fail(connection: sa.Connection) -> None:
        connection.execute(sa.update(membership).values(instructor=True))
        raise RuntimeError

    with contextlib.suppress(RuntimeError):
        await talk.write(change_and_fail)
    assert await visitors.find(person("ana"), SERVER) is first


async def test_what_was_read_while_it_changed_is_not_kept(talk: Talk) -> None:
    """A read that began before a change and ended after it must not be believed later."""
    await talk.say("ana", "/fact")
    visitors = Visitors(talk.core.store)
    read = talk.core.store.read
    change = sa.update(membership).values(instructor=True)

    async def slow_read(work):  # type: ignore[no-untyped-def]
        found = await read(work)
        await talk.write(lambda connection: connection.execute(change))
        return found

    talk.core.store.read = slow_read  # type: ignore[method-assign]
    stale = await visitors.find(person("ana"), SERVER)
    talk.core.store.read = read  # type: ignore[method-assign]
    fresh = await visitors.find(person("ana"), SERVER)
    assert stale is not None
    assert fresh is not None
    assert (stale.membership.instructor, fresh.membership.instructor) == (False, True)


async def test_somebody_who_was_deleted_is_a_stranger_again(talk: Talk) -> None:
    await talk.say("ana", "/quiz topic:myths")
    ask = await talk.say("ana", "/me delete")
    await talk.press("ana", ask, "Delete everything about me")
    assert await Visitors(talk.core.store).find(person("ana"), SERVER) is None
