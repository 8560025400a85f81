"""One page of a leaderboard. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.scores.model import Ranked

WEEK, MONTH, ALL = "week", "month", "all"
PERIODS = (WEEK, MONTH, ALL)
SIZE = 10


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1. `own` is the reader's rank wherever it is, None without points in the period."""

    period: str
    number: int
    pages: int
    rows: tuple[Ranked, ...]
    own: Ranked | None
    learner_id: int


def page_of(board: Sequence[Ranked], period: str, number: int, learner_id: int) -> Page:
    """A page that is no longer there, since people left the board, gives the last one."""
    pages = max(1, -(-len(board) // SIZE))
    number = min(max(1, number), pages)
    own = next((ranked for ranked in board if ranked.row.learner_id == learner_id), None)
    return Page(period, number, pages, tuple(board[(number - 1) * SIZE : number * SIZE]), own, learner_id)
