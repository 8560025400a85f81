"""The options that the commands of /schedule share: which schedule, what it posts, and when."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Option, OptionType
from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.topics import topic_option
from bot.schedule import store
from bot.schedule.calendars import suggest_calendars
from bot.schedule.clocktime import times_as_typed
from bot.schedule.days import days_in_words
from bot.schedule.model import DAILY, FACT, QUESTION, Schedule


def find_schedule(connection: sa.Connection, visit: Visit, typed: str) -> Schedule:
    plan = store.find(connection, visit.community.id, row_id(typed.strip().lstrip("#")))
    if plan is None:
        shown = cut(typed, 20)
        raise UserError(
            visit.words("There is no schedule “{number}” here. /schedule list shows them all.", number=shown)
        )
    return plan


async def suggest_schedules(visit: Visit, typed: str) -> tuple[Choice, ...]:
    plans = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    found = [plan for plan in plans if str(plan.id).startswith(typed.strip())]
    return tuple(Choice(_label(visit, plan), str(plan.id)) for plan in found)


def _label(visit: Visit, plan: Schedule) -> str:
    paused = [visit.words("paused")] if plan.paused is not None else []
    days = days_in_words(visit.words, plan.days)
    return cut(" · ".join([str(plan.id), plan.what, times_as_typed(plan.times), days, *paused]), 100)


def what_option(*, required: bool) -> Option:
    return Option(
        "what",
        "What to post: daily (one card with all), fact or question",
        OptionType.CHOICE,
        required=required,
        choices=(Choice("daily", DAILY), Choice("fact", FACT), Choice("question", QUESTION)),
    )


def time_option(*, required: bool) -> Option:
    return Option("time", "Time of day, such as 08:00; several as 08:00,20:00", required=required, max_length=60)


WHICH = Option("id", "The schedule's number", required=True, suggest=suggest_schedules, max_length=10)
REST = (
    Option("days", "weekdays, every-day, or mon,wed,fri", max_length=60),
    Option("channel", "Where; this channel if left out", OptionType.CHANNEL),
    topic_option(),
    Option("until", "The last date, such as 12 June 2027, or in 6 weeks", max_length=40),
    Option("skip", "Dates to leave out, such as 24 Dec - 2 Jan, 29 Mar 2027", max_length=2000),
    Option(
        "holidays",
        "No posts on the public holidays of a country or region, such as England",
        suggest=suggest_calendars,
        max_length=80,
    ),
)
CHANGED = (
    Option("days", "Other days: weekdays, every-day, or mon,wed,fri", max_length=60),
    Option("channel", "Another channel", OptionType.CHANNEL),
    Option("topic", "Only this topic; none for all of them", suggest=REST[2].suggest, max_length=60),
    Option("until", "The last date, such as 12 June 2027; none for no end", max_length=40),
    Option("skip", "All dates to leave out, such as 24 Dec - 2 Jan; none clears them", max_length=2000),
    Option("holidays", "Whose public holidays have no posts; none for no holidays", suggest=suggest_calendars),
)
