"""/score: one's own progress, which nobody else sees."""

from __future__ import annotations

from bot.chat.command import Action, Answers, Command
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.quiz.commands import another
from bot.scores import view
from bot.scores.history import progress_of
from bot.scores.progress import by_topic


async def score(visit: Visit) -> Reply:
    progress = await visit.read(lambda connection: progress_of(connection, visit.visitor, visit.now))
    if not progress.items:
        return view.nothing_yet(visit.words)
    topics = by_topic(progress.items, lambda item: _topic(visit, item))
    return view.progress_card(visit.words, visit.shelf, progress, topics, visit.community.zone)


def _topic(visit: Visit, item_id: str) -> str | None:
    question = visit.shelf.question(item_id)
    return question.topic if question else None


COMMANDS = (Command("score", "Your own points, streak and progress by topic", score, example="/score"),)
ACTIONS = (Action("score.practise", another, answers=Answers.PANEL),)
