"""What became of a schedule's posts, in words: one line each, in the schedule's own time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply
from bot.chat.text import Text, cut, join, plain, strong
from bot.library.library import Shelf
from bot.schedule.model import Schedule
from bot.schedule.record import CAME, LOST, OPEN, Entry, Fate
from bot.schedule.view import line
from bot.words import Words

LONGEST_REASON = 90
"""Thirty lines have to fit into 4,096 characters."""


def history(words: Words, shelf: Shelf, plan: Schedule, entries: Sequence[Entry], now: datetime) -> Reply:
    buttons = (
        Button(words("Next seven posts"), encode("schedule.preview", plan.id)),
        Button(words("All schedules"), encode("run", "schedule list")),
    )
    title = words("History of schedule {number}", number=plan.id)
    if not entries:
        text = plain(words("Nothing was due yet."))
        return Reply(title=title, body=join([line(words, shelf, plan), text]), buttons=buttons)
    year = now.astimezone(ZoneInfo(plan.zone)).year
    return Reply(
        title=title,
        note=plain(summary(words, entries)),
        body=join(_line(words, entry, plan.zone, year) for entry in entries),
        buttons=buttons,
        footnote=plain(words("Times are those of {zone}, the newest first.", zone=plan.zone)),
    )


def summary(words: Words, entries: Sequence[Entry]) -> str:
    """“28 of 30 posted, 1 late, 1 missed”. Late ones and those by hand are among the posted."""
    came = sum(entry.fate in CAME for entry in entries)
    parts = [words("{count} of {total} posted", count=words.number(came), total=words.number(len(entries)))]
    counted = (
        (words("late"), (Fate.LATE,)),
        (words("by hand"), (Fate.BY_HAND,)),
        (words("missed"), (Fate.MISSED,)),
        (words("failed"), (Fate.FAILED,)),
        (words("under way"), OPEN),
    )
    for name, fates in counted:
        count = sum(entry.fate in fates for entry in entries)
        if count:
            parts.append(f"{words.number(count)} {name}")
    return ", ".join(parts)


def trouble_in_words(words: Words, entry: Entry, zone: str) -> str:
    """“The post of Mon 2 Mar, 13:00 is being tried again, 3 tries so far: no connection”."""
    return words(
        "The post of {moment} is being tried again, {tries} so far: {trouble}",
        moment=_moment(words, entry.due_at, zone, None),
        tries=_tries(words, entry.attempts),
        trouble=cut(entry.trouble, LONGEST_REASON),
    )


def _line(words: Words, entry: Entry, zone: str, year: int) -> Text:
    when = _moment(words, entry.due_at, zone, year)
    return (*strong(when), *plain(f" {_outcome(words, entry, zone)}"))


def _outcome(words: Words, entry: Entry, zone: str) -> str:
    trouble = cut(" ".join(entry.trouble.split()), LONGEST_REASON)
    hand = words(" (by hand)") if entry.by_hand and entry.fate not in CAME else ""
    if entry.fate is Fate.LATE and entry.done_at:
        return words("posted late, {moment}", moment=_later(words, entry.due_at, entry.done_at, zone))
    if entry.fate is Fate.RETRIED:
        tries = _tries(words, entry.attempts)
        return words("being tried again, {tries} so far: {trouble}", tries=tries, trouble=trouble) + hand
    told = {
        Fate.POSTED: words("posted on time"),
        Fate.LATE: words("posted late"),
        Fate.BY_HAND: words("posted by hand"),
        Fate.MISSED: words("missed"),
        Fate.FAILED: words("failed"),
        Fate.WAITING: words("waiting to be sent"),
        Fate.SENDING: words("being sent"),
        Fate.HELD: words("held while the schedule is paused"),
    }[entry.fate]
    if entry.fate in LOST:
        return f"{told}{hand}: {trouble or words('it was too late when I could post again')}"
    return f"{told}{hand}"


def _tries(words: Words, attempts: int) -> str:
    return words.plural("{count} try", "{count} tries", attempts)


def _later(words: Words, due_at: datetime, done_at: datetime, zone: str) -> str:
    local = done_at.astimezone(ZoneInfo(zone))
    same_day = local.date() == due_at.astimezone(ZoneInfo(zone)).date()
    return words("at {time}", time=f"{local:%H:%M}") if same_day else _moment(words, done_at, zone, local.year)


def _moment(words: Words, moment: datetime, zone: str, year: int | None) -> str:
    """“Mon 2 Mar, 08:00”, with its year where that isn't this one."""
    local = moment.astimezone(ZoneInfo(zone))
    style = "EEE d MMM" if year in (None, local.year) else "EEE d MMM y"
    return f"{words.date(local.date(), style)}, {local:%H:%M}"
