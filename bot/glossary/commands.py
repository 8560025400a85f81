"""/term, and the buttons of its card."""

from __future__ import annotations

from bot.chat.command import Action, Answers, Command, Option
from bot.chat.reply import Choice, Reply
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.glossary import view
from bot.glossary.model import look_up
from bot.library.items import Term
from bot.library.suggestions import MADE
from bot.library.typed import tidy, words_of

CHOICE_LABEL = 100
LONGEST_WORD = 100


async def term(visit: Visit, word: str) -> Reply:
    typed = tidy(word)
    if not words_of(typed):
        raise UserError(view.unreadable(visit.words))
    meant = look_up(typed, visit.shelf.terms.values())
    if meant.term:
        return view.private_term(visit.words, meant.term)
    if meant.close:
        return view.did_you_mean(visit.words, typed, meant.nearest)
    return view.not_there(visit.words, typed, meant.nearest)


async def suggest(visit: Visit, typed: str) -> tuple[Choice, ...]:
    suggestions = await MADE.find(visit.shelf)
    terms = suggestions.terms(visit.shelf, tidy(typed))
    return tuple(Choice(cut(term.term, CHOICE_LABEL), term.id) for term in terms)


async def show(visit: Visit, value: str) -> Reply:
    return view.private_term(visit.words, _term(visit, value))


async def share(visit: Visit, value: str) -> Reply:
    found = _term(visit, value)
    await visit.once()
    return view.shared_term(visit.words, found, visit.person.name)


def _term(visit: Visit, value: str) -> Term:
    found = visit.shelf.terms.get(value)
    if found is None:
        raise UserError(view.gone(visit.words))
    return found


COMMANDS = (
    Command(
        "term",
        "What a word means, in a sentence or two",
        term,
        (Option("word", "The word to explain", required=True, rest=True, suggest=suggest, max_length=LONGEST_WORD),),
        example="/term LTR",
    ),
)
ACTIONS = (
    Action("term.show", show),
    Action("term.share", share, answers=Answers.PUBLIC),
)
