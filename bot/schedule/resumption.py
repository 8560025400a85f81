"""/schedule resume: one schedule, or all that are paused, each only if its place can be posted to."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.schedule import store, view
from bot.schedule.model import Occurrence, Schedule, ended
from bot.schedule.place import remark_on
from bot.schedule.record import kept, next_posts
from bot.schedule.which import find_schedule


async def resume(visit: Visit, id: str) -> Reply:
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    remark = await _checked(visit, plan)

    def save(connection: sa.Connection) -> tuple[Schedule, list[Occurrence]]:
        return _go_on(connection, visit, plan.id), kept(connection, plan.id, visit.now)

    saved, stay = await visit.write(save)
    visit.core.bell.ring()
    posts = await asyncio.to_thread(next_posts, saved, stay, visit.now, view.SHOWN)
    return view.added(visit.words, visit.shelf, saved, posts, remark)


async def resume_all(visit: Visit, value: str) -> Reply:
    """Each is checked by itself; those that still can't be posted to stay paused and say why."""
    plans = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    paused = [plan for plan in plans if plan.paused is not None]
    found = await asyncio.gather(*(_checked(visit, plan) for plan in paused), return_exceptions=True)
    refused = [(plan, str(why)) for plan, why in zip(paused, found, strict=True) if isinstance(why, UserError)]
    unexpected = next((why for why in found if isinstance(why, BaseException) and not isinstance(why, UserError)), None)
    if unexpected:
        raise unexpected
    left = {plan.id for plan, _ in refused}
    ready = [plan.id for plan in paused if plan.id not in left]
    resumed = await visit.write(lambda connection: [_go_on(connection, visit, number) for number in ready])
    visit.core.bell.ring()
    return view.resumed(visit.words, resumed, refused)


async def _checked(visit: Visit, plan: Schedule) -> str:
    """What to know about its place. Raises UserError if it can't go on."""
    if await asyncio.to_thread(ended, plan, visit.now):
        raise UserError(
            visit.words(
                "Schedule {number} has no date left. Give it a later end first: /schedule change {number} until:none",
                number=plan.id,
            )
        )
    return await remark_on(visit, plan.place)


def _go_on(connection: sa.Connection, visit: Visit, number: int) -> Schedule:
    return store.change(connection, find_schedule(connection, visit, str(number)), visit.now)
