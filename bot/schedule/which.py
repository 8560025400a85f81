"""Which schedule, and what it posts: the options that the commands of /schedule share."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Option, OptionType
from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.schedule import store
from bot.schedule.model import DAILY, FACT, QUESTION, Schedule


def find_schedule(connection: sa.Connection, visit: Visit, typed: str) -> Schedule:
    plan = store.find(connection, visit.community.id, row_id(typed))
    if plan is None:
        shown = cut(typed, 20)
        raise UserError(
            visit.words("There is no schedule “{number}” here. /schedule list shows them all.", number=shown)
        )
    return plan


async def suggest_schedules(visit: Visit, typed: str) -> tuple[Choice, ...]:
    plans = await visit.read(lambda connection: store.of_community(connection, visit.community.id))
    found = [plan for plan in plans if str(plan.id).startswith(typed.strip())]
    return tuple(Choice(f"{plan.id} · {plan.what} {plan.times[0]:%H:%M}", str(plan.id)) for plan in found)


WHAT = Option(
    "what",
    "What to post: daily (one card with all), fact or question",
    OptionType.CHOICE,
    required=True,
    choices=(Choice("daily", DAILY), Choice("fact", FACT), Choice("question", QUESTION)),
)
WHICH = Option("id", "The schedule's number", required=True, suggest=suggest_schedules, max_length=10)
