"""Time and chance, handed in, so that rules stay pure and tests can turn the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class Bell:
    """Wakes whoever works by the clock before its time. Until somebody listens, ringing does nothing."""

    def __init__(self) -> None:
        self._listener: Callable[[], None] | None = None

    def listen(self, listener: Callable[[], None]) -> None:
        self._listener = listener

    def ring(self) -> None:
        if self._listener:
            self._listener()
