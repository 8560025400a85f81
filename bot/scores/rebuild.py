"""The points, worked out again from the answers alone: the answers are the truth, `award` only a projection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from bot.scores.model import Past, points
from bot.store.tables import answer, award, posed


class Award(NamedTuple):
    """A row of `award`."""

    answer_id: int
    learner_id: int
    community_id: int
    item_id: str
    points: int
    at: datetime


class Difference(NamedTuple):
    """An answer whose stored award isn't what the answers say; None where there is none."""

    answer_id: int
    stored: Award | None
    rebuilt: Award | None


def rebuild(connection: sa.Connection) -> int:
    """Writes all awards anew and says how many there are. Needs the whole transaction to itself."""
    rows = [row._asdict() for row in awards(connection)]
    connection.execute(sa.delete(award))
    if rows:
        connection.execute(sa.insert(award), rows)
    return len(rows)


def differences(connection: sa.Connection) -> list[Difference]:
    """Where the stored awards differ from rebuilt ones; empty if all is well."""
    stored = {row.answer_id: Award(*row) for row in connection.execute(sa.select(*award.c))}
    rebuilt = {row.answer_id: row for row in awards(connection)}
    keys = sorted(stored.keys() | rebuilt.keys())
    pairs = (Difference(key, stored.get(key), rebuilt.get(key)) for key in keys)
    return [pair for pair in pairs if pair.stored != pair.rebuilt]


def awards(connection: sa.Connection) -> Iterator[Award]:
    """What each answer brings, in the order in which they were recorded.

    That is the order of time, and the same as at the time of answering even where a server's clock was set back.
    """
    earlier: defaultdict[tuple[int, int, str], list[Past]] = defaultdict(list)
    for row in connection.execute(_ANSWERS):
        known = earlier[row.learner_id, row.community_id, row.item_id]
        worth = points(row.outcome, row.context, row.late, row.at, known)
        known.append(Past(row.at, row.context))
        yield Award(row.id, row.learner_id, row.community_id, row.item_id, worth, row.at)


_ANSWERS = (
    sa.select(
        answer.c.id,
        answer.c.learner_id,
        answer.c.community_id,
        answer.c.outcome,
        answer.c.late,
        answer.c.at,
        posed.c.item_id,
        posed.c.context,
    )
    .join(posed, posed.c.id == answer.c.posed_id)
    .order_by(answer.c.id)
)
