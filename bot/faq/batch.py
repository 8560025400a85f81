"""Many questions at once, for measuring: what came of each, and its three best hits with their scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.faq.desk import DESKS
from bot.library.library import Shelf
from bot.library.typed import MAX_READ, tidy


def answer_batch(shelf: Shelf, questions: Iterable[str]) -> Iterator[dict[str, Any]]:
    """`{"q", "outcome", "top": [{"id", "score"}, …]}` for each question, in their order; `top` is filled for all."""
    desk = DESKS.make(shelf)
    for question in questions:
        finding = desk.find(shelf, tidy(question, MAX_READ))
        top = [{"id": hit.id, "score": hit.score} for hit in finding.hits]
        yield {"q": question, "outcome": finding.outcome.value, "top": top}
