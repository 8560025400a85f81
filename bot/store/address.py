"""DATABASE_URL: which databases there are, and where a database's own files lie on this machine."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import sqlalchemy as sa

SQLITE = "sqlite:///data/needlewise.db"
POSTGRESQL = "postgresql://user:password@host/name"
DRIVER = "postgresql+asyncpg"
PLAIN_NAMES = ("postgres", "postgresql")
OPTIONS = ("host", "port", "ssl", "sslmode")


def read_url(text: str) -> sa.URL:
    """An SQLite file's or a PostgreSQL database's, with the driver that we use. Raises ValueError with the remedy."""
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError(f"not a database URL; write {SQLITE} or {POSTGRESQL}") from None
    if url.drivername.split("+")[0] == "sqlite" and url.database:
        return url
    if url.drivername not in (*PLAIN_NAMES, DRIVER):
        raise ValueError(f"only SQLite and PostgreSQL are known; write {SQLITE} or {POSTGRESQL}")
    if not url.database:
        raise ValueError(f"names no database; write {POSTGRESQL}")
    return _on_asyncpg(url)


def is_shared(url: sa.URL) -> bool:
    """Whether several processes may use it at once."""
    return url.drivername == DRIVER


def own_path(url: sa.URL) -> Path:
    """SQLite's file. On PostgreSQL a name in a folder of this machine's, this user's and this database's own, which
    need not be there: nothing is stored in it, but the heartbeat lies beside it."""
    if not is_shared(url):
        return Path(url.database or "")
    name = hashlib.sha256(url.render_as_string().encode()).hexdigest()[:12]
    user = os.getuid() if hasattr(os, "getuid") else "all"
    return Path(tempfile.gettempdir()) / f"needlewise-{user}-{name}" / "postgresql"


def _on_asyncpg(url: sa.URL) -> sa.URL:
    """What providers write for libpq is called otherwise by asyncpg."""
    unknown = sorted(set(url.query) - set(OPTIONS))
    if unknown:
        raise ValueError(f"the option {unknown[0]} is not known after the database's name; leave it out")
    options = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    return url.set(drivername=DRIVER, query=options)
