"""/schedule: what is posted when, for managers."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command, Option, OptionType, Who
from bot.chat.people import Place
from bot.chat.reply import Choice, Reply
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.daily.kinds import KINDS
from bot.errors import UserError
from bot.library.topics import chosen_topic, topic_option
from bot.outbox import store as outbox
from bot.outbox.model import Due
from bot.schedule import store, view
from bot.schedule.clocktime import read_time
from bot.schedule.days import read_days
from bot.schedule.model import DAILY, FACT, QUESTION, Schedule, coming

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
        time=read_time(visit.words, time),
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
    reach = await chat.reach(place)
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
        plan = _find(connection, visit, id)
        store.pause(connection, plan.id, "")
        outbox.cancel(connection, plan.id)
        return plan

    plan = await visit.write(halt)
    text = visit.words("Schedule {number} posts nothing until /schedule resume {number}.", number=plan.id)
    return view.done(visit.words, visit.words("Paused"), text)


async def resume(visit: Visit, id: str) -> Reply:
    def go_on(connection: sa.Connection) -> Schedule:
        plan = _find(connection, visit, id)
        return store.change(connection, plan, visit.now)

    plan = await visit.write(go_on)
    return view.added(visit.words, visit.shelf, plan, coming(plan, visit.now, view.SHOWN), "")


async def remove(visit: Visit, id: str) -> Reply:
    def drop(connection: sa.Connection) -> Schedule:
        plan = _find(connection, visit, id)
        outbox.detach(connection, plan.id)
        store.remove(connection, plan.id)
        return plan

    plan = await visit.write(drop)
    return view.removed(visit.words, plan)


async def ask_removal(visit: Visit, value: str) -> Reply:
    plan = await visit.read(lambda connection: _find(connection, visit, value))
    return view.ask_removal(visit.words, visit.shelf, plan)


class _Dry(Exception):
    """Carries a preview out of a transaction that is rolled back, so that nothing is posed or counted."""

    def __init__(self, card: Reply | None) -> None:
        self.card = card


async def test(visit: Visit, id: str) -> Reply:
    """The next post, shown to the manager alone; a button posts it."""
    plan = await visit.read(lambda connection: _find(connection, visit, id))
    return view.preview(visit.words, plan, await rehearse(visit, plan), _slip(visit.event))


async def rehearse(visit: Visit, plan: Schedule) -> Reply | None:
    """What a schedule would post now; nothing of it stays, so nothing is posed or counted."""

    def play(connection: sa.Connection) -> None:
        kind, work = KINDS["post"], _post_now(visit, plan, "rehearsal")
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
        outbox.add(connection, _post_now(visit, _find(connection, visit, number), slip))

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


def _find(connection: sa.Connection, visit: Visit, typed: str) -> Schedule:
    number = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    plan = store.find(connection, visit.community.id, number)
    if plan is None:
        shown = cut(typed, 20)
        raise UserError(
            visit.words("There is no schedule “{number}” here. /schedule list shows them all.", number=shown)
        )
    return plan


async def suggest_schedules(visit: Visit, typed: str) -> tuple[Choice, ...]:
    if not visit.manager:
        return ()
    plans = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    found = [plan for plan in plans if str(plan.id).startswith(typed.strip())]
    return tuple(Choice(f"{plan.id} · {plan.what} {plan.time:%H:%M}", str(plan.id)) for plan in found)


WHAT = Option(
    "what",
    "What to post: daily (one card with all), fact or question",
    OptionType.CHOICE,
    required=True,
    choices=(Choice("daily", DAILY), Choice("fact", FACT), Choice("question", QUESTION)),
)
WHICH = Option("id", "The schedule's number", required=True, suggest=suggest_schedules, max_length=10)


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
