"""/schedule change: any option changes just that; the reply has the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.chat.arguments import arguments
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.schedule import change_view, store
from bot.schedule.dates import MOST_DATES, dates_as_typed, dates_in_words
from bot.schedule.model import Occurrence, Schedule, occurrences
from bot.schedule.place import remark_on
from bot.schedule.record import kept, next_posts
from bot.schedule.view import SHOWN
from bot.schedule.which import find_schedule
from bot.schedule.wish import Wish, today_of, wished

LONGEST_LINE = 400


async def change(
    visit: Visit,
    id: str,
    what: str = "",
    time: str = "",
    days: str = "",
    channel: str = "",
    topic: str = "",
    until: str = "",
    skip: str = "",
    holidays: str = "",
) -> Reply:
    return await _change(visit, id, Wish(what, time, days, channel, topic, until, skip, holidays))


async def _change(visit: Visit, id: str, wish: Wish, *, back: bool = False) -> Reply:
    plan = await visit.read(lambda connection: find_schedule(connection, visit, id))
    wanted = await asyncio.to_thread(wished, visit, plan, wish)
    if wanted == plan:
        raise UserError(_nothing(visit, plan, wish))
    moved = wanted.place != plan.place
    remark = await remark_on(visit, wanted.place) if moved or plan.paused is None else ""

    def save(connection: sa.Connection) -> tuple[Schedule, Schedule, list[Occurrence]]:
        before = find_schedule(connection, visit, id)
        after = store.change(connection, wished(visit, before, wish), visit.now)
        if before.paused is not None:
            store.pause(connection, before.id, before.paused)
            after = find_schedule(connection, visit, id)
        return before, after, kept(connection, after.id, visit.now)

    before, after, stay = await visit.write(save)
    visit.core.bell.ring()
    posts = await asyncio.to_thread(next_posts, after, stay, visit.now, SHOWN)
    today = today_note(visit, before, after, posts, stay)
    notes = remark if back else " ".join(filter(None, (lost_note(visit, before, after), remark)))
    return change_view.changed(visit.words, visit.shelf, before, after, posts, today, notes)


async def undo(visit: Visit, value: str) -> Reply:
    """The old values, as the options of /schedule change would be typed."""
    command = visit.core.commands["schedule change"]
    known = {option.name for option in command.options}
    given = arguments(command, value)
    if "id" not in given or not given.keys() <= known:
        raise UserError(visit.words("This button can't be read any more. /schedule change does the same."))
    options = {name: str(typed) for name, typed in given.items()}
    return await _change(visit, options.pop("id"), Wish(**options), back=True)


def lost_note(visit: Visit, before: Schedule, after: Schedule) -> str:
    """`skip` names all dates, so that one more, typed alone, would quietly bring the others back."""
    lost = {day for day in before.skipped - after.skipped if day >= today_of(visit, after)}
    both = after.skipped | lost
    if not (lost and after.skipped):
        return ""
    told, line = (
        visit.words("Not left out any more: {dates}.", dates=dates_in_words(visit.words, lost)),
        dates_as_typed(both),
    )
    if len(both) > MOST_DATES or len(line) > LONGEST_LINE:
        return told
    way = visit.words("If those should stay too: /schedule change {number} skip:{both}", number=after.id, both=line)
    return f"{told} {way}"


def today_note(
    visit: Visit, before: Schedule, after: Schedule, posts: Sequence[Occurrence], stay: Sequence[Occurrence]
) -> str:
    """What becomes of today's post, where it isn't simply at the new time."""
    if stay:
        moments = visit.words.list([visit.words.moment(one.moment, before.zone) for one in stay])
        return visit.words("Its new time has gone by, so this post stays where it was: {moments}.", moments=moments)
    if before.next_due_at is None or not posts:
        return ""
    zone = ZoneInfo(before.zone)
    today, old = visit.now.astimezone(zone).date(), before.next_due_at.astimezone(zone)
    if old.date() == today and posts[0].date > today:
        return visit.words("There is no post any more today; it would have been at {time}.", time=f"{old:%H:%M}")
    if posts[0].date > today and (planned := next(occurrences(after, visit.now), None)) and planned.date == today:
        return visit.words("Today's post was due already, so the new time counts from the next date.")
    return ""


def _nothing(visit: Visit, plan: Schedule, wish: Wish) -> str:
    if wish.empty:
        return visit.words(
            "Say what to change, for example: /schedule change {number} time:08:00,20:00. It knows what, time, days, "
            "channel, topic, until, skip and holidays.",
            number=plan.id,
        )
    return visit.words("Schedule {number} is like that already; nothing was changed.", number=plan.id)
