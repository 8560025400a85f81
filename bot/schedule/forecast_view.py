"""The next posts of a schedule in words: when, and what; and the days between on which nothing is posted."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply, Style
from bot.chat.text import Text, cut, join, plain, strong
from bot.library.library import Shelf
from bot.schedule.dates import in_full
from bot.schedule.forecast import Expected, Forecast, Gap
from bot.schedule.model import Schedule
from bot.schedule.view import line
from bot.words import Words

LONGEST_STEM = 110
MOST_GAPS = 6
"""In a row. A post on one weekday of each year would otherwise hide behind holidays."""


def outlook(words: Words, shelf: Shelf, plan: Schedule, found: Forecast) -> Reply:
    paused, posts = plan.paused is not None, any(isinstance(entry, Expected) for entry in found.entries)
    resume = Button(words("Resume"), encode("schedule.resume", plan.id), style=Style.PRIMARY)
    test = Button(words("Next post in full"), encode("schedule.test", plan.id))
    return Reply(
        title=words("The next posts of schedule {number}", number=plan.id),
        note=plain(words("It is paused. If you resumed it now:") if paused else ""),
        body=join([line(words, shelf, plan), *_parts(words, shelf, plan, found)], "\n\n"),
        buttons=(
            *((resume,) if paused else ()),
            *((test,) if posts else ()),
            Button(words("All schedules"), encode("run", "schedule list")),
        ),
        footnote=plain(
            words(
                "All schedules of this group share what was told already: another schedule, or a post by hand, "
                "changes what comes."
            )
        ),
    )


def _parts(words: Words, shelf: Shelf, plan: Schedule, found: Forecast) -> list[Text]:
    """A post each; gaps that follow each other stand together, the last of very many only counted."""
    parts: list[Text] = []
    for gaps, group in groupby(found.entries, key=lambda entry: isinstance(entry, Gap)):
        if gaps:
            lines = [_gap(words, entry) for entry in group if isinstance(entry, Gap)]
            more = len(lines) - MOST_GAPS
            rest = plain(words("… and {count} more", count=words.number(more))) if more > 0 else ()
            parts.append(join([*lines[:MOST_GAPS], rest]))
        else:
            parts += [_post(words, shelf, plan, entry) for entry in group if isinstance(entry, Expected)]
    return [*parts, plain(_end(words, plan, found))] if found.complete else parts


def _gap(words: Words, gap: Gap) -> Text:
    days = words.date(gap.first)
    if gap.last != gap.first:
        days = words("{first} – {last}", first=days, last=words.date(gap.last))
    return (*strong(days), *plain(words(": no post ({why})", why=gap.holiday or words("left out"))))


def _post(words: Words, shelf: Shelf, plan: Schedule, post: Expected) -> Text:
    local = post.occurrence.moment.astimezone(ZoneInfo(plan.zone))
    when = f"{words.date(local.date())}, {local:%H:%M}"
    fact, question = post.chosen.fact, post.chosen.question
    if fact:
        told = f"{shelf.title(fact.topic)}: {fact.title}"
    elif question:
        told = f"{shelf.title(question.topic)}: {cut(question.stem, LONGEST_STEM)}"
    else:
        told = words("nothing to post, no item of the pack fits")
    asks = words("Asks: {stem}", stem=cut(question.stem, LONGEST_STEM)) if fact and question else ""
    return join([(*strong(when), *plain(f" {told}")), plain(asks)])


def _end(words: Words, plan: Schedule, found: Forecast) -> str:
    if not any(isinstance(entry, Expected) for entry in found.entries):
        return words("Nothing comes any more. /schedule change {number} gives it a later end.", number=plan.id)
    if plan.until:
        return words("That is the end: its last date is {date}.", date=in_full(words, plan.until))
    return words("Nothing after that.")
