"""Where a test stores: an SQLite file of its own, or a PostgreSQL database of its own that is a copy of an empty one.

`pytest --postgres`, or NEEDLEWISE_TEST_DATABASE=postgresql, runs the tests that store on PostgreSQL.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.postgres_server import Server

WANTED = "NEEDLEWISE_TEST_DATABASE"


def on_postgres() -> bool:
    return os.environ.get(WANTED, "") == "postgresql"


def database_in(folder: Path, name: str = "bot") -> str:
    """The URL of a database that belongs to the folder; the same one each time, up to date and empty at first."""
    if on_postgres():
        return server().database_for(folder / name)
    return f"sqlite:///{folder / name}.db"


@cache
def server() -> Server:
    """Started when the first test wants it, ended with the tests."""
    from tests.postgres_server import Server

    return Server()


def forget(folder: Path) -> None:
    """Drops what was made for the folder; thousands of them would fill a small disk."""
    if server.cache_info().currsize:
        server().drop(folder)
