"""Who holds what, for as long as it is renewed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store.tables import lease
from bot.store.upsert import insert_once


def take(connection: sa.Connection, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Takes a lease that is free, has run out, or is the owner's already; says whether it is held now."""
    if insert_once(connection, lease, {"name": name, "owner": owner, "until": until}):
        return True
    mine = (lease.c.name == name, sa.or_(lease.c.owner == owner, lease.c.until <= now))
    return connection.execute(sa.update(lease).where(*mine).values(owner=owner, until=until)).rowcount == 1


def release(connection: sa.Connection, owner: str) -> None:
    """Gives back everything that the owner holds."""
    connection.execute(sa.delete(lease).where(lease.c.owner == owner))


def give_back(connection: sa.Connection, name: str, owner: str) -> None:
    connection.execute(sa.delete(lease).where(lease.c.name == name, lease.c.owner == owner))


def held(connection: sa.Connection, prefix: str, now: datetime) -> int:
    """How many leases with names that begin so have not run out."""
    alive = (lease.c.name.startswith(prefix, autoescape=True), lease.c.until > now)
    return connection.scalar(sa.select(sa.func.count()).select_from(lease).where(*alive)) or 0


def forget_ended(connection: sa.Connection, before: datetime) -> None:
    connection.execute(sa.delete(lease).where(lease.c.until < before))
