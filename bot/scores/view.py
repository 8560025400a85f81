"""A learner's own progress, in words; the bars only repeat what the words say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply, Style
from bot.chat.text import Text, cut, join, plain, strong
from bot.library.library import Shelf
from bot.scores.model import Streak
from bot.scores.progress import OTHER, Count, Progress
from bot.words import Words

BAR = 5
LABEL = 60


def progress_card(words: Words, shelf: Shelf, progress: Progress, topics: Sequence[Count], zone: str) -> Reply:
    week = words("The week starts on Monday on the group's clock ({zone}).", zone=zone)
    return Reply(
        title=words("Your progress"),
        body=join(
            [plain(points_line(words, progress)), _answers(words, progress), plain(streak_line(words, progress.streak))]
        ),
        fields=(
            Field(words("By topic, the weakest first"), join(_topic(words, shelf, count) for count in topics)),
            Field(words("Days you answered on"), plain(_dates(words, progress.days))),
        ),
        buttons=_buttons(words, shelf, topics),
        footnote=plain(week),
    )


def nothing_yet(words: Words) -> Reply:
    text = words(
        "You haven't answered a question here yet. A quiz has five, takes about three minutes, and a wrong answer "
        "costs nothing."
    )
    return Reply(
        title=words("Your progress starts with one answer"),
        body=plain(text),
        buttons=(_quiz_me(words), Button(words("Show me a fact first"), encode("run", "fact"))),
    )


def points_line(words: Words, progress: Progress) -> str:
    total = words.number(progress.points)
    return words.plural(
        "{count} point this week, {total} in all.",
        "{count} points this week, {total} in all.",
        progress.week,
        total=total,
    )


def streak_line(words: Words, streak: Streak) -> str:
    if not streak.days:
        return words("No streak at the moment: one answer today starts one.")
    days = words.plural("Streak: {count} day.", "Streak: {count} days.", streak.days)
    return f"{days} {words('Today counts already.') if streak.today else words('Answer one today to keep it.')}"


def _answers(words: Words, progress: Progress) -> Text:
    total = progress.total
    return plain(
        words(
            "{right} of {answered} answered right ({share}).",
            right=words.number(total.right),
            answered=words.number(total.answered),
            share=words.percent(total.share),
        )
    )


def _topic(words: Words, shelf: Shelf, count: Count) -> Text:
    """The bar comes after the words and has at most five marks, so that hearing it read out takes no time."""
    name = words("Other (no longer in the pack)") if count.key == OTHER else shelf.title(count.key)
    result = words(
        "{right} of {answered} right ({share})",
        right=words.number(count.right),
        answered=words.number(count.answered),
        share=words.percent(count.share),
    )
    return (*strong(f"{name}: "), *plain(f"{result} {'▰' * round(BAR * count.share)}".rstrip()))


def _dates(words: Words, days: Sequence[date]) -> str:
    return " · ".join(words.date(day) for day in days)


def _buttons(words: Words, shelf: Shelf, topics: Sequence[Count]) -> tuple[Button, ...]:
    weakest = next((count.key for count in topics if count.right < count.answered and count.key in shelf.topics), None)
    buttons = [_quiz_me(words)]
    if weakest:
        label = cut(words("Practise: {topic}", topic=shelf.title(weakest)), LABEL)
        buttons.append(Button(label, encode("score.practise", weakest)))
    return (*buttons, Button(words("Leaderboard"), encode("run", "leaderboard")))


def _quiz_me(words: Words) -> Button:
    return Button(words("Quiz me"), encode("run", "quiz"), style=Style.PRIMARY)
