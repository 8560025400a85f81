"""/schedule: what is posted when, for managers."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command, Option, OptionType, Who
from bot.chat.people import Place
from bot.chat.port import Unclear
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.topics import chosen_topic, topic_option
from bot.outbox import store as outbox
from bot.outbox.model import Due
from bot.schedule import store, view
from bot.schedule.clocktime import read_time
from bot.schedule.days import read_days
from bot.schedule.model import Schedule, coming
from bot.schedule.rehearsal import post_now, test
from bot.schedule.which import WHAT, WHICH, find_schedule

MOST = 20


async def add(visit: Visit, what: str, time: str, days: str = "every-day", channel: str = "", topic: str = "") -> Reply:
    chosen = chosen_topic(visit, topic)
    place = replace(visit.place, channel=channel, thread="") if channel else visit.place
    plan = Schedule(
        id=0,
        community_id=visit.community.id,
        place=place,
        what=what,
        topic=chosen.id if chosen else None,
        times=(read_time(visit.words, time),),
        days=read_days(visit.words, days),
        zone=visit.community.zone,
        made_by=visit.learner.id,
    )
    remark = await remark_on(visit, place)
    if not (remark or visit.community.set_up):
        remark = visit.words("Your group's clock is UTC until a manager sets it with /cohort settings.")
    saved = await visit.write(lambda connection: save(connection, visit, plan))
    return view.added(visit.words, visit.shelf, saved, coming(saved, visit.now, view.SHOWN), remark)


async def remark_on(visit: Visit, place: Place) -> str:
    """What a manager should know about a place. Raises UserError if it can't be posted to."""
    chat = visit.core.chats.get(place.platform)
    if chat is None:
        return visit.words("This face isn't connected at the moment; posts begin when it is.")
    try:
        reach = await chat.reach(place)
    except Unclear:
        return visit.words("I couldn't check this channel just now. Press “Preview the next post” to try it.")
    if not reach.post:
        raise UserError(visit.words("I can't post there. {remedy}", remedy=reach.remedy))
    if not reach.history:
        return visit.words(
            "I may not read this channel's history. If I crash in the middle of a post, it is left out rather than "
            "risked twice. {remedy}",
            remedy=reach.remedy,
        )
    return ""


def save(connection: sa.Connection, visit: Visit, plan: Schedule) -> Schedule:
    if len(store.of_community(connection, visit.community.id)) >= MOST:
        raise UserError(visit.words("There are {count} schedules already. Remove one first.", count=MOST))
    return store.add(connection, plan, visit.now)


async def listing(visit: Visit) -> Reply:
    def look(connection: sa.Connection) -> list[tuple[Schedule, list[Due]]]:
        plans = store.of_community(connection, visit.community.id)
        return [(plan, outbox.recent(connection, plan.id, 30)) for plan in plans]

    found = await visit.read(look)
    return view.listing(
        visit.words, visit.shelf, [(plan, coming(plan, visit.now, view.SHOWN), past) for plan, past in found]
    )


async def pause(visit: Visit, id: str) -> Reply:
    def halt(connection: sa.Connection) -> Schedule:
        plan = find_schedule(connection, visit, id)
        store.pause(connection, plan.id, "")
        outbox.cancel(connection, plan.id)
        return plan

    plan = await visit.write(halt)
    text = visit.words("Schedule {number} posts nothing until /schedule resume {number}.", number=plan.id)
    return view.done(visit.words, visit.words("Paused"), text)


async def resume(visit: Visit, id: str) -> Reply:
    def go_on(connection: sa.Connection) -> Schedule:
        plan = find_schedule(connection, visit, id)
        return store.change(connection, plan, visit.now)

    plan = await visit.write(go_on)
    return view.added(visit.words, visit.shelf, plan, coming(plan, visit.now, view.SHOWN), "")


async def remove(visit: Visit, id: str) -> Reply:
    def drop(connection: sa.Connection) -> Schedule:
        plan = find_schedule(connection, visit, id)
        outbox.cancel(connection, plan.id)
        store.remove(connection, plan.id)
        return plan

    plan = await visit.write(drop)
    return view.removed(visit.words, plan)


async def ask_removal(visit: Visit, value: str) -> Reply:
    plan = await visit.read(lambda connection: find_schedule(connection, visit, value))
    return view.ask_removal(visit.words, visit.shelf, plan)


COMMANDS = (
    Command(
        "schedule add",
        "Post something at a time of day",
        add,
        (
            WHAT,
            Option("time", "Time of day, such as 08:00", required=True, max_length=10),
            Option("days", "weekdays, every-day, or mon,wed,fri", max_length=60),
            Option("channel", "Where; this channel if left out", OptionType.CHANNEL),
            topic_option(),
        ),
        Who.MANAGERS,
        example="/schedule add what:daily time:08:00 days:weekdays",
    ),
    Command("schedule list", "All schedules and their next posts", listing, (), Who.MANAGERS, example="/schedule list"),
    Command(
        "schedule pause", "Stop a schedule for a while", pause, (WHICH,), Who.MANAGERS, example="/schedule pause 1"
    ),
    Command(
        "schedule resume", "Let a paused schedule go on", resume, (WHICH,), Who.MANAGERS, example="/schedule resume 1"
    ),
    Command("schedule remove", "Remove a schedule", remove, (WHICH,), Who.MANAGERS, example="/schedule remove 1"),
    Command(
        "schedule test", "See the next post, then post it now", test, (WHICH,), Who.MANAGERS, example="/schedule test 1"
    ),
)
ACTIONS = (
    Action("schedule.pause", pause, Who.MANAGERS),
    Action("schedule.resume", resume, Who.MANAGERS),
    Action("schedule.ask", ask_removal, Who.MANAGERS),
    Action("schedule.remove", remove, Who.MANAGERS),
    Action("schedule.test", test, Who.MANAGERS, answers=Answers.PRIVATE),
    Action("schedule.post", post_now, Who.MANAGERS),
)
