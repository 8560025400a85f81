"""A change of a schedule in words: what is different, what comes next, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply, Style
from bot.chat.text import Text, channel, join, plain
from bot.library.library import Shelf
from bot.schedule.calendars import calendar_name
from bot.schedule.dates import dates_in_words, in_full
from bot.schedule.days import days_in_words
from bot.schedule.model import Occurrence, Schedule
from bot.schedule.view import line, next_field, remark_field, times_in_words, what_in_words
from bot.schedule.wish import typed
from bot.words import Words

LONGEST_BACK = 80
"""What a button's id has room for, beside its action."""


def changed(
    words: Words, shelf: Shelf, before: Schedule, after: Schedule, posts: Sequence[Occurrence], today: str, remark: str
) -> Reply:
    """What is different now, what comes next, and the way back: a button, or a line where a button has no room."""
    changes = differences(words, shelf, before, after)
    fields = [Field(words("Changed"), join(_difference(words, *change) for change in changes))]
    if after.paused is None:
        fields.append(next_field(words, after, posts))
    if today:
        fields.append(Field(words("Today"), plain(today)))
    buttons = [Button(words("Next seven posts"), encode("schedule.preview", after.id))]
    if after.paused is not None:
        buttons.insert(0, Button(words("Resume"), encode("schedule.resume", after.id), style=Style.PRIMARY))
    back = _way_back(before, after)
    footnote: Text = ()
    if back and len(back) <= LONGEST_BACK:
        buttons.append(Button(words("Put it back"), encode("schedule.undo", back)))
    elif back:
        footnote = plain(words("To put it back: /schedule change {options}", options=back))
    return Reply(
        title=words("Schedule {number} changed", number=after.id)
        if after.paused is None
        else words("Schedule {number} changed, still paused", number=after.id),
        body=line(words, shelf, after),
        fields=(*fields, *remark_field(words, remark)),
        buttons=(*buttons, Button(words("All schedules"), encode("run", "schedule list"))),
        footnote=footnote,
    )


def differences(words: Words, shelf: Shelf, before: Schedule, after: Schedule) -> list[tuple[str, Text, Text]]:
    """The name, the old and the new value of everything that is not the same."""
    old, new = _values(words, shelf, before), _values(words, shelf, after)
    return [(name, old[name], new[name]) for name in old if old[name] != new[name]]


def _values(words: Words, shelf: Shelf, plan: Schedule) -> dict[str, Text]:
    none = plain(words("none"))
    return {
        words("What"): plain(what_in_words(words, plan.what)),
        words("Time"): plain(times_in_words(words, plan)),
        words("Days"): plain(days_in_words(words, plan.days)),
        words("Channel"): channel(plan.place.channel),
        words("Topic"): plain(shelf.title(plan.topic) if plan.topic else words("all")),
        words("Last date"): plain(in_full(words, plan.until)) if plan.until else none,
        words("Dates left out"): plain(dates_in_words(words, plan.skipped)) if plan.skipped else none,
        words("Public holidays left out"): plain(calendar_name(plan.holidays)) if plan.holidays else none,
    }


def _difference(words: Words, name: str, before: Text, after: Text) -> Text:
    return (*plain(f"{name}: "), *after, *plain(words(" (before: ")), *before, *plain(")"))


def _way_back(before: Schedule, after: Schedule) -> str:
    """The options that undo a change; nothing where a thread or another platform can't be typed."""
    names = {
        "what": before.what != after.what,
        "time": before.times != after.times,
        "days": before.days != after.days,
        "channel": before.place != after.place,
        "topic": before.topic != after.topic,
        "until": before.until != after.until,
        "skip": before.skipped != after.skipped,
        "holidays": before.holidays != after.holidays,
    }
    if names["channel"] and (before.place.thread or before.place.platform != after.place.platform):
        return ""
    return f"{before.id} {typed(before, [name for name, differs in names.items() if differs])}"
