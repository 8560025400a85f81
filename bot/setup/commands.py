"""/setup: channel, city, time, days, what to post; a preview; the start. For managers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command, Option, Who
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.cohort.store import set_zone
from bot.errors import UserError
from bot.people.zones import chosen_zone, find_zone, suggest_zones
from bot.schedule import store
from bot.schedule.clocktime import read_time
from bot.schedule.commands import save
from bot.schedule.days import read_days
from bot.schedule.model import Occurrence, Schedule, coming
from bot.schedule.place import remark_on
from bot.schedule.record import kept, next_posts
from bot.schedule.rehearsal import rehearse
from bot.schedule.view import SHOWN
from bot.setup import view
from bot.setup.model import CODES, DAYS, Draft, Plan, read_draft, read_plan


async def setup(visit: Visit, zone: str = "") -> Reply:
    """The form; a city given with the command is filled in already."""
    group = visit.community
    known = group.zone if group.set_up else ""
    city = chosen_zone(visit.words, zone) if zone else known
    return Reply(form=view.setup_form(visit.words, Draft(visit.place.channel, city)))


async def open_form(visit: Visit, value: str) -> Reply:
    """The form again as it was filled in, or a new one."""
    draft = read_draft(value)
    return Reply(form=view.setup_form(visit.words, draft)) if draft else await setup(visit)


async def preview(visit: Visit, value: str) -> Reply:
    draft = _filled_in(visit)
    try:
        plan = Plan(
            what=draft.what,
            time=read_time(visit.words, visit.value("time")),
            days=read_days(visit.words, visit.value("days") or DAYS[0]),
            channel=draft.channel,
            zone=chosen_zone(visit.words, visit.value("zone")),
        )
        schedule = _schedule(visit, plan)
        remark = await remark_on(visit, schedule.place)
    except UserError as error:
        return view.refused(visit.words, str(error), draft)
    posts = coming(schedule, visit.now, SHOWN)
    card = await rehearse(visit, schedule)
    return view.preview(visit.words, visit.shelf, plan, draft, schedule, posts, card, remark)


def _filled_in(visit: Visit) -> Draft:
    """What can be read of the form; the rest is as in a new one."""
    draft = Draft(visit.value("channel") or visit.place.channel, find_zone(visit.value("zone")) or "")
    with suppress(UserError):
        draft = replace(draft, time=f"{read_time(visit.words, visit.value('time')):%H:%M}")
    days, what = visit.value("days"), visit.value("what")
    return replace(draft, days=days if days in DAYS else draft.days, what=what if what in CODES else draft.what)


async def start(visit: Visit, value: str) -> Reply:
    """Sets the group's clock and starts. A schedule for the same thing in the same channel gets the new time and days,
    and keeps the dates that it leaves out."""
    try:
        plan = read_plan(value)
    except ValueError:
        raise UserError(visit.words("This button can't be read any more. /setup starts again.")) from None
    schedule = _schedule(visit, replace(plan, zone=chosen_zone(visit.words, plan.zone)))

    def begin(connection: sa.Connection) -> tuple[Schedule, list[Occurrence]]:
        set_zone(connection, visit.community.id, schedule.zone)
        store.move_to_zone(connection, visit.community.id, schedule.zone, visit.now)
        saved = _replaced(connection, visit, schedule) or save(connection, visit, schedule)
        return saved, kept(connection, saved.id, visit.now)

    saved, stay = await visit.write(begin)
    visit.core.bell.ring()
    return view.started(visit.words, visit.shelf, saved, next_posts(saved, stay, visit.now, SHOWN))


def _replaced(connection: sa.Connection, visit: Visit, wanted: Schedule) -> Schedule | None:
    plans = store.of_community(connection, visit.community.id)
    same = [plan for plan in plans if (plan.place, plan.what) == (wanted.place, wanted.what)]
    if not same:
        return None
    renewed = replace(same[0], times=wanted.times, days=wanted.days, zone=wanted.zone)
    return store.change(connection, renewed, visit.now)


def _schedule(visit: Visit, plan: Plan) -> Schedule:
    return Schedule(
        id=0,
        community_id=visit.community.id,
        place=replace(visit.place, channel=plan.channel, thread=""),
        what=plan.what,
        topic=None,
        times=(plan.time,),
        days=plan.days,
        zone=plan.zone,
        made_by=visit.learner.id,
    )


COMMANDS = (
    Command(
        "setup",
        "Start the daily post: channel, city, time, days, what",
        setup,
        (Option("zone", "Your city, which sets the clock", suggest=suggest_zones, max_length=60),),
        Who.MANAGERS,
        Answers.FORM,
        example="/setup",
    ),
)
ACTIONS = (
    Action("setup.open", open_form, Who.MANAGERS, Answers.FORM),
    Action("setup.preview", preview, Who.MANAGERS, Answers.PRIVATE),
    Action("setup.start", start, Who.MANAGERS),
)
