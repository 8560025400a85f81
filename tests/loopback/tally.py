"""When something happened, to be asked how often and how close together."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """`times` are seconds since the epoch, in order."""

    times: list[float] = field(default_factory=list)

    def note(self) -> None:
        self.times.append(time.time())

    def __len__(self) -> int:
        return len(self.times)

    @property
    def first(self) -> float | None:
        return self.times[0] if self.times else None

    @property
    def last(self) -> float | None:
        return self.times[-1] if self.times else None

    def by_second(self) -> dict[int, int]:
        """How many in each second of the clock; seconds with none are left out."""
        return dict(Counter(map(int, self.times)))

    def most_within(self, seconds: float) -> int:
        """The most that ever fell into a span of that length, wherever it begins."""
        most = start = 0
        for end, moment in enumerate(self.times):
            while moment - self.times[start] >= seconds:
                start += 1
            most = max(most, end - start + 1)
        return most
