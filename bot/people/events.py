"""Deliveries that were already acted upon, recorded in the transaction of their effect."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.tables import event
from bot.store.upsert import insert_once

KEPT = timedelta(days=2)


class Repeated(Exception):
    """The platform delivered the same event again; its effect stands and nothing more is to be said."""


def record(connection: sa.Connection, event_id: str, now: datetime) -> None:
    """Raises Repeated, and so undoes the transaction, if the event was seen before."""
    if not insert_once(connection, event, {"id": event_id[:120], "at": now}):
        raise Repeated(event_id)


def forget_old(connection: sa.Connection, now: datetime) -> None:
    connection.execute(sa.delete(event).where(event.c.at < now - KEPT))
