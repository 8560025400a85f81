"""The next post before its time: shown to a manager alone, and posted if they say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.daily.post import Post
from bot.outbox import store as outbox
from bot.outbox.model import Due
from bot.schedule import view
from bot.schedule.model import Schedule
from bot.schedule.place import remark_or_refusal
from bot.schedule.which import find_schedule


class _Dry(Exception):
    """Carries a preview out of a transaction that is rolled back, so that nothing is posed or counted."""

    def __init__(self, card: Reply | None) -> None:
        self.card = card


async def test(visit: Visit, id: str) -> Reply:
    """The next post, shown to the manager alone; a button posts it."""
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    remark = await remark_or_refusal(visit, plan.place)
    return view.preview(visit.words, plan, await rehearse(visit, plan), _slip(visit.event), remark)


async def rehearse(visit: Visit, plan: Schedule) -> Reply | None:
    """What a schedule would post now; nothing of it stays, so nothing is posed or counted."""

    def play(connection: sa.Connection) -> None:
        kind, work = Post(timedelta()), _post_now(visit, plan, "rehearsal")
        prepared = replace(work, payload=kind.prepare(connection, visit.core, work, visit.now))
        outgoing = kind.show(connection, visit.core, prepared, visit.now)
        raise _Dry(outgoing.reply if outgoing else None)

    try:
        await visit.write_again(play)
    except _Dry as dry:
        return dry.card
    raise AssertionError("a rehearsal never commits")


async def post_now(visit: Visit, value: str) -> Reply:
    number, _, slip = value.partition(".")

    def queue(connection: sa.Connection) -> None:
        outbox.add(connection, _post_now(visit, find_schedule(connection, visit, number), slip))

    await visit.write(queue)
    visit.core.bell.ring()
    text = visit.words("It goes out in a moment. The schedule itself goes on as planned.")
    return view.done(visit.words, visit.words("Posting now"), text)


def _post_now(visit: Visit, plan: Schedule, slip: str) -> Due:
    payload = {"what": plan.what, "topic": plan.topic}
    return Due(
        f"s{plan.id}/test/{_slip(slip)}", "post", visit.community.id, plan.id, plan.place, payload, due_at=visit.now
    )


def _slip(event: str) -> str:
    """The end of a preview's event: short enough for a button's id and for the key of a post."""
    return event[-40:]
