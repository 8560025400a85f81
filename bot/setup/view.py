"""Set-up in words: the offer, the form, the preview, the start."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Reply, Style, Tone
from bot.chat.text import join, plain, strong
from bot.library.library import Shelf
from bot.schedule.model import Occurrence, Schedule
from bot.schedule.view import coming_posts, line, next_field, what_choices
from bot.setup.model import DAYS, Draft, Plan
from bot.words import Words


def welcome(words: Words, shelf: Shelf) -> Reply:
    """What a server or workspace sees when the bot joins."""
    text = words(
        "I teach {subjects}, and how good the evidence is: a fact a day, quizzes with reasons, quick answers. "
        "A manager can start the daily post in a minute; everybody else types /study.",
        subjects=words.list([pack.manifest.title for pack in shelf.packs]),
    )
    return Reply(
        title=words("Hello, I'm Needlewise"),
        body=plain(text),
        buttons=(Button(words("Set up (managers)"), encode("setup.open"), style=Style.PRIMARY),),
        footnote=plain(words("Educational, no medical advice. Please post no patient details.")),
    )


def setup_form(words: Words, draft: Draft) -> Form:
    labels = (words("Every day"), words("Weekdays"), words("Monday, Wednesday, Friday"))
    days = tuple(Choice(label, value) for label, value in zip(labels, DAYS, strict=True))
    return Form(
        title=words("Set up the daily post"),
        action=encode("setup.preview"),
        fields=(
            FormField("channel", words("Channel"), FieldKind.CHANNEL, value=(draft.channel,)),
            FormField(
                "zone",
                words("Your city"),
                FieldKind.SEARCH,
                help=words("It sets the clock. A large city near you, such as London."),
                value=(draft.zone,) if draft.zone else (),
                search="setup.zone",
                max_length=60,
            ),
            FormField("time", words("Time of day"), value=(draft.time,), max_length=10),
            FormField("days", words("Days"), FieldKind.CHOICE, value=(draft.days,), choices=days),
            FormField(
                "what", words("What to post"), FieldKind.CHOICE, value=(draft.what,), choices=what_choices(words)
            ),
        ),
        submit=words("Preview"),
    )


def preview(
    words: Words,
    shelf: Shelf,
    plan: Plan,
    draft: Draft,
    schedule: Schedule,
    posts: Sequence[Occurrence],
    card: Reply | None,
    remark: str,
) -> Reply:
    fields = [Field(words("The first three posts"), coming_posts(words, plan.zone, posts))]
    if card:
        fields.append(Field(words("The first card begins"), join([strong(card.title), card.body])))
    if remark:
        fields.append(Field(words("One thing to know"), plain(remark)))
    return Reply(
        title=words("Shall it start like this?"),
        body=line(words, shelf, schedule),
        fields=tuple(fields),
        buttons=(
            Button(words("Start"), encode("setup.start", plan.code()), style=Style.PRIMARY),
            Button(words("Change"), encode("setup.open", draft.code())),
        ),
    )


def refused(words: Words, why: str, draft: Draft) -> Reply:
    """What is wrong with the form, and a way back to it with all that could be read."""
    return Reply(
        title=words("That didn't work"),
        body=plain(why),
        buttons=(Button(words("Change"), encode("setup.open", draft.code()), style=Style.PRIMARY),),
        tone=Tone.WARNING,
    )


def started(words: Words, shelf: Shelf, schedule: Schedule, posts: Sequence[Occurrence]) -> Reply:
    return Reply(
        title=words("Started"),
        body=join(
            [
                line(words, shelf, schedule),
                plain(
                    words(
                        "/schedule change adds times, dates left out and holidays; /schedule list pauses or removes it."
                    )
                ),
            ]
        ),
        fields=(next_field(words, schedule, posts),),
        buttons=(
            Button(words("Preview the next post"), encode("schedule.test", schedule.id), style=Style.PRIMARY),
            Button(words("This group's settings"), encode("run", "cohort settings")),
        ),
    )
