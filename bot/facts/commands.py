"""/fact, and the buttons of a fact card."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.facts import view
from bot.facts.model import deal, seen
from bot.facts.store import note_dealt, times_dealt
from bot.library.items import Fact
from bot.library.topics import chosen_topic, topic_option
from bot.quiz.commands import start_quiz
from bot.quiz.model import questions_about


async def fact(visit: Visit, topic: str = "") -> Reply:
    chosen = chosen_topic(visit, topic)
    facts = visit.shelf.facts_on(chosen.id if chosen else None)

    def deal_one(connection: sa.Connection) -> tuple[Fact, int] | None:
        times = times_dealt(connection, visit.visitor)
        picked = deal(facts, times, visit.random)
        if picked is None:
            return None
        note_dealt(connection, visit.visitor, picked.id, visit.now)
        return picked, seen(facts, {**times, picked.id: 1})

    dealt = await visit.write(deal_one)
    if dealt is None:
        raise UserError(view.nothing_there(visit.words, chosen.title if chosen else visit.words("this subject")))
    return view.private_fact(visit.words, visit.shelf, *dealt, len(facts), chosen.id if chosen else None)


async def share(visit: Visit, value: str) -> Reply:
    fact = _fact(visit, value)
    await visit.once()
    return view.shared_fact(visit.words, visit.shelf, fact, visit.person.name)


async def quiz_on_fact(visit: Visit, value: str) -> Reply:
    about = _fact(visit, value)
    questions = questions_about(about, visit.shelf)
    if not questions:
        raise UserError(visit.words("There is no question on this fact yet. /quiz asks about other things."))
    return await start_quiz(visit, questions, about.topic)


def _fact(visit: Visit, item_id: str) -> Fact:
    found = visit.shelf.fact(item_id)
    if found is None:
        raise UserError(view.gone(visit.words))
    return found


COMMANDS = (
    Command("fact", "A fact, how sure we are of it, and where it comes from", fact, (topic_option(),), example="/fact"),
)
ACTIONS = (
    Action("fact.next", fact),
    Action("fact.share", share, answers=Answers.PUBLIC),
    Action("fact.quiz", quiz_on_fact, answers=Answers.PANEL),
)
