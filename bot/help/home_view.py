"""The first card of a newcomer and the way back for everybody else."""

from __future__ import annotations

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply, Style
from bot.chat.text import join, plain
from bot.help.store import Home
from bot.library.library import Shelf
from bot.scores.view import streak_line
from bot.words import Words


def home_card(words: Words, shelf: Shelf, home: Home, *, can_ask: bool, set_up: bool) -> Reply:
    """`set_up` is False for a manager of a group that isn't set up yet, who is offered to do it."""
    subjects = words.list([pack.manifest.title for pack in shelf.packs])
    lead = words("Short facts and quizzes, and how good the evidence is. On the shelf: {subjects}.", subjects=subjects)
    fields = [] if set_up else [_not_set_up(words)]
    open_line = _open(words, home)
    if open_line:
        fields.append(Field(words("Open for you"), plain(open_line)))
    return Reply(
        title=words("Needlewise, your study bot"),
        body=join([plain(lead), plain(_standing(words, home))]),
        fields=tuple(fields),
        buttons=_buttons(words, home, can_ask=can_ask, set_up=set_up),
        footnote=plain(words("Educational, no medical advice. /help lists everything, /about says who checked it.")),
    )


def _standing(words: Words, home: Home) -> str:
    if not home.points and not home.streak.days:
        return words("New here? Take a fact, then try a quiz of five questions.")
    points = words.plural("{count} point this week.", "{count} points this week.", home.points)
    return f"{points} {streak_line(words, home.streak)}"


def _open(words: Words, home: Home) -> str:
    lines = []
    if home.daily is not None:
        lines.append(words("Today's question waits for your answer."))
    if home.quiz:
        lines.append(words("Your quiz is at question {number} of {total}.", number=home.quiz[0], total=home.quiz[1]))
    return " ".join(lines)


def _not_set_up(words: Words) -> Field:
    text = words("Nothing is posted here yet. Set up takes a minute: channel, city, time.")
    return Field(words("For you as manager"), plain(text))


def _buttons(words: Words, home: Home, *, can_ask: bool, set_up: bool) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if not set_up:
        buttons.append(Button(words("Set up"), encode("setup.open"), style=Style.PRIMARY))
    if home.daily is not None:
        buttons.append(Button(words("Today's question"), encode("daily.open", home.daily), style=Style.PRIMARY))
    if home.quiz:
        number, total = home.quiz
        label = words("Go on with your quiz, question {number} of {total}", number=number, total=total)
        buttons.append(Button(label, encode("run", "quiz"), style=Style.PRIMARY))
    buttons.append(Button(words("Today"), encode("run", "fact"), style=Style.PLAIN if buttons else Style.PRIMARY))
    if not home.quiz:
        buttons.append(Button(words("Quiz me"), encode("run", "quiz")))
    if can_ask:
        buttons.append(Button(words("Ask"), encode("help.form", "faq")))
    return (*buttons, Button(words("My progress"), encode("run", "score")))
