"""How fast something may go. Each pace says how long the next one has to `wait`, and is told when one is let in.

`now` is any clock that only goes forwards.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol


class Pace(Protocol):
    def wait(self, now: float) -> float: ...

    def take(self, now: float) -> None: ...


@dataclass
class Sliding:
    """At most so many within any span of that many seconds."""

    most: int
    seconds: float
    _taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self._taken and now - self._taken[0] >= self.seconds:
            self._taken.popleft()
        return 0.0 if len(self._taken) < self.most else self._taken[0] + self.seconds - now

    def take(self, now: float) -> None:
        self._taken.append(now)


@dataclass
class Fixed:
    """At most so many in a window, which the first one after the last window opens."""

    most: int
    seconds: float
    _taken: int = 0
    _opened: float = float("-inf")

    def wait(self, now: float) -> float:
        return 0.0 if self.left(now) else self.ends(now)

    def take(self, now: float) -> None:
        if now - self._opened >= self.seconds:
            self._opened, self._taken = now, 0
        self._taken += 1

    def left(self, now: float) -> int:
        return self.most - (self._taken if now - self._opened < self.seconds else 0)

    def ends(self, now: float) -> float:
        """Seconds until the window is over; a whole window where none is open."""
        passed = now - self._opened
        return self.seconds - passed if passed < self.seconds else self.seconds


@dataclass
class Refilled:
    """A bucket that holds `burst` and gets `rate` back each second."""

    rate: float
    burst: float
    _spent: float = 0.0
    _seen: float = float("-inf")

    def wait(self, now: float) -> float:
        return max(0.0, self._owed(now) + 1 - self.burst) / self.rate

    def take(self, now: float) -> None:
        self._spent, self._seen = self._owed(now) + 1, now

    def _owed(self, now: float) -> float:
        return max(0.0, self._spent - (now - self._seen) * self.rate)
