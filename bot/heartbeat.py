"""A file that a running bot touches at every tick, so that a container's health check needs no network."""

from __future__ import annotations

import time
from pathlib import Path

ALIVE = 90
"""Seconds; a tick comes every 20 at the latest, and may be busy sending."""


def heartbeat_file(database: Path) -> Path:
    return database.parent / "heartbeat"


def beat(database: Path) -> None:
    """The folder is made where it is none of the database's own."""
    file = heartbeat_file(database)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch()


def alive(database: Path) -> bool:
    try:
        return time.time() - heartbeat_file(database).stat().st_mtime < ALIVE
    except OSError:
        return False
