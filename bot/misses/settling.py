"""What managers make of a question that found nothing: rows of the community's overlay."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.cohort.store import ELSEWHERE, EXAMPLE
from bot.misses.model import digest, settled_by
from bot.store.tables import overlay
from bot.store.upsert import insert_once

MOST = 200
"""Of each kind in one community: every question is compared with all of them."""


class Full(Exception):
    """The community has as many as it may have."""


def answer_elsewhere(connection: sa.Connection, community_id: int, text: str) -> None:
    """Twice is once. Raises Full."""
    ours = (overlay.c.community_id == community_id, overlay.c.kind == ELSEWHERE)
    if connection.execute(sa.select(sa.func.count()).select_from(overlay).where(*ours)).scalar_one() >= MOST:
        raise Full
    values = {"community_id": community_id, "kind": ELSEWHERE, "item_id": digest(text), "value": text}
    insert_once(connection, overlay, values)


def add_example(connection: sa.Connection, community_id: int, entry_id: str, text: str) -> None:
    """Twice is once. Raises Full."""
    insert_once(connection, overlay, {"community_id": community_id, "kind": EXAMPLE, "item_id": entry_id, "value": []})
    mine = _examples(community_id, entry_id)
    texts = connection.execute(sa.select(overlay.c.value).where(*mine).with_for_update()).scalar_one()
    if text in texts:
        return
    ours = (overlay.c.community_id == community_id, overlay.c.kind == EXAMPLE)
    if sum(map(len, connection.scalars(sa.select(overlay.c.value).where(*ours)))) >= MOST:
        raise Full
    connection.execute(sa.update(overlay).where(*mine).values(value=[*texts, text]))


def take_back(connection: sa.Connection, community_id: int, code: str) -> None:
    """Either of the two; what isn't there stays so."""
    wanted, entry_id = settled_by(code)
    if not entry_id:
        elsewhere = (overlay.c.kind == ELSEWHERE, overlay.c.item_id == wanted)
        connection.execute(sa.delete(overlay).where(overlay.c.community_id == community_id, *elsewhere))
        return
    mine = _examples(community_id, entry_id)
    texts = connection.execute(sa.select(overlay.c.value).where(*mine).with_for_update()).scalar_one_or_none()
    left = [text for text in texts or () if digest(text) != wanted]
    if left:
        connection.execute(sa.update(overlay).where(*mine).values(value=left))
    else:
        connection.execute(sa.delete(overlay).where(*mine))


def _examples(community_id: int, entry_id: str) -> tuple[Any, ...]:
    return overlay.c.community_id == community_id, overlay.c.kind == EXAMPLE, overlay.c.item_id == entry_id
