"""/quiz, its answers, and the way through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Action, Answers, Command, Option, OptionType
from bot.chat.reply import Reply
from bot.chat.text import join, plain
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.items import Question
from bot.library.topics import chosen_topic, topic_option
from bot.quiz import store, view
from bot.quiz.model import DEFAULT_COUNT, MAX_COUNT, Given, Posed, choose, judge, mix
from bot.scores.invitation import note_asked, with_invitation
from bot.scores.model import Streak
from bot.scores.store import record_answer, streak_of


@dataclass(frozen=True, slots=True)
class Step:
    """Where a quiz stands: at a question, or at its end with the results."""

    quiz: store.Quiz
    posed: Posed | None
    results: tuple[store.Result, ...] = ()
    ended_another: bool = False


async def quiz(visit: Visit, topic: str = "", count: int = 0) -> Reply:
    """Goes on with the open quiz; a topic or a count asks for a new one."""
    chosen = chosen_topic(visit, topic)
    questions = visit.shelf.questions_on(chosen.id if chosen else None)
    if not questions:
        raise UserError(
            visit.words("There are no questions on this topic yet. /quiz without a topic takes all of them.")
        )
    fresh = bool(chosen or count)

    def start_or_resume(connection: sa.Connection) -> Step:
        going = None if fresh else store.open_quiz(connection, visit.visitor)
        if going:
            return _step(connection, visit, going)
        ended = store.end_open(connection, visit.visitor)
        step = _start(connection, visit, questions, chosen.id if chosen else None, count or DEFAULT_COUNT)
        return replace(step, ended_another=ended)

    step = await visit.write(start_or_resume)
    return _with_remark(visit, step, _show(visit, step), fewer=step.quiz.total < count)


async def start_quiz(visit: Visit, questions: Sequence[Question], topic: str | None) -> Reply:
    """A quiz on these questions, for a fact card's button; one that is open waits until it is done."""
    step = await visit.write(lambda connection: _start(connection, visit, questions, topic, DEFAULT_COUNT))
    return _show(visit, step)


async def another(visit: Visit, value: str) -> Reply:
    return await quiz(visit, value, DEFAULT_COUNT)


async def answer(visit: Visit, value: str) -> Reply:
    """One answer a question: whatever is pressed again shows the first one's result."""
    posed_id, option_id = read_choice(visit, value)

    def save(connection: sa.Connection) -> tuple[Posed, Question, Given, Streak, store.Quiz]:
        posed = own_question(connection, visit, posed_id)
        question = still_there(visit, posed)
        if question.option(option_id) is None:
            raise UserError(visit.words("This option is no longer part of the question. /quiz goes on."))
        given = record_answer(connection, visit.visitor, posed, [option_id], judge(question, [option_id]), visit.now)
        stands = given or store.standing(connection, posed.id, visit.learner.id)
        going = store.find_quiz(connection, posed.quiz_id or 0)
        assert stands is not None
        assert going is not None
        return posed, question, stands, streak_of(connection, visit.visitor, visit.now), going

    posed, question, given, streak, going = await visit.write_again(save)
    card = view.feedback(visit.words, visit.shelf, question, posed, given, streak)
    return view.with_next(visit.words, card, going)


async def next_question(visit: Visit, value: str) -> Reply:
    """The next question; at the end the result, with the invitation to the leaderboard after one's first quiz."""

    def step(connection: sa.Connection) -> Step:
        going = store.find_quiz(connection, row_id(value))
        if going is None or going.learner_id != visit.learner.id:
            raise UserError(visit.words("This quiz is not there any more. /quiz starts a new one."))
        return _step(connection, visit, going)

    return _show(visit, await visit.write_again(step))


def own_question(connection: sa.Connection, visit: Visit, posed_id: int) -> Posed:
    """The posed question, if it was put to this learner. Raises UserError."""
    posed = store.find_posed(connection, posed_id)
    if posed is None or posed.learner_id != visit.learner.id:
        raise UserError(visit.words("This question was put to somebody else. /quiz starts your own."))
    return posed


def still_there(visit: Visit, posed: Posed) -> Question:
    question = visit.shelf.question(posed.item_id)
    if question is None:
        raise UserError(
            visit.words("This question has left the pack since it was asked, so it doesn't count. /quiz goes on.")
        )
    return question


def read_choice(visit: Visit, value: str) -> tuple[int, str]:
    """The posed id and the option id of an answer button. Raises UserError for a forged one."""
    posed, _, option_id = value.partition(".")
    posed_id = row_id(posed)
    if not posed_id or not option_id:
        raise UserError(visit.words("This button can't be read. /quiz shows where you are."))
    return posed_id, option_id


def _start(
    connection: sa.Connection, visit: Visit, questions: Sequence[Question], topic: str | None, count: int
) -> Step:
    times = store.times_right(connection, visit.visitor)
    items = choose(questions, times, count, visit.random)
    return _step(connection, visit, store.start_quiz(connection, visit.visitor, topic, items, visit.now))


def _step(connection: sa.Connection, visit: Visit, quiz: store.Quiz) -> Step:
    """The question that waits for an answer, else the next one that is still in the pack, else the end."""
    posed = store.waiting(connection, quiz.id)
    if posed and visit.shelf.question(posed.item_id):
        return Step(quiz, posed)
    questions = [visit.shelf.question(item) for item in quiz.items[quiz.asked :]]
    for number, question in enumerate(questions, quiz.asked + 1):
        if question:
            options = mix(question, visit.random)
            to = store.To(visit.community.id, visit.learner.id, quiz.id)
            posed = store.pose(connection, to, question, options, "quiz", visit.now)
            return Step(replace(quiz, asked=number), posed)
    store.end_quiz(connection, quiz.id)
    note_asked(connection, visit.visitor, visit.now)
    return Step(quiz, None, store.results(connection, quiz.id))


def _show(visit: Visit, step: Step) -> Reply:
    if step.posed is None:
        card = view.summary(visit.words, visit.shelf, step.quiz, step.results)
        return card if visit.membership.asked else with_invitation(visit.words, card)
    question = visit.shelf.question(step.posed.item_id)
    assert question is not None
    return view.question_card(visit.words, visit.shelf, question, step.posed, step.quiz)


def _with_remark(visit: Visit, step: Step, card: Reply, *, fewer: bool) -> Reply:
    """What the asker may not expect of the new quiz, above what the card says below its question."""
    remarks = []
    if step.ended_another:
        remarks.append(visit.words("The quiz you had open has ended; its answers count."))
    if fewer:
        remarks.append(visit.words("There are {count} questions on this.", count=step.quiz.total))
    return replace(card, footnote=join([*(plain(remark) for remark in remarks), card.footnote]))


COMMANDS = (
    Command(
        "quiz",
        "Questions one after another, each with its why",
        quiz,
        (
            topic_option(),
            Option("count", "How many questions", OptionType.NUMBER, minimum=1, maximum=MAX_COUNT),
        ),
        answers=Answers.PANEL,
        example="/quiz topic:myths count:5",
    ),
)
ACTIONS = (
    Action("quiz.answer", answer),
    Action("quiz.next", next_question),
    Action("quiz.again", another),
)
