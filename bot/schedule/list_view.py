"""All schedules at a glance, and one of them with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, Menu, Reply, Style
from bot.chat.text import Text, cut, flatten, join, plain, time
from bot.library.library import Shelf
from bot.schedule.model import Occurrence, Schedule
from bot.schedule.record import LOST, OPEN, Entry, Fate
from bot.schedule.record_view import trouble_in_words
from bot.schedule.view import brief, coming_posts, line
from bot.words import Words

IN_FULL = 3
"""Up to so many schedules are shown in full; of more, each has a line or two."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A schedule with its next posts and what became of the last ones, the newest first."""

    plan: Schedule
    posts: Sequence[Occurrence]
    past: Sequence[Entry]

    @property
    def paused(self) -> bool:
        return self.plan.paused is not None

    @property
    def ended(self) -> bool:
        return not (self.paused or self.posts)


def listing(words: Words, shelf: Shelf, found: Sequence[Seen]) -> Reply:
    if not found:
        return Reply(
            title=words("No schedules yet"),
            body=plain(words("/setup takes you through the first one in a minute.")),
            buttons=(Button(words("Set up"), encode("setup.open"), style=Style.PRIMARY),),
        )
    if len(found) == 1:
        return _with_buttons(words, Reply(title=words("Schedules"), fields=(_full(words, shelf, found[0]),)), found[0])
    draw = _full if len(found) <= IN_FULL else _short
    choices = tuple(Choice(_choice(words, one), str(one.plan.id)) for one in found)
    several = sum(one.paused for one in found) > 1
    resume = Button(words("Resume all paused"), encode("schedule.resume-all"), style=Style.PRIMARY)
    return Reply(
        title=words("Schedules"),
        fields=tuple(draw(words, shelf, one) for one in found),
        menus=(Menu(words("Choose a schedule"), encode("schedule.open"), choices),),
        buttons=(resume,) if several else (),
        footnote=plain(words("Choose one to pause, resume or remove it, to see its next posts or its history.")),
    )


def one(words: Words, shelf: Shelf, seen: Seen) -> Reply:
    """A schedule's own card."""
    full = _full(words, shelf, seen)
    return _with_buttons(words, Reply(title=full.name, body=full.text), seen, back=True)


def _with_buttons(words: Words, card: Reply, seen: Seen, *, back: bool = False) -> Reply:
    number = seen.plan.id
    buttons = [
        Button(words("Next seven posts"), encode("schedule.preview", number)),
        Button(words("Next post in full"), encode("schedule.test", number)),
        Button(words("History"), encode("schedule.history", number)),
        Button(words("Remove"), encode("schedule.ask", number), style=Style.DANGER),
    ]
    if seen.paused:
        buttons.insert(0, Button(words("Resume"), encode("schedule.resume", number), style=Style.PRIMARY))
    elif not seen.ended:
        buttons.insert(0, Button(words("Pause"), encode("schedule.pause", number)))
    if back:
        buttons.append(Button(words("All schedules"), encode("schedule.list")))
    return card.with_buttons(*buttons)


def _state(words: Words, seen: Seen) -> str:
    if seen.paused:
        return words("paused")
    return words("ended") if seen.ended else words("running")


def _full(words: Words, shelf: Shelf, seen: Seen) -> Field:
    plan = seen.plan
    name = words("Schedule {number}: {state}", number=plan.id, state=_state(words, seen))
    parts: list[Text] = [line(words, shelf, plan)]
    if plan.paused:
        parts.append(plain(words("Paused because: {reason}", reason=plan.paused)))
    elif seen.paused:
        parts.append(plain(words("It posts nothing until you press Resume.")))
    elif seen.ended:
        parts.append(
            plain(words("Nothing comes any more. /schedule change {number} gives it a later end.", number=plan.id))
        )
    else:
        parts.append((*plain(words("Next: ")), *coming_posts(words, plan.zone, seen.posts)))
    return Field(name, join([*parts, *_troubles(words, seen)]))


def _troubles(words: Words, seen: Seen) -> list[Text]:
    """What is being tried again, with its trouble; then what was lost lately."""
    parts: list[Text] = []
    for entry in seen.past:
        if entry.fate is Fate.RETRIED:
            parts.append(plain(trouble_in_words(words, entry, seen.plan.zone)))
    lost = [entry for entry in seen.past if entry.fate in LOST]
    if lost:
        told = words.plural(
            "{count} post was missed lately: ", "{count} posts were missed lately, the last one ", len(lost)
        )
        last = lost[0].due_at
        parts.append((*plain(told), *time(last, words.moment(last, seen.plan.zone))))
    return parts


def _short(words: Words, shelf: Shelf, seen: Seen) -> Field:
    """The state and any trouble stand in the heading, which is never cut."""
    plan = seen.plan
    lost = sum(entry.fate in LOST for entry in seen.past)
    retried = any(entry.fate in OPEN and entry.trouble for entry in seen.past)
    marks = [_state(words, seen)]
    if retried:
        marks.append(words("a post is being tried again"))
    if lost:
        marks.append(words.plural("{count} missed lately", "{count} missed lately", lost))
    name = words("Schedule {number}: {state}", number=plan.id, state=", ".join(marks))
    after: Text = plain(cut(plan.paused, 80)) if plan.paused else ()
    if seen.posts and not seen.paused:
        after = (*plain(words("Next: ")), *coming_posts(words, plan.zone, seen.posts[:1]))
    return Field(name, join([brief(words, plan), after]))


def _choice(words: Words, seen: Seen) -> str:
    what = flatten(brief(words, seen.plan)).partition(" · ")[0]
    state = "" if not (seen.paused or seen.ended) else f" ({_state(words, seen)})"
    return cut(f"{seen.plan.id} · {what}{state}", 75)
