"""Schedules in words: when, where, what, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, Reply, Style, Tone
from bot.chat.text import Text, channel, join, plain, time
from bot.library.library import Shelf
from bot.schedule.calendars import calendar_name
from bot.schedule.dates import dates_in_words, in_full
from bot.schedule.days import days_in_words
from bot.schedule.model import DAILY, FACT, QUESTION, Occurrence, Schedule
from bot.schedule.wish import typed
from bot.words import Words

SHOWN = 3


def what_choices(words: Words) -> tuple[Choice, ...]:
    return (
        Choice(words("Daily card: fact, question, yesterday's result"), DAILY),
        Choice(words("Fact"), FACT),
        Choice(words("Question"), QUESTION),
    )


def what_in_words(words: Words, what: str) -> str:
    return {DAILY: words("Daily card"), FACT: words("Fact"), QUESTION: words("Question")}[what]


def times_in_words(words: Words, schedule: Schedule) -> str:
    return words.list([f"{at:%H:%M}" for at in schedule.times])


def line(words: Words, shelf: Shelf, schedule: Schedule) -> Text:
    """“Daily card, weekdays at 08:00 (Europe/London), not on public holidays (England) · #general”."""
    when = words(
        "{what}, {days} at {time} ({zone})",
        what=what_in_words(words, schedule.what),
        days=days_in_words(words, schedule.days),
        time=times_in_words(words, schedule),
        zone=schedule.zone,
    )
    parts = [when]
    if schedule.holidays:
        parts.append(words("not on public holidays ({calendar})", calendar=calendar_name(schedule.holidays)))
    if schedule.skipped:
        parts.append(words("without {dates}", dates=dates_in_words(words, schedule.skipped)))
    if schedule.until:
        parts.append(words("until {date}", date=in_full(words, schedule.until)))
    topic = plain(words("only {topic}", topic=shelf.title(schedule.topic))) if schedule.topic else ()
    return join([plain(", ".join(parts)), topic, channel(schedule.place.channel)], " · ")


def brief(words: Words, schedule: Schedule) -> Text:
    """“Daily card, weekdays at 08:00 · #general”, for a list of many."""
    when = words(
        "{what}, {days} at {time}",
        what=what_in_words(words, schedule.what),
        days=days_in_words(words, schedule.days),
        time=times_in_words(words, schedule),
    )
    return join([plain(when), channel(schedule.place.channel)], " · ")


def coming_posts(words: Words, zone: str, posts: Sequence[Occurrence]) -> Text:
    return join(time(post.moment, words.moment(post.moment, zone)) for post in posts)


def next_field(words: Words, schedule: Schedule, posts: Sequence[Occurrence]) -> Field:
    """The posts to come; where they are fewer than are shown, that they are the last ones."""
    if len(posts) == SHOWN:
        return Field(words("The next three posts"), coming_posts(words, schedule.zone, posts))
    end = plain(words("Nothing after that.") if posts else words("Nothing any more."))
    return Field(words("The last posts"), join([coming_posts(words, schedule.zone, posts), end]))


def added(words: Words, shelf: Shelf, schedule: Schedule, posts: Sequence[Occurrence], remark: str) -> Reply:
    return Reply(
        title=words("Schedule {number} runs", number=schedule.id),
        body=line(words, shelf, schedule),
        fields=(next_field(words, schedule, posts), *remark_field(words, remark)),
        buttons=(
            Button(words("Preview the next post"), encode("schedule.test", schedule.id), style=Style.PRIMARY),
            Button(words("Next seven posts"), encode("schedule.preview", schedule.id)),
            Button(words("All schedules"), encode("run", "schedule list")),
        ),
    )


def remark_field(words: Words, remark: str) -> tuple[Field, ...]:
    return (Field(words("One thing to know"), plain(remark)),) if remark else ()


def ask_removal(words: Words, shelf: Shelf, plan: Schedule) -> Reply:
    return Reply(
        title=words("Remove schedule {number}?", number=plan.id),
        body=join([line(words, shelf, plan), plain(words("Scores stay. Pausing keeps it for later."))]),
        tone=Tone.WARNING,
        buttons=(
            Button(words("Remove it"), encode("schedule.remove", plan.id), style=Style.DANGER),
            Button(words("Pause it"), encode("schedule.pause", plan.id)),
        ),
    )


def preview(words: Words, plan: Schedule, card: Reply | None, slip: str, remark: str) -> Reply:
    """The next post as the channel will see it, with buttons that don't work yet left out.

    `slip` makes its button good for one post, however often it is pressed; `remark` is what to know of the place.
    """
    if card is None:
        return Reply(
            title=words("Nothing to post"),
            body=plain(words("No item of the pack fits this schedule. Choose another topic or kind.")),
            tone=Tone.WARNING,
        )
    note = join([plain(words("Preview, only you can see it")), card.note], " · ")
    button = Button(words("Post it now"), encode("schedule.post", f"{plan.id}.{slip}"), style=Style.PRIMARY)
    known = (Field(words("One thing to know"), plain(remark)),) if remark else ()
    fields = (*known, *card.fields)
    return Reply(title=card.title, note=note, body=card.body, fields=fields, footnote=card.footnote, buttons=(button,))


def paused(words: Words, plan: Schedule) -> Reply:
    text = words(
        "Schedule {number} posts nothing until /schedule resume {number}. A break that ends by itself: resume, then "
        '/schedule change {number} skip:"24 Dec - 2 Jan"',
        number=plan.id,
    )
    resume = Button(words("Resume"), encode("schedule.resume", plan.id), style=Style.PRIMARY)
    card = done(words, words("Paused"), text)
    return card.with_buttons(resume, *card.buttons)


def resumed(words: Words, plans: Sequence[Schedule], refused: Sequence[tuple[Schedule, str]]) -> Reply:
    """After “Resume all paused”: which go on, and which can't, each with its remedy."""
    fields = [Field(words("Schedule {number} runs", number=plan.id), brief(words, plan)) for plan in plans]
    fields += [Field(words("Schedule {number} stays paused", number=plan.id), plain(why)) for plan, why in refused]
    count = words("{count} of {total}", count=words.number(len(plans)), total=words.number(len(plans) + len(refused)))
    return Reply(
        title=words("Resumed: {count}", count=count),
        fields=tuple(fields),
        tone=Tone.WARNING if refused else Tone.NEUTRAL,
        buttons=(Button(words("All schedules"), encode("run", "schedule list")),),
    )


def removed(words: Words, plan: Schedule) -> Reply:
    optional = {"topic": plan.topic, "until": plan.until, "skip": plan.skipped, "holidays": plan.holidays}
    names = ["what", "time", "days", *(name for name, value in optional.items() if value)]
    line = f"/schedule add {typed(plan, names)}"
    text = words("Schedule {number} is gone. To have it back, in its channel: {line}", number=plan.id, line=line)
    return done(words, words("Removed"), text)


def done(words: Words, title: str, text: str) -> Reply:
    return Reply(
        title=title, body=plain(text), buttons=(Button(words("All schedules"), encode("run", "schedule list")),)
    )
