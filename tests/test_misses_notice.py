"""Instructors learn that a question waits: seldom, without its words, and only while they want to."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.chat.codec import encode
from bot.chat.people import Place
from bot.chat.reply import Reply
from bot.store.tables import due, membership
from tests.fakes import SERVER, place
from tests.talk import Talk, form_of, talking, text_of

DIRECT = place("", "dm")
TITLE = "A question waits for your group's instructors"


async def name(talk: Talk, *users: str, where: Place = SERVER) -> None:
    for user in users:
        await talk.say("grace", f"/cohort instructors add:{user}", manager=True, where=where)


async def send(
    talk: Talk, question: str = "how do i fold origami cranes", who: str = "ann", name: str = "without"
) -> Reply:
    """By a form of its own, which holds the question already."""
    token = talk.core.held.hold(question, talk.clock(), talk.core.random)
    return await talk.submit(who, await talk.act(who, f"misses.ask:{token}"), name=name)


def told(talk: Talk) -> list[str]:
    return [person.user for person, reply in talk.board.letters if reply.title == TITLE]


async def test_every_instructor_is_told_once_without_the_question(talk: Talk) -> None:
    await name(talk, "hugo", "iris")
    sent = await send(talk, name="with")
    await send(talk, "who won the champions league", "ben")
    await talk.pass_time()

    assert sent.title == "Sent to your instructors"
    assert sorted(told(talk)) == ["hugo", "iris"]
    for _, card in talk.board.letters:
        assert "/cohort misses" in text_of(card)
        assert "2 questions are open" in text_of(card)
        assert not any(word in text_of(card).lower() for word in ("origami", "champions", "ann", "ben"))


async def test_where_nobody_is_named_the_asker_is_told(talk: Talk) -> None:
    sent = await send(talk)
    await talk.pass_time()

    assert sent.title == "Sent"
    assert "Nobody is named as instructor here yet; your group's managers see it under /cohort misses" in text_of(sent)
    assert talk.board.letters == []


async def test_one_in_twelve_hours_and_only_while_something_waits(talk: Talk) -> None:
    await name(talk, "hugo")
    await send(talk)
    await talk.pass_time()
    await talk.pass_time(hours=1)
    await send(talk, "who won the champions league")
    await send(talk, "which river runs through paris", "ben")
    await talk.pass_time(hours=10)
    assert told(talk) == ["hugo"]
    await talk.pass_time(hours=1)
    assert told(talk) == ["hugo"] * 2

    await send(talk, "who painted the mona lisa")
    for number in range(1, 5):
        await talk.act("grace", f"misses.answer:{number}", manager=True, values={"reply": ("See page 3.",)})
    await talk.pass_time(hours=13)
    assert told(talk) == ["hugo"] * 2, "all were answered before"
    await send(talk)
    await talk.pass_time()
    assert told(talk) == ["hugo"] * 3, "what was never sent holds up nothing"


async def test_its_button_opens_the_list_in_the_direct_message(talk: Talk) -> None:
    await name(talk, "hugo")
    await send(talk)
    await talk.pass_time()
    ((_, card),) = talk.board.letters

    opened = await talk.press("hugo", card, "Show the list", where=DIRECT)
    assert "origami" in text_of(opened)
    form = await talk.press("hugo", opened, "1 · Reply", where=DIRECT)
    replied = await talk.act("hugo", form_of(form).action, where=DIRECT, values={"reply": ("Fold it twice.",)})
    assert replied.title == "Sent"
    stranger = await talk.act("ben", card.buttons[0].action, where=DIRECT)
    assert "origami" not in text_of(stranger)


async def test_the_list_of_another_group_is_not_mistaken_for_it(talk: Talk) -> None:
    await name(talk, "hugo", where=place("second"))
    await name(talk, "hugo")
    await send(talk)
    await talk.pass_time()
    ((_, card),) = talk.board.letters

    opened = await talk.press("hugo", card, "Show the list", where=DIRECT)
    assert "another group of yours" in text_of(opened)
    assert "origami" in text_of(await talk.press("hugo", card, "Show the list"))


async def test_it_can_be_ended_undone_and_set(talk: Talk) -> None:
    await name(talk, "hugo", "iris")
    await send(talk)
    await talk.pass_time()
    card = next(reply for person, reply in talk.board.letters if person.user == "hugo")
    quiet = await talk.press("hugo", card, "No more of these", where=DIRECT)
    assert (await talk.press("hugo", card, "No more of these", where=DIRECT)).title == quiet.title
    await talk.pass_time(hours=12)
    await send(talk, "who won the champions league")
    await talk.pass_time()
    assert sorted(told(talk)) == ["hugo", "iris", "iris"]

    settings = await talk.say("hugo", "/me settings")
    assert "I don't write to you" in text_of(settings)
    again = await talk.press("hugo", settings, "Write when a question waits")
    assert "I write to you when one waits" in text_of(again)
    await talk.press("hugo", quiet, "Undo", where=DIRECT)
    await talk.press("hugo", again, "Write to me no more")
    assert "as instructor" not in text_of(await talk.say("ann", "/me settings"))
    exported = (await talk.say("hugo", "/me export")).files[0].data.decode()
    assert '"tell_questions": false' in exported


async def test_nobody_sets_it_for_another(talk: Talk) -> None:
    await name(talk, "hugo")
    await talk.act("ben", encode("misses.quiet", 1))
    wanted = await talk.read(
        lambda db: db.scalars(sa.select(membership.c.tell_questions).where(membership.c.instructor)).all()
    )
    assert wanted == [None]


async def test_who_is_named_no_longer_or_ends_it_meanwhile_is_not_told(talk: Talk) -> None:
    await name(talk, "hugo", "iris")
    await send(talk)
    await talk.say("grace", "/cohort instructors remove:hugo", manager=True)
    await talk.act("iris", encode("misses.quiet", 1))
    await talk.pass_time()
    assert talk.board.letters == []


async def test_an_instructor_who_asks_is_not_told_of_it(talk: Talk) -> None:
    await name(talk, "hugo")
    await send(talk, who="hugo")
    await talk.pass_time()
    assert talk.board.letters == []


async def test_pressed_and_delivered_twice_is_one_notice(talk: Talk) -> None:
    await name(talk, "hugo")
    values = {"question": ("how do i fold origami cranes",), "name": ("without",)}
    assert await talk.deliver("ann", "misses.send:aa", event="e1", values=values)
    assert await talk.deliver("ann", "misses.send:aa", event="e1", values=values) is None
    assert await talk.deliver("ann", "misses.send:aa", event="e2", values=values)
    assert len(await talk.read(lambda db: db.execute(sa.select(due)).all())) == 1
    await talk.pass_time()
    assert told(talk) == ["hugo"]


async def test_a_restart_between_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await name(talk, "hugo")
        await send(talk)
    async with talking(tmp_path) as talk:
        await talk.pass_time()
        assert told(talk) == ["hugo"]
    async with talking(tmp_path) as talk:
        await send(talk, "who won the champions league")
        await talk.pass_time()
        assert told(talk) == []


async def test_another_group_hears_nothing(talk: Talk) -> None:
    await name(talk, "hugo", where=place("second"))
    await send(talk)
    await talk.pass_time()
    assert talk.board.letters == []


async def test_who_is_deleted_is_told_nothing(talk: Talk) -> None:
    await name(talk, "hugo")
    await send(talk)
    await talk.press("hugo", await talk.say("hugo", "/me delete"), "Delete everything about me")
    assert await talk.read(lambda db: db.execute(sa.select(due)).all()) == []
