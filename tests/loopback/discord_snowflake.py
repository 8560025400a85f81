"""Discord's ids: the time of making in the upper bits (docs: reference, "Snowflakes").

discord.py reads an interaction's age off its id, so invented small numbers would look fifteen years old.
"""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
_counter = itertools.count(1)


def next_id() -> str:
    """A new id; later ones are larger, also within one millisecond (up to 4,095 of them)."""
    number = next(_counter)
    return str((_now_ms() + number // 4096 - EPOCH_MS) << 22 | number % 4096)


def timestamp() -> str:
    return datetime.now(UTC).isoformat()


_started = time.time() - time.monotonic()


def _now_ms() -> int:
    return int((_started + time.monotonic()) * 1000)
