"""The next posts of a schedule in words: when, and what; and the days between on which nothing is posted."""

from __future__ import annotations

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

LONGEST_STEM = 140
MOST_GAPS = 25


def outlook(words: Words, shelf: Shelf, plan: Schedule, found: Forecast) -> Reply:
    parts = [_entry(words, shelf, plan, entry) for entry in found.entries]
    if found.complete:
        parts.append(plain(_end(words, plan, found)))
    title = words("The next posts of schedule {number}", number=plan.id)
    note = words("It is paused. If you resumed it now:") if plan.paused is not None else ""
    resume = Button(words("Resume"), encode("schedule.resume", plan.id), style=Style.PRIMARY)
    test = Button(words("Next post in full"), encode("schedule.test", plan.id))
    return Reply(
        title=title,
        note=plain(note),
        body=join([line(words, shelf, plan), join(_bounded(words, parts))], "\n\n"),
        buttons=(
            *((resume,) if plan.paused is not None else ()),
            *((test,) if any(isinstance(entry, Expected) for entry in found.entries) else ()),
            Button(words("All schedules"), encode("run", "schedule list")),
        ),
        footnote=plain(
            words(
                "All schedules of this group share what was told already: another schedule, or a post by hand, "
                "changes what comes."
            )
        ),
    )


def _bounded(words: Words, parts: list[Text]) -> list[Text]:
    """Holidays of many years before a rare post would hide the posts themselves."""
    if len(parts) <= MOST_GAPS + 8:
        return parts
    return [*parts[: MOST_GAPS + 7], plain(words("… and {count} more lines", count=len(parts) - MOST_GAPS - 7))]


def _entry(words: Words, shelf: Shelf, plan: Schedule, entry: Expected | Gap) -> Text:
    return _gap(words, entry) if isinstance(entry, Gap) else _post(words, shelf, plan, entry)


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
