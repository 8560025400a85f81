"""Who sends what: claims that run out, claims of others, cohorts that wait for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.chat.people import MessageRef, Place
from bot.chat.port import Postponed
from bot.chat.reply import Reply
from bot.chat.text import flatten
from bot.outbox import lane, store
from bot.outbox.model import LEASE, MISSED, SENT, Due
from bot.store.tables import community, due
from tests.board import Board
from tests.talk import Talk

SECOND = timedelta(seconds=1)


async def groups(talk: Talk, count: int) -> list[int]:
    def add(connection: sa.Connection) -> list[int]:
        values = {"zone": "UTC", "set_up": True, "created_at": talk.clock.now}
        one = sa.insert(community).returning(community.c.id)
        return [int(connection.scalar(one.values(name=f"Group {n}", **values)) or 0) for n in range(count)]

    return await talk.write(add)


def work(talk: Talk, group: int, name: str, channel: str = "") -> Due:
    """In a channel of its own, unless one is named."""
    place = Place("test", f"server{group}", f"{group}-{channel or name}")
    return Due(name, "post", group, None, place, {"what": "fact"}, talk.clock.now - SECOND)


async def add(talk: Talk, rows: Sequence[Due]) -> None:
    await talk.write(lambda connection: [store.add(connection, row) for row in rows])


async def claim(
    talk: Talk,
    owner: str,
    limit: int = 10,
    *,
    each: int = 4,
    busy: Sequence[int] = (),
    channels: Sequence[str] = (),
    served: Mapping[int, int] | None = None,
) -> list[Due]:
    def take(connection: sa.Connection) -> list[Due]:
        return store.claim(
            connection, "test", talk.clock.now, owner, limit, each=each, busy=busy, channels=channels, served=served
        )

    return await talk.write(take)


async def row_of(talk: Talk, key: str) -> Due:
    found = await talk.read(lambda connection: store.find(connection, key))
    assert found is not None
    return found


async def test_the_first_of_every_cohort_comes_before_the_second_of_any(talk: Talk) -> None:
    many, few = await groups(talk, 2)
    await add(talk, [work(talk, many, f"a{n}") for n in range(6)] + [work(talk, few, f"b{n}") for n in range(2)])
    assert [one.key for one in await claim(talk, "me", 4)] == ["a0", "b0", "a1", "b1"]


async def test_a_cohort_takes_no_more_than_its_part_and_none_while_it_is_busy(talk: Talk) -> None:
    busy, other = await groups(talk, 2)
    await add(talk, [work(talk, busy, f"a{n}") for n in range(6)] + [work(talk, other, "b0")])
    assert [one.key for one in await claim(talk, "me", each=2)] == ["a0", "b0", "a1"]
    assert await claim(talk, "me", busy=[busy]) == []
    assert len(await claim(talk, "me")) == 4


async def test_cohorts_take_turns_from_one_claim_to_the_next(talk: Talk) -> None:
    """Else the first in the alphabet would have all of its posts before the last has one."""
    found = await groups(talk, 3)
    await add(talk, [work(talk, group, f"{name}{n}") for group, name in zip(found, "abc", strict=True) for n in (1, 2)])
    one, had = lane.Lane(10, lambda: None), []
    waiting = asyncio.Event()
    for _ in range(6):
        (mine,) = await claim(talk, "me", 1, served=one.served)
        one.send(mine, _wait(waiting))
        had.append(mine.key)
    assert had == ["a1", "b1", "c1", "a2", "b2", "c2"]
    waiting.set()
    await asyncio.gather(*one.tasks)
    await asyncio.sleep(0)
    assert not one.served


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


async def test_a_channel_gets_one_after_the_other(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    rows = [work(talk, group, f"a{n}", "slow") for n in range(3)] + [work(talk, group, f"b{n}") for n in range(2)]
    await add(talk, rows)
    assert [one.key for one in await claim(talk, "me", each=9)] == ["a0", "b0", "b1"]
    assert await claim(talk, "me", channels=[f"{group}-slow"]) == []
    assert [one.key for one in await claim(talk, "me")] == ["a1"]


async def test_what_is_claimed_is_nobody_elses_until_the_claim_runs_out(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    (mine,) = await claim(talk, "me")
    assert not mine.unclear
    assert await claim(talk, "you") == []
    talk.clock.now += LEASE + SECOND
    (yours,) = await claim(talk, "you")
    assert yours.unclear
    assert yours.begun_at == mine.begun_at


async def test_who_was_relieved_can_no_longer_say_what_became_of_it(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    (mine,) = await claim(talk, "me")
    talk.clock.now += LEASE + SECOND
    (again,) = await claim(talk, "me")
    with pytest.raises(store.Relieved):
        await talk.write(lambda connection: store.close(connection, mine, MISSED, talk.clock.now))
    await talk.write(lambda connection: store.close(connection, again, SENT, talk.clock.now, "m1"))
    assert (await row_of(talk, "a")).state == SENT


async def test_a_claim_from_a_clock_that_was_set_back_holds_up_nobody(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    talk.clock.turn(days=1)
    await claim(talk, "me")
    talk.clock.turn(days=-1)
    (again,) = await claim(talk, "me")
    assert again.unclear


async def test_a_claim_that_ran_out_while_the_machine_slept_sends_nothing(talk: Talk) -> None:
    """As on a laptop whose lid is closed between the claim and the request."""
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    (mine,) = await claim(talk, "me")
    talk.clock.now += LEASE - SECOND
    await talk.outbox._delivery.deliver(mine, talk.board)
    assert talk.board.posts == {}
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1


async def test_what_the_platform_surely_did_not_take_is_sent_again_without_looking_back(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    talk.board.secret, talk.board.postpone = True, 1
    await talk.pass_time()
    assert (await row_of(talk, "a")).state == "pending"
    await talk.pass_time(minutes=1)
    assert (await row_of(talk, "a")).state == SENT


async def test_a_platform_that_wants_hours_is_left_alone(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def closed(place: Place, reply: Reply, key: str) -> MessageRef:
        asked.append(key)
        raise Postponed("shut out", timedelta(hours=3)) if len(asked) < 9 else RuntimeError

    (group,), asked = await groups(talk, 1), list[str]()
    await add(talk, [work(talk, group, "a")])
    monkeypatch.setattr(talk.board, "post", closed)
    for _ in range(5):
        await talk.pass_time(minutes=20)
    assert asked == ["a"]


async def test_an_unclear_one_stays_unclear_if_the_look_back_is_postponed(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    talk.board.swallow, talk.board.blind = 1, 1
    await talk.pass_time()
    await talk.pass_time(minutes=1)
    assert (await row_of(talk, "a")).state == "sending"
    await talk.pass_time(minutes=1)
    assert (await row_of(talk, "a")).state == SENT
    assert len(talk.board.posts) == 1


async def test_a_platform_that_drops_doubles_is_asked_again_at_once_though_its_history_is_closed(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    talk.board.remembers, talk.board.swallow, talk.board.secret = timedelta(minutes=1), 1, True
    await talk.pass_time()
    await talk.pass_time(minutes=0.5)
    assert (await row_of(talk, "a")).state == SENT
    assert len(talk.board.posts) == 1


async def test_a_face_that_is_not_here_leaves_its_work_to_others_until_it_is_missed(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [replace(work(talk, group, "a"), place=Place("other", "s", "c"))])
    await talk.pass_time()
    assert (await row_of(talk, "a")).state == "pending"
    await talk.pass_time(hours=7)
    assert (await row_of(talk, "a")).state == MISSED


async def test_room_that_comes_while_the_outbox_looks_is_filled_soon(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tick that ends asks for the next one in 20 s, and must not put off the one that was asked for meanwhile."""
    look, looks = talk.outbox._next_moment, list[datetime]()

    def and_ask(connection: sa.Connection, now: datetime) -> datetime | None:
        looks.append(now)
        loop.call_soon_threadsafe(talk.outbox._fill_soon if len(looks) == 1 else again.set)
        return look(connection, now)

    loop, again = asyncio.get_running_loop(), asyncio.Event()
    monkeypatch.setattr(talk.outbox, "_next_moment", and_ask)
    talk.outbox.start()
    await asyncio.wait_for(again.wait(), 5)
    await talk.outbox.stop()


