"""Discord shuts out an address that causes ten thousand refusals in ten minutes; long before that the bot pauses."""

from __future__ import annotations

from collections import deque

from adapters.discord import limits

COUNTED = frozenset({401, 403, 429})


class Troubles:
    """Counts what Discord counts: 401, 403, and 429 unless the limit is one that others share."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=limits.TROUBLES)

    def note(self, status: int, scope: str, now: float) -> None:
        if status in COUNTED and scope != "shared":
            self._times.append(now)

    def pause(self, now: float, share: float) -> float:
        """Seconds to do nothing in, mostly 0. Other processes at the same address have their share too."""
        most = max(1, int(limits.TROUBLES * share))
        if len(self._times) < most:
            return 0.0
        return max(0.0, self._times[-most] + limits.TROUBLES_SECONDS - now)
