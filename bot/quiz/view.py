"""Questions, feedback and the summary, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply, Style, Tone
from bot.chat.text import Text, join, markdown, plain, strong
from bot.library.items import Option, Question
from bot.library.library import Shelf
from bot.library.view import evidence_field, sources
from bot.quiz.model import LETTERS, Given, Posed, shown
from bot.quiz.store import Quiz, Result
from bot.scores.model import RIGHT, Streak
from bot.words import Words


def question_card(words: Words, shelf: Shelf, question: Question, posed: Posed, quiz: Quiz) -> Reply:
    return Reply(
        note=plain(position(words, quiz)),
        title=shelf.title(question.topic),
        body=stem_and_options(question, posed),
        buttons=answer_buttons(question, posed, "quiz.answer"),
        footnote=plain(words("Press a letter. You can leave and come back with /quiz.")),
    )


def position(words: Words, quiz: Quiz) -> str:
    return words("Question {number} of {total}", number=quiz.asked, total=quiz.total)


def stem_and_options(question: Question, posed: Posed) -> Text:
    """Options are lettered in the text, because a button's label is too short for them."""
    lines = [
        (*strong(f"{letter}  "), *markdown(option.text))
        for letter, option in zip(LETTERS, shown(posed, question), strict=False)
    ]
    return join([plain(question.stem), join(lines)], "\n\n")


def answer_buttons(question: Question, posed: Posed, action: str) -> tuple[Button, ...]:
    return tuple(
        Button(_label(question, letter, option), encode(action, f"{posed.id}.{option.id}"), style=Style.PRIMARY)
        for letter, option in zip(LETTERS, shown(posed, question), strict=False)
    )


def _label(question: Question, letter: str, option: Option) -> str:
    """True and False fit on a button; other options are known by their letter."""
    return f"{letter} · {option.text}" if question.kind == "true-false" else letter


def feedback(
    words: Words,
    shelf: Shelf,
    question: Question,
    posed: Posed,
    given: Given,
    streak: Streak,
    *,
    other_pressed: bool = False,
) -> Reply:
    """Right or wrong, why for the chosen and for the right option, how sure we are, and the points.

    `other_pressed`: this time it was another option than the one that stands.
    """
    right = given.outcome == RIGHT
    title = words("Right.") if right else words("Not quite.")
    return Reply(
        title=words("You answered this before") if other_pressed else title,
        tone=Tone.RIGHT if right else Tone.WRONG,
        body=join([plain(question.stem), *_whys(words, question, posed, given, other_pressed)], "\n\n"),
        fields=(evidence_field(words, question.evidence),),
        footnote=join([sources(words, shelf, question.evidence), plain(_gain(words, given, streak))]),
    )


def _whys(words: Words, question: Question, posed: Posed, given: Given, other_pressed: bool) -> Sequence[Text]:
    chosen = question.option(given.options[0]) if given.options else None
    parts: list[Text] = []
    if chosen and not chosen.right:
        lead = words("You chose {letter}: {text}", letter=posed.letter(chosen.id), text=quoted(chosen.text))
        parts.append(join([strong(lead), markdown(chosen.why)]))
    answer = question.right
    if chosen and chosen.right and other_pressed:
        phrase = words(
            "You chose {letter}, and that is right: {text}", letter=posed.letter(answer.id), text=quoted(answer.text)
        )
    else:
        phrase = words("Right is {letter}: {text}", letter=posed.letter(answer.id), text=quoted(answer.text))
    parts.append(join([strong(phrase), markdown(answer.why)]))
    return parts


def quoted(text: str) -> str:
    """In quotes, unless it is a quotation already."""
    return text if text[:1] in "“\"‘'" else f"“{text}”"


def _gain(words: Words, given: Given, streak: Streak) -> str:
    if not given.first:
        return words("You had answered this already; your first answer stands.")
    points = words.plural("{count} point", "{count} points", given.points)
    if given.late:
        return words("Answered late, after the answer was shown: no points, but it counts as study.")
    if not streak.days:
        return f"{points}."
    days = words.plural("your streak is {count} day", "your streak is {count} days", streak.days)
    return f"{points}; {days}."


def with_next(words: Words, card: Reply, quiz: Quiz) -> Reply:
    last = quiz.asked >= quiz.total
    label = words("See the result") if last else words("Next question")
    note = plain(position(words, quiz))
    return replace(card, note=note, buttons=(Button(label, encode("quiz.next", quiz.id), style=Style.PRIMARY),))


def summary(words: Words, shelf: Shelf, quiz: Quiz, results: Sequence[Result]) -> Reply:
    right = sum(1 for result in results if result.outcome == RIGHT)
    points = sum(result.points for result in results)
    score = words("{right} of {total} right", right=right, total=len(results))
    lines = [_line(words, shelf, result) for result in results]
    return Reply(
        title=words("Done: {score}", score=score),
        tone=Tone.RIGHT if results and right == len(results) else Tone.NEUTRAL,
        body=join([plain(_brought(words, points)), join(lines)], "\n\n"),
        buttons=(
            Button(words("Another quiz"), encode("quiz.again", quiz.topic or ""), style=Style.PRIMARY),
            Button(words("My progress"), encode("run", "score")),
        ),
        footnote=plain(words("What you missed comes back in a later quiz.")) if right < len(results) else (),
    )


def _brought(words: Words, points: int) -> str:
    if not points:
        return words("No points this time.")
    return words.plural("{count} point for you.", "{count} points for you.", points)


def _line(words: Words, shelf: Shelf, result: Result) -> Text:
    mark = words("Right") if result.outcome == RIGHT else words("Missed")
    question = shelf.question(result.item_id)
    stem = question.stem if question else words("a question that has left the pack")
    return (*plain("• "), *strong(f"{mark}: "), *plain(stem))