async def test_what_was_begun_on_a_platform_that_never_came_back_is_missed_in_the_end(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, "a")])
    await claim(talk, "another process")
    assert isinstance(talk.core.chats, dict)
    talk.core.chats.clear()
    await talk.pass_time(days=1)
    assert (await row_of(talk, "a")).state == "sending"
    await talk.pass_time(days=2)
    assert (await row_of(talk, "a")).state == MISSED
    assert "may have been posted" in ((await row_of(talk, "a")).trouble or "")


class Stuck(Board):
    """Never answers in one server, or in channels that say so; `all_served` when each other one has its post."""

    others = 20

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once=at_once)
        self.all_served = asyncio.Event()

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        if place.space == "server1" or place.channel.endswith("-sick"):
            await asyncio.Event().wait()
        posted = await super().post(place, reply, key)
        if len(self.posts) == self.others:
            self.all_served.set()
        return posted


async def test_a_cohort_whose_channel_never_answers_holds_up_nobody(talk: Talk) -> None:
    """Even where there is room for few at once, and the stuck ones come first."""
    stuck, *others = await groups(talk, 1 + Stuck.others)
    assert stuck == 1
    board = Stuck(lane.EACH + 2)
    talk.core.chats["test"] = board  # type: ignore[index]
    await add(talk, [work(talk, stuck, f"a{n}", f"c{n}") for n in range(20)])
    await add(talk, [work(talk, group, f"b{group}") for group in others])
    talk.outbox.start()
    await asyncio.wait_for(board.all_served.wait(), 5)
    await talk.outbox.stop()


async def test_sick_channels_of_a_workspace_hold_up_none_of_its_others(talk: Talk) -> None:
    """A whole workspace is one community, and each sick channel has more posts than may be under way."""
    _, group = await groups(talk, 2)
    board = Stuck(lane.EACH + 2)
    talk.core.chats["test"] = board  # type: ignore[index]
    sick = [work(talk, group, f"a{n}", f"{n % 3}-sick") for n in range(30)]
    await add(talk, [*sick, *(work(talk, group, f"b{n}") for n in range(Stuck.others))])
    talk.outbox.start()
    await asyncio.wait_for(board.all_served.wait(), 10)
    await talk.outbox.stop()


async def test_two_posts_of_one_cohort_at_once_hold_different_facts(talk: Talk) -> None:
    (group,) = await groups(talk, 1)
    await add(talk, [work(talk, group, f"a{n}", f"c{n}") for n in range(4)])
    await talk.pass_time()
    assert len({card.title for card in talk.board.shown}) == 4


async def test_a_thousand_at_once_all_go_out_once(talk: Talk) -> None:
    found = await groups(talk, 250)
    await add(talk, [work(talk, group, f"s{group}/{n}", f"c{n}") for group in found for n in range(4)])
    await talk.pass_time()
    states = await talk.read(lambda connection: connection.scalars(sa.select(due.c.state)).all())
    assert states.count(SENT) == 1000
    assert len(talk.board.posts) == 1000
    assert "Day 1 of" in flatten(talk.board.shown[0].note)
