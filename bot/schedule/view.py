"""Schedules in words: when, where, what, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, Reply, Style, Tone
from bot.chat.text import Text, channel, join, plain, time
from bot.library.library import Shelf
from bot.outbox.model import FAILED, MISSED, Due
from bot.schedule.days import days_as_typed, days_in_words
from bot.schedule.model import DAILY, FACT, QUESTION, Occurrence, Schedule
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


def line(words: Words, shelf: Shelf, schedule: Schedule) -> Text:
    """“Daily card, weekdays at 08:00 (Europe/London) · #general”."""
    when = words(
        "{what}, {days} at {time} ({zone})",
        what=what_in_words(words, schedule.what),
        days=days_in_words(words, schedule.days),
        time=words.list([f"{at:%H:%M}" for at in schedule.times]),
        zone=schedule.zone,
    )
    topic = plain(words("only {topic}", topic=shelf.title(schedule.topic))) if schedule.topic else ()
    return join([plain(when), topic, channel(schedule.place.channel)], " · ")


def coming_posts(words: Words, zone: str, posts: Sequence[Occurrence]) -> Text:
    return join(time(post.moment, words.moment(post.moment, zone)) for post in posts)


def added(words: Words, shelf: Shelf, schedule: Schedule, posts: Sequence[Occurrence], remark: str) -> Reply:
    fields = [Field(words("The next three posts"), coming_posts(words, schedule.zone, posts))]
    if remark:
        fields.append(Field(words("One thing to know"), plain(remark)))
    return Reply(
        title=words("Schedule {number} runs", number=schedule.id),
        body=line(words, shelf, schedule),
        fields=tuple(fields),
        buttons=(
            Button(words("Preview the next post"), encode("schedule.test", schedule.id), style=Style.PRIMARY),
            Button(words("All schedules"), encode("run", "schedule list")),
        ),
    )


def listing(
    words: Words, shelf: Shelf, schedules: Sequence[tuple[Schedule, Sequence[Occurrence], Sequence[Due]]]
) -> Reply:
    if not schedules:
        return Reply(
            title=words("No schedules yet"),
            body=plain(words("/setup takes you through the first one in a minute.")),
            buttons=(Button(words("Set up"), encode("setup.open"), style=Style.PRIMARY),),
        )
    fields = tuple(
        Field(_heading(words, plan), _details(words, shelf, plan, posts, past)) for plan, posts, past in schedules
    )
    buttons = [button for plan, _, _ in schedules[:5] for button in _buttons(words, plan)]
    return Reply(title=words("Schedules"), fields=fields[:20], buttons=tuple(buttons))


def _heading(words: Words, plan: Schedule) -> str:
    state = words("paused") if plan.paused is not None else words("running")
    return words("Schedule {number}: {state}", number=plan.id, state=state)


def _details(words: Words, shelf: Shelf, plan: Schedule, posts: Sequence[Occurrence], past: Sequence[Due]) -> Text:
    parts: list[Text] = [line(words, shelf, plan)]
    if plan.paused:
        parts.append(plain(words("Paused because: {reason}", reason=plan.paused)))
    elif plan.paused is not None:
        parts.append(plain(words("It posts nothing until you press Resume.")))
    elif posts:
        parts.append((*plain(words("Next: ")), *coming_posts(words, plan.zone, posts[:SHOWN])))
    trouble = [work for work in past if work.state in (MISSED, FAILED)]
    if trouble:
        told = words.plural(
            "{count} post was missed lately: ", "{count} posts were missed lately, the last one ", len(trouble)
        )
        last = trouble[0].due_at
        parts.append((*plain(told), *time(last, words.moment(last, plan.zone))))
    return join(parts)


def _buttons(words: Words, plan: Schedule) -> tuple[Button, ...]:
    if plan.paused is None:
        turn = Button(words("Pause {number}", number=plan.id), encode("schedule.pause", plan.id))
    else:
        turn = Button(words("Resume {number}", number=plan.id), encode("schedule.resume", plan.id), style=Style.PRIMARY)
    return (
        turn,
        Button(words("Preview {number}", number=plan.id), encode("schedule.test", plan.id)),
        Button(words("Remove {number}", number=plan.id), encode("schedule.ask", plan.id), style=Style.DANGER),
    )


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


def preview(words: Words, plan: Schedule, card: Reply | None, slip: str) -> Reply:
    """The next post as the channel will see it, with buttons that don't work yet left out.

    `slip` makes its button good for one post, however often it is pressed.
    """
    if card is None:
        return Reply(
            title=words("Nothing to post"),
            body=plain(words("No item of the pack fits this schedule. Choose another topic or kind.")),
            tone=Tone.WARNING,
        )
    note = join([plain(words("Preview, only you can see it")), card.note], " · ")
    button = Button(words("Post it now"), encode("schedule.post", f"{plan.id}.{slip}"), style=Style.PRIMARY)
    return Reply(
        title=card.title, note=note, body=card.body, fields=card.fields, footnote=card.footnote, buttons=(button,)
    )


def removed(words: Words, plan: Schedule) -> Reply:
    topic = f" topic:{plan.topic}" if plan.topic else ""
    times = ",".join(f"{at:%H:%M}" for at in plan.times)
    line = f"/schedule add what:{plan.what} time:{times} days:{days_as_typed(plan.days)}{topic}"
    text = words("Schedule {number} is gone. To have it back, in its channel: {line}", number=plan.id, line=line)
    return done(words, words("Removed"), text)


def done(words: Words, title: str, text: str) -> Reply:
    return Reply(
        title=title, body=plain(text), buttons=(Button(words("All schedules"), encode("run", "schedule list")),)
    )
