"""What a card of /faq gets below it if the question found nothing, or nothing sure."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from functools import lru_cache

from bot.chat.reply import Reply, Tone
from bot.chat.visit import Visit
from bot.faq.desk import DESKS
from bot.faq.model import Finding, Outcome
from bot.faq.safety import Kind
from bot.faq.wordlist import general
from bot.library.library import Shelf
from bot.library.typed import typed_words, words_of
from bot.misses import store, view
from bot.misses.likeness import in_meaning, likeness
from bot.misses.model import Miss, digest, surely_like
from bot.misses.redaction import redacted
from bot.people.store import is_direct


async def with_offer(visit: Visit, asked: str, finding: Finding, card: Reply) -> Reply:
    if finding.outcome is Outcome.UNSURE:
        return view.with_none_of_these(visit.words, card, hold(visit, asked))
    if finding.outcome is Outcome.ANSWER and not finding.ruled:
        return view.with_not_meant(visit.words, card, hold(visit, asked))
    if finding.outcome is not Outcome.NONE or finding.verdict.kind is Kind.TECHNIQUE:
        return card
    return await missed(visit, asked, card, hold(visit, asked))


async def missed(visit: Visit, asked: str, card: Reply, token: str) -> Reply:
    """A question that found nothing. It is kept if the asker has agreed to that before, once for each token."""
    if await _is_answered(visit.shelf, asked):
        return view.elsewhere(visit.words, token)
    if await is_alone(visit):
        return card
    agreed = visit.membership.keep_misses
    card = view.with_offer(visit.words, card, token, agreed=agreed)
    miss = await make_miss(visit, asked, token) if agreed else None
    if miss is None:
        return card
    await visit.write(lambda connection: store.keep(connection, visit.community.id, miss))
    return view.with_kept(visit.words, card, miss.id)


async def with_replies(visit: Visit, card: Reply) -> Reply:
    """The card, with the instructors' replies that wait. Nothing is mixed into an urgent one."""
    if not visit.membership.reply_waits or card.tone is Tone.URGENT:
        return card
    waiting = await visit.read(lambda connection: store.waiting(connection, visit.learner.id))
    return view.with_replies(visit.words, card, waiting) if waiting else card


async def is_alone(visit: Visit) -> bool:
    """In direct messages that belong to no group, nobody could reply."""
    return is_direct(visit.place) and not await visit.read(lambda db: store.has_others(db, visit.community.id))


def hold(visit: Visit, asked: str) -> str:
    return visit.core.held.hold(asked, visit.now, visit.random)


async def make_miss(visit: Visit, asked: str, token: str) -> Miss | None:
    """What may be kept of the question; None if no word of it may. Its id is the token's digest, so that a button that
    is pressed twice keeps it once.
    """
    text = await asyncio.to_thread(clean, visit.shelf, asked)
    return Miss(digest(token), text, visit.now.date()) if words_of(text) else None


def clean(shelf: Shelf, asked: str) -> str:
    return redacted(asked, _own_words(Shelf(shelf.packs)), general())


async def _is_answered(shelf: Shelf, asked: str) -> bool:
    others = shelf.answered_elsewhere
    if not others:
        return False
    return await asyncio.to_thread(
        lambda: surely_like(clean(shelf, asked), others, likeness, in_meaning(DESKS.make(shelf).alike))
    )


@lru_cache(maxsize=4)
def _own_words(shelf: Shelf) -> Collection[str]:
    """Everything that the packs say of their subject, in single words."""
    return frozenset(word for text in shelf.said() for word in typed_words(text))
