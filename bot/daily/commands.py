"""The buttons of posted questions: everybody may press, each sees their own feedback, one answer each."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Action, Answers
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.daily import view
from bot.errors import UserError
from bot.library.items import Question
from bot.quiz.commands import read_choice, still_there
from bot.quiz.model import Given, Posed, judge
from bot.quiz.store import find_posed, standing
from bot.quiz.view import feedback
from bot.scores.model import Streak
from bot.scores.store import record_answer, streak_of


async def answer(visit: Visit, value: str) -> Reply:
    posed_id, option_id = read_choice(visit, value)

    def save(connection: sa.Connection) -> tuple[Posed, Question, Given, Streak]:
        posed = public_question(connection, visit, posed_id)
        question = still_there(visit, posed)
        if question.option(option_id) is None:
            raise UserError(visit.words("This option is no longer part of the question."))
        given = record_answer(connection, visit.visitor, posed, [option_id], judge(question, [option_id]), visit.now)
        stands = given or standing(connection, posed.id, visit.learner.id)
        assert stands is not None
        return posed, question, stands, streak_of(connection, visit.visitor, visit.now)

    posed, question, given, streak = await visit.write_again(save)
    other = option_id not in given.options
    return feedback(visit.words, visit.shelf, question, posed, given, streak, other_pressed=other)


async def why(visit: Visit, value: str) -> Reply:
    """One's own feedback again; who hasn't answered yet gets the question first, in time or late."""

    def look(connection: sa.Connection) -> tuple[Posed, Given | None, Streak]:
        posed = public_question(connection, visit, row_id(value))
        given = standing(connection, posed.id, visit.learner.id)
        return posed, given, streak_of(connection, visit.visitor, visit.now)

    posed, given, streak = await visit.read(look)
    question = still_there(visit, posed)
    if given is None:
        closed = posed.closes_at is not None and visit.now >= posed.closes_at
        return view.late_question(visit.words, visit.shelf, posed, question, closed)
    return feedback(visit.words, visit.shelf, question, posed, given, streak)


def public_question(connection: sa.Connection, visit: Visit, posed_id: int) -> Posed:
    """A question that was put to everybody in this community. Raises UserError."""
    posed = find_posed(connection, posed_id)
    if posed is None or posed.learner_id is not None or posed.community_id != visit.community.id:
        raise UserError(visit.words("This question wasn't posted in this group. /quiz starts one of your own."))
    return posed


ACTIONS = (
    Action("daily.answer", answer, answers=Answers.PRIVATE),
    Action("daily.why", why, answers=Answers.PRIVATE),
    Action("daily.open", why, answers=Answers.PRIVATE),
)
