"""/faq, and the buttons of an entry's card. What was typed is used once, and kept only as bot/misses says."""

from __future__ import annotations

from bot.chat.command import Action, Answers, Command, Option
from bot.chat.reply import Choice, Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.facts.view import looked_up_fact
from bot.faq import outcome_view, view
from bot.faq.desk import DESKS
from bot.faq.model import Finding, Outcome
from bot.faq.safety import CRISIS, Kind
from bot.glossary.model import term_asked, term_in
from bot.glossary.view import private_term
from bot.library.items import Entry, Fact, Term
from bot.library.suggestions import MADE
from bot.library.typed import MAX_QUESTION, MAX_READ, tidy, words_of
from bot.misses.offer import with_offer, with_replies

NEXTS = 2


async def faq(visit: Visit, question: str) -> Reply:
    asked = tidy(question, MAX_READ)
    if not any(map(str.isalpha, words_of(asked))):
        raise UserError(outcome_view.unreadable(visit.words))
    picked = await _picked(visit, asked)
    return await with_replies(visit, picked or await _found(visit, asked))


async def suggest(visit: Visit, typed: str) -> tuple[Choice, ...]:
    """Entries, terms and facts; what somebody types may also be the way a question is often asked."""
    suggestions = await MADE.find(visit.shelf)
    return tuple(view.choice(visit.words, item) for item in suggestions.all(visit.shelf, tidy(typed)))


async def entry(visit: Visit, value: str) -> Reply:
    return await _card(visit, _entry(visit, value))


async def longer(visit: Visit, value: str) -> Reply:
    found = _entry(visit, value)
    return view.long_entry(visit.words, visit.shelf, found, await _neighbours(visit, found))


async def patient(visit: Visit, value: str) -> Reply:
    found = _entry(visit, value)
    if found.patient is None:
        raise UserError(visit.words("This entry has no words for patients."))
    return view.patient_words(visit.words, found, found.patient)


async def share(visit: Visit, value: str) -> Reply:
    found = _entry(visit, value)
    await visit.once()
    return view.shared_entry(visit.words, visit.shelf, found, visit.person.name)


async def statement(visit: Visit, value: str) -> Reply:
    found = visit.shelf.safety.get(value)
    if found is None:
        raise UserError(view.gone(visit.words))
    return view.statement_card(visit.words, visit.shelf, found)


async def _found(visit: Visit, asked: str) -> Reply:
    finding = await DESKS.find(visit.shelf, asked)
    term = term_asked(visit.shelf.terms.values(), asked)
    if term and not finding.certain:
        near = [visit.shelf.entries[hit.id] for hit in finding.near[: 1 + NEXTS]]
        return _with_notes(visit, asked, finding, view.term_first(visit.words, term, near))
    reply = await with_offer(visit, asked[:MAX_QUESTION], finding, answer_to(visit, asked, finding))
    return _with_notes(visit, asked, finding, reply)


def _with_notes(visit: Visit, asked: str, finding: Finding, reply: Reply) -> Reply:
    """What the asker should know of how it was read. Nothing is mixed into an urgent one."""
    words = visit.words
    if finding.outcome is Outcome.URGENT:
        return reply
    if not finding.understood:
        reply = outcome_view.not_understood(words, reply)
    if len(asked) > MAX_QUESTION and not finding.ruled:
        reply = outcome_view.only_the_beginning(words, reply)
    return reply if finding.by_meaning or finding.ruled else outcome_view.by_words_alone(words, reply)


def answer_to(visit: Visit, asked: str, finding: Finding) -> Reply:
    words, shelf, verdict = visit.words, visit.shelf, finding.verdict
    found = [item for hit in finding.near if (item := shelf.entry(hit.id))]
    said = shelf.safety.get(verdict.statement or "")
    match finding.outcome:
        case Outcome.URGENT:
            crisis = verdict.rule == CRISIS
            return (
                outcome_view.crisis(words)
                if crisis
                else outcome_view.urgent(words, shelf.safety.get(verdict.entry or ""))
            )
        case Outcome.PERSONAL:
            return outcome_view.personal(words, shelf, shelf.entry(verdict.entry or ""), said, found[:1])
        case Outcome.UNSURE:
            return outcome_view.unsure(words, found)
        case Outcome.ANSWER:
            return view.private_entry(words, shelf, found[0], found[1 : 1 + NEXTS], said)
        case Outcome.NONE if verdict.kind is Kind.TECHNIQUE:
            return outcome_view.not_taught(words, found[:1])
        case Outcome.NONE:
            return outcome_view.nothing(words, found[:1], term_in(shelf.terms.values(), asked))


async def _card(visit: Visit, found: Entry) -> Reply:
    return view.private_entry(visit.words, visit.shelf, found, await _neighbours(visit, found))


async def _neighbours(visit: Visit, found: Entry) -> list[Entry]:
    hits = (await DESKS.neighbours(visit.shelf, found))[:NEXTS]
    return [visit.shelf.entries[hit.id] for hit in hits]


async def _picked(visit: Visit, asked: str) -> Reply | None:
    """The card of what was picked from the suggestions; an entry may also be typed as its title."""
    words, shelf = visit.words, visit.shelf
    match (await MADE.find(shelf)).picked(shelf, asked):
        case Entry() as found:
            return await _card(visit, found)
        case Term() as found:
            return private_term(words, found)
        case Fact() as found:
            return looked_up_fact(words, shelf, found)
        case None:
            return None


def _entry(visit: Visit, value: str) -> Entry:
    found = visit.shelf.entry(value)
    if found is None:
        raise UserError(view.gone(visit.words))
    return found


COMMANDS = (
    Command(
        "faq",
        "Look up an answer, how sure we are of it, and where it comes from",
        faq,
        (
            Option(
                "question",
                "Your question in a few words",
                required=True,
                rest=True,
                suggest=suggest,
                max_length=MAX_READ,
            ),
        ),
        example="/faq does it hurt",
    ),
)
ACTIONS = (
    Action("faq.entry", entry),
    Action("faq.long", longer),
    Action("faq.open", entry, answers=Answers.PRIVATE),
    Action("faq.patient", patient, answers=Answers.PRIVATE),
    Action("faq.share", share, answers=Answers.PUBLIC),
    Action("faq.statement", statement, answers=Answers.PRIVATE),
)
