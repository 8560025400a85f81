"""Questions that wait for a press, in memory alone: nothing of them is stored before the asker agrees."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

MOST = 500
KEPT = timedelta(minutes=15)


class Held:
    """The oldest goes when there are too many. After a restart, or in another process, no token is known."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._texts: dict[str, tuple[str, datetime]] = {}

    def hold(self, text: str, now: datetime, random: Random) -> str:
        """Gives the token that stands for the text in a button."""
        self._clear(now)
        while len(self._texts) >= self._most:
            del self._texts[next(iter(self._texts))]
        token = new_token(random)
        self._texts[token] = (text, now)
        return token

    def find(self, token: str, now: datetime) -> str:
        """An empty text if the token isn't known, or no longer."""
        self._clear(now)
        return self._texts.get(token, ("", now))[0]

    def _clear(self, now: datetime) -> None:
        """They stand in the order of time, so only those in front can be too old."""
        while self._texts:
            oldest = next(iter(self._texts))
            if now - self._texts[oldest][1] < KEPT:
                return
            del self._texts[oldest]


def new_token(random: Random) -> str:
    """Nobody can guess it, and it says nothing about the order in which things came."""
    return f"{random.getrandbits(64):016x}"
