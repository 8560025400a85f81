"""The cards that a channel gets: the daily card, the question with its buttons, and its answer at the closing time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply
from bot.chat.text import Text, join, markdown, plain, strong, time
from bot.daily.model import Tally
from bot.facts.view import fact_card
from bot.library.items import Fact, Question
from bot.library.library import Shelf
from bot.library.view import sources
from bot.quiz.model import LETTERS, Posed, shown
from bot.quiz.view import answer_buttons, quoted, stem_and_options
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Yesterday:
    """The question that was posted before, and how the group answered it."""

    posed: Posed
    question: Question
    tally: Tally


def late_note(words: Words, due_at: datetime, zone: str) -> Text:
    return plain(words("Posted late: it was due at {time}.", time=words.clock(due_at, zone)))


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of a card that a posed question takes, open or closed."""

    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]
    footnote: Text


def open_question(words: Words, posed: Posed, question: Question, zone: str, *, first: bool) -> Asked:
    """Nobody is asked to remember before anything was told: `first` is the group's first post."""
    heading = words("What do you think?") if first else words("Do you remember?")
    field = Field(heading, stem_and_options(question, posed))
    return Asked((field,), answer_buttons(question, posed, "daily.answer"), closing_line(words, posed, zone))


def closed_question(words: Words, posed: Posed, question: Question, tally: Tally) -> Asked:
    """What the question's message says from the closing time on."""
    right = question.right
    lead = words("Right is {letter}: {text}", letter=posed.letter(right.id), text=quoted(right.text))
    fields = (
        Field(words("The question was"), stem_and_options(question, posed)),
        Field(words("The answer"), join([plain(lead), markdown(right.why)])),
        Field(words("How the group answered"), group_lines(words, posed, question, tally)),
    )
    return Asked(fields, (Button(words("Answer it late"), encode("daily.open", posed.id)),), ())


def daily_card(
    words: Words, shelf: Shelf, fact: Fact, asked: Asked | None, before: Yesterday | None, note: Text
) -> Reply:
    """One card: today's fact, the last question's result, and a question on an earlier fact, next to its buttons."""
    card = fact_card(words, shelf, fact, note)
    sure = replace(card.fields[0], text=join([card.fields[0].text, card.footnote]))
    last = (Field(words("Last question"), yesterday_line(words, before)),) if before else ()
    buttons = list(asked.buttons if asked else ())
    buttons.append(Button(words("Quiz me on this"), encode("fact.quiz", fact.id)))
    if before:
        buttons.append(Button(words("Last question's why"), encode("daily.why", before.posed.id)))
    return replace(
        card,
        fields=(sure, *last, *(asked.fields if asked else ())),
        buttons=tuple(buttons),
        footnote=asked.footnote if asked else (),
    )


def question_post(words: Words, shelf: Shelf, question: Question, asked: Asked, note: Text) -> Reply:
    return Reply(
        title=words("A question for everybody"),
        note=join([plain(shelf.title(question.topic)), note], " · "),
        fields=asked.fields,
        buttons=asked.buttons,
        footnote=join([sources(words, shelf, question.evidence), asked.footnote]),
    )


def closing_line(words: Words, posed: Posed, zone: str) -> Text:
    if posed.closes_at is None:
        return ()
    moment = time(posed.closes_at, words.moment(posed.closes_at, zone))
    return (*plain(words("Your answer is private. The right one is shown here ")), *moment, *plain("."))


def yesterday_line(words: Words, before: Yesterday) -> Text:
    if not before.tally.answered:
        count = words("Nobody answered.")
    else:
        count = words("{right} of {count} got it.", right=before.tally.right, count=before.tally.answered)
    answer = words("Answer: {option}", option=before.question.right.text)
    return join([plain(before.question.stem), (*plain(f"{count} "), *strong(answer))])


def group_lines(words: Words, posed: Posed, question: Question, tally: Tally) -> Text:
    if not tally.answered:
        return plain(words("Nobody answered in time. You still can."))
    lines = []
    for letter, option in zip(LETTERS, shown(posed, question), strict=False):
        count = tally.by_option.get(option.id, 0)
        share = words.percent(count / tally.answered)
        mark = words(" (right)") if option.right else ""
        lines.append((*strong(f"{letter}{mark} "), *plain(f"{count} · {share} {_bar(count, tally.answered)}".rstrip())))
    return join(lines)


def _bar(count: int, total: int) -> str:
    """Ten squares at the most; the number stands beside it, so it says nothing that isn't there in words."""
    return "▰" * round(10 * count / total)


def late_question(words: Words, shelf: Shelf, posed: Posed, question: Question, closed: bool) -> Reply:
    hint = words("The answer was shown already, so this brings no points.") if closed else words("One answer each.")
    return Reply(
        note=plain(shelf.title(question.topic)),
        title=words("Late answer") if closed else words("Today's question"),
        body=stem_and_options(question, posed),
        buttons=answer_buttons(question, posed, "daily.answer"),
        footnote=plain(hint),
    )


def day_note(words: Words, day: int, total: int, topic: str) -> Text:
    """How many facts there have been, of how many; when all have been there, they begin again."""
    if day > total:
        return plain(words("Day {day} · {topic}", day=day, topic=topic))
    return plain(words("Day {day} of {total} · {topic}", day=day, total=total, topic=topic))
