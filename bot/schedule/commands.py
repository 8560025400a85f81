"""/schedule: what is posted when, for managers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command, Who
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.schedule import forecast_view, list_view, record, record_view, store, view
from bot.schedule.change import change, undo
from bot.schedule.forecast import forecast, look_around
from bot.schedule.model import EVERY_DAY, Occurrence, Schedule, coming
from bot.schedule.place import remark_on
from bot.schedule.rehearsal import post_now, test
from bot.schedule.resumption import resume, resume_all
from bot.schedule.which import CHANGED, REST, WHICH, find_schedule, time_option, what_option
from bot.schedule.wish import Wish, wished

MOST = 20


async def add(
    visit: Visit,
    what: str,
    time: str,
    days: str = "every-day",
    channel: str = "",
    topic: str = "",
    until: str = "",
    skip: str = "",
    holidays: str = "",
) -> Reply:
    blank = Schedule(
        id=0,
        community_id=visit.community.id,
        place=visit.place,
        what=what,
        topic=None,
        times=(),
        days=EVERY_DAY,
        zone=visit.community.zone,
        made_by=visit.learner.id,
    )
    wish = Wish(what, time, days, channel, topic, until, skip, holidays)
    plan = await asyncio.to_thread(wished, visit, blank, wish)
    remark = await remark_on(visit, plan.place)
    if not (remark or visit.community.set_up):
        remark = visit.words("Your group's clock is UTC until a manager sets it with /cohort settings.")
    others = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    saved = await visit.write(lambda connection: save(connection, visit, plan))
    remarks = " ".join(filter(None, (_twin_note(visit, plan, others), remark)))
    return view.added(visit.words, visit.shelf, saved, coming(saved, visit.now, view.SHOWN), remarks)


def _twin_note(visit: Visit, plan: Schedule, others: Sequence[Schedule]) -> str:
    """Nothing is refused: two of a kind may be meant, and whoever didn't mean it sees it at once."""
    for other in others:
        alike = (other.place, other.what, other.topic, other.paused) == (plan.place, plan.what, plan.topic, None)
        if other.next_due_at and alike and other.days & plan.days and set(other.times) & set(plan.times):
            return visit.words("Schedule {number} posts the same in that channel at the same time.", number=other.id)
    return ""


def save(connection: sa.Connection, visit: Visit, plan: Schedule) -> Schedule:
    if len(store.of_community(connection, visit.community.id)) >= MOST:
        raise UserError(visit.words("There are {count} schedules already. Remove one first.", count=MOST))
    return store.add(connection, plan, visit.now)


async def listing(visit: Visit) -> Reply:
    plans = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    return list_view.listing(visit.words, visit.shelf, await _seen(visit, plans))


async def list_again(visit: Visit, value: str) -> Reply:
    return await listing(visit)


async def open_one(visit: Visit, value: str) -> Reply:
    chosen = visit.value("choice") or value
    plan = await visit.read(lambda connection: find_schedule(connection, visit, chosen))
    return list_view.one(visit.words, visit.shelf, (await _seen(visit, [plan]))[0])


async def _seen(visit: Visit, plans: Sequence[Schedule]) -> list[list_view.Seen]:
    """In a thread, because the calendars of public holidays may have to be loaded."""

    def look_up(connection: sa.Connection) -> list[tuple[Schedule, list[Occurrence], list[record.Entry]]]:
        found = ((plan.id, plan) for plan in plans)
        return [(p, record.kept(connection, n, visit.now), record.lately(connection, n, visit.now)) for n, p in found]

    def look_ahead() -> list[list_view.Seen]:
        return [list_view.Seen(p, record.next_posts(p, stay, visit.now, view.SHOWN), past) for p, stay, past in found]

    found = await visit.read(look_up)
    return await asyncio.to_thread(look_ahead)


async def preview(visit: Visit, id: str) -> Reply:
    """The next seven posts; worked out in a thread, since many schedules make thousands of posts in between."""
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    known = await look_around(visit, plan)
    found = await asyncio.to_thread(forecast, visit.shelf, known, visit.now)
    return forecast_view.outlook(visit.words, visit.shelf, plan, found)


async def history(visit: Visit, id: str) -> Reply:
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    entries = await visit.read(lambda connection: record.recent(connection, plan.id, visit.now))
    return record_view.history(visit.words, visit.shelf, plan, entries, visit.now)


async def pause(visit: Visit, id: str) -> Reply:
    def halt(connection: sa.Connection) -> Schedule:
        plan = find_schedule(connection, visit, id)
        store.pause(connection, plan.id, "")
        return plan

    return view.paused(visit.words, await visit.write(halt))


async def remove(visit: Visit, id: str) -> Reply:
    def drop(connection: sa.Connection) -> Schedule:
        plan = find_schedule(connection, visit, id)
        store.remove(connection, plan.id)
        return plan

    plan = await visit.write(drop)
    return view.removed(visit.words, plan)


async def ask_removal(visit: Visit, id: str) -> Reply:
    """Typed or pressed: a number is easily mistaken, and its history would be gone."""
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    return view.ask_removal(visit.words, visit.shelf, plan)


NEW = (what_option(required=True), time_option(required=True), *REST)
ANY = (WHICH, what_option(required=False), time_option(required=False), *CHANGED)
ONE, BOSS = (WHICH,), Who.MANAGERS
COMMANDS = (
    Command(
        "schedule add",
        "Post something at one or several times of day",
        add,
        NEW,
        BOSS,
        example="/schedule add what:daily time:08:00 days:weekdays holidays:England",
    ),
    Command("schedule list", "All schedules and their next posts", listing, (), BOSS, example="/schedule list"),
    Command(
        "schedule change",
        "Change times, days, dates or place of a schedule; the rest stays",
        change,
        ANY,
        BOSS,
        example="/schedule change 1 time:08:00,20:00",
    ),
    Command(
        "schedule preview", "The next seven posts, when and what", preview, ONE, BOSS, example="/schedule preview 1"
    ),
    Command(
        "schedule history", "What became of the last thirty posts", history, ONE, BOSS, example="/schedule history 1"
    ),
    Command("schedule pause", "Stop a schedule for a while", pause, ONE, BOSS, example="/schedule pause 1"),
    Command("schedule resume", "Let a paused schedule go on", resume, ONE, BOSS, example="/schedule resume 1"),
    Command(
        "schedule remove",
        "Remove a schedule; you are asked first",
        ask_removal,
        ONE,
        BOSS,
        example="/schedule remove 1",
    ),
    Command("schedule test", "See the next post, then post it now", test, ONE, BOSS, example="/schedule test 1"),
)
ACTIONS = (
    Action("schedule.open", open_one, Who.MANAGERS),
    Action("schedule.list", list_again, Who.MANAGERS),
    Action("schedule.pause", pause, Who.MANAGERS),
    Action("schedule.resume", resume, Who.MANAGERS),
    Action("schedule.resume-all", resume_all, Who.MANAGERS),
    Action("schedule.ask", ask_removal, Who.MANAGERS),
    Action("schedule.remove", remove, Who.MANAGERS),
    Action("schedule.undo", undo, Who.MANAGERS),
    Action("schedule.preview", preview, Who.MANAGERS, answers=Answers.PRIVATE),
    Action("schedule.history", history, Who.MANAGERS, answers=Answers.PRIVATE),
    Action("schedule.test", test, Who.MANAGERS, answers=Answers.PRIVATE),
    Action("schedule.post", post_now, Who.MANAGERS),
)
