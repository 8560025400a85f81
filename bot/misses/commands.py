"""What an asker can do with a question that found nothing: send it to the instructors, or let it be kept."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Action, Answers
from bot.chat.reply import Reply
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.faq import outcome_view
from bot.faq.commands import answer_to
from bot.faq.desk import DESKS
from bot.faq.model import Outcome
from bot.faq.safety import Kind
from bot.library.typed import tidy, words_of
from bot.misses import store, view
from bot.misses.held import new_token
from bot.misses.model import LONGEST_INQUIRY, LONGEST_NAME, OPEN, Inquiry
from bot.misses.notice import tell
from bot.misses.offer import is_alone, make_miss, missed


async def none_of_these(visit: Visit, value: str) -> Reply:
    """Of the entries that were offered. If the question isn't known any more, there is none to keep."""
    asked, card = _held(visit, value), outcome_view.nothing(visit.words, (), None)
    if asked:
        return await missed(visit, asked, card, value)
    return card if await is_alone(visit) else view.with_offer(visit.words, card, value, agreed=True)


async def ask(visit: Visit, value: str) -> Reply:
    """Each form has a token of its own, so that one that is sent twice is one question."""
    if await is_alone(visit):
        raise UserError(view.nobody_here(visit.words))
    return Reply(form=view.ask_form(visit.words, new_token(visit.random), _held(visit, value)))


async def send(visit: Visit, value: str) -> Reply:
    """Once more safety first: what is somebody's own health, urgent or hands-on is answered here and not sent on."""
    text = cut(tidy(visit.value("question")), LONGEST_INQUIRY)
    if await is_alone(visit):
        raise UserError(view.nobody_here(visit.words))
    if not words_of(text):
        raise UserError(outcome_view.unreadable(visit.words))
    finding = await DESKS.find(visit.shelf, text)
    if finding.outcome in (Outcome.URGENT, Outcome.PERSONAL) or finding.verdict.kind is Kind.TECHNIQUE:
        return answer_to(visit, text, finding)
    name = cut(tidy(visit.person.name), LONGEST_NAME) if visit.value("name") == view.WITH else ""
    question = Inquiry(
        0, visit.community.id, visit.learner.id, visit.person.platform, name or None, text, OPEN, None, visit.now.date()
    )

    def save(connection: sa.Connection) -> bool:
        if store.send(connection, visit.visitor, value, question, visit.now):
            tell(connection, visit.community.id, visit.learner.id, visit.person.platform, visit.now)
        return store.has_instructors(connection, visit.community.id)

    try:
        named = await visit.write(save)
    except store.TooMany:
        raise UserError(view.too_many(visit.words)) from None
    visit.core.bell.ring()
    return view.sent(visit.words, text, question.name, named=named)


async def agree(visit: Visit, value: str) -> Reply:
    asked = _held(visit, value)
    miss = await make_miss(visit, asked, value) if asked else None

    def save(connection: sa.Connection) -> None:
        store.set_consent(connection, visit.visitor, True)
        if miss:
            store.keep(connection, visit.community.id, miss)

    await visit.write(save)
    kept = (miss.text, miss.id) if miss else ("", "")
    return view.agreed(visit.words, *kept, value if asked else "")


async def undo(visit: Visit, value: str) -> Reply:
    def save(connection: sa.Connection) -> None:
        store.set_consent(connection, visit.visitor, False)
        store.drop(connection, visit.community.id, value)

    await visit.write(save)
    return view.undone(visit.words)


async def drop(visit: Visit, value: str) -> Reply:
    await visit.write(lambda connection: store.drop(connection, visit.community.id, value))
    return view.dropped(visit.words)


async def read(visit: Visit, value: str) -> Reply:
    """Safe to repeat: it is read, and stays so."""
    found = await visit.write_again(lambda connection: store.read(connection, visit.learner.id, row_id(value)))
    if found is None:
        raise UserError(visit.words("This reply is gone: questions to instructors are kept for 90 days."))
    return view.reply(visit.words, found)


def _held(visit: Visit, token: str) -> str:
    return visit.core.held.find(token, visit.now)


ACTIONS = (
    Action("misses.none", none_of_these),
    Action("misses.ask", ask, answers=Answers.FORM),
    Action("misses.send", send, answers=Answers.PRIVATE),
    Action("misses.agree", agree),
    Action("misses.undo", undo),
    Action("misses.drop", drop),
    Action("misses.read", read, answers=Answers.PRIVATE),
)
