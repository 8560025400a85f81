"""The card of a post as its payload keeps it, with its question open or closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.chat.reply import Reply
from bot.daily import store, view
from bot.library.items import Question
from bot.library.library import Shelf
from bot.quiz.model import Posed
from bot.quiz.store import find_posed
from bot.schedule.model import QUESTION
from bot.words import Words

Payload = Mapping[str, Any]


def card_of(
    connection: sa.Connection, words: Words, shelf: Shelf, payload: Payload, part: view.Asked | None
) -> Reply | None:
    """The card of a post, with its question open or closed; None if its items have left the pack."""
    if payload["what"] == QUESTION:
        question = shelf.question(payload.get("question") or "")
        return view.question_post(words, shelf, question, part, ()) if question and part else None
    fact = shelf.fact(payload.get("fact") or "")
    if fact is None:
        return None
    note = view.day_note(words, payload["day"], len(shelf.facts_on(payload.get("topic"))), shelf.title(fact.topic))
    return view.daily_card(words, shelf, fact, part, _yesterday(connection, shelf, payload), note)


def asked_in(connection: sa.Connection, shelf: Shelf, payload: Payload) -> tuple[Posed, Question] | None:
    posed = find_posed(connection, payload.get("posed") or 0)
    question = shelf.question(posed.item_id) if posed else None
    return (posed, question) if posed and question else None


def _yesterday(connection: sa.Connection, shelf: Shelf, payload: Payload) -> view.Yesterday | None:
    posed = find_posed(connection, payload.get("before") or 0)
    question = shelf.question(posed.item_id) if posed else None
    if posed is None or question is None:
        return None
    return view.Yesterday(posed, question, store.tally(connection, posed.id))
