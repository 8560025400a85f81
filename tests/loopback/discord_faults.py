"""Trouble on demand: rate limits, server errors, slow answers, answers that never come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from random import Random
from time import time
from typing import Literal

from .discord_problem import JSON


class Kind(StrEnum):
    """After the first three nothing was done; after the others the work was."""

    RATE_LIMIT = "rate_limit"
    ERROR = "error"
    RESET = "reset"
    SILENT = "silent"
    CUT = "cut"
    SLOW = "slow"
    LATE = "late"
    HALF = "half"
    LOST = "lost"


RESETS = {"before": Kind.RESET, "half": Kind.HALF, "after": Kind.LOST}


@dataclass
class Fault:
    """Waits for requests of `method` to a path like `path`; `left` counts how often it still strikes, None for ever.

    With `dice` it strikes only one in so many, by `chance`.
    """

    kind: Kind
    method: str
    path: str
    left: int | None
    status: int = 502
    page: bool = False
    retry_after: float = 0.3
    scope: str = "user"
    seconds: float = 0.3
    chance: float = 1.0
    dice: Random | None = None

    @property
    def stops(self) -> bool:
        """Whether the request is left undone."""
        return self.kind in (Kind.RATE_LIMIT, Kind.ERROR, Kind.RESET)

    def strikes(self, method: str, path: str) -> bool:
        if self.left == 0 or self.method not in ("*", method) or not fnmatchcase(path, self.path):
            return False
        if self.dice is not None and self.dice.random() >= self.chance:
            return False
        self.left = None if self.left is None else self.left - 1
        return True

    def headers(self) -> dict[str, str]:
        """The documented ones (docs: topics/rate-limits), and `Via`, without which discord.py takes a 429
        for a Cloudflare ban and gives up at once."""
        shown = {"Via": "1.1 loopback", "Retry-After": str(max(1, round(self.retry_after)))}
        shown |= {"X-RateLimit-Scope": self.scope, "X-RateLimit-Reset-After": f"{self.retry_after:.3f}"}
        if self.scope == "global":
            return shown | {"X-RateLimit-Global": "true"}
        shown |= {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Bucket": "loopback"}
        return shown | {"X-RateLimit-Reset": f"{time() + self.retry_after:.3f}"}

    def body(self) -> JSON:
        text = "You are being rate limited."
        return {"message": text, "retry_after": self.retry_after, "global": self.scope == "global"}


class Faults:
    """Orders trouble. Paths are without `/api/v10` and take `*`, as in `("POST", "/channels/*/messages")`; so may
    the method be `*`.

    `struck` counts what has happened so far, by the kind's name.
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.struck: Counter[str] = Counter()

    def rate_limit(
        self, method: str, path: str, *, retry_after: float = 0.3, times: int = 1, scope: str = "user"
    ) -> None:
        """Answer 429. `scope` is user, shared or global."""
        self._waiting.append(Fault(Kind.RATE_LIMIT, method, path, times, retry_after=retry_after, scope=scope))

    def error(self, method: str, path: str, *, status: int = 502, times: int = 1, page: bool = False) -> None:
        """Answer with a server error and do nothing. discord.py retries 500, 502 and 504 after a second.

        With `page` it is the page of something on the way, and not Discord's JSON.
        """
        self._waiting.append(Fault(Kind.ERROR, method, path, times, status=status, page=page))

    def silent(self, method: str, path: str, *, times: int = 1) -> None:
        """Do what is asked, but never answer: the client waits until it gives up."""
        self._waiting.append(Fault(Kind.SILENT, method, path, times))

    def cut(self, method: str, path: str, *, times: int = 1) -> None:
        """Do what is asked, then close the connection in place of an answer."""
        self._waiting.append(Fault(Kind.CUT, method, path, times))

    def slow(self, method: str, path: str, *, seconds: float, late: bool = False, times: int = 1) -> None:
        """Answer only after so many seconds. What is asked is done at once, or with `late` just before the answer."""
        kind = Kind.LATE if late else Kind.SLOW
        self._waiting.append(Fault(kind, method, path, times, seconds=seconds))

    def reset(
        self, method: str, path: str, *, when: Literal["before", "half", "after"] = "before", times: int = 1
    ) -> None:
        """Reset the connection: before anything is done, done and with half of the answer sent, or with none of it."""
        self._waiting.append(Fault(RESETS[when], method, path, times))

    def sometimes(
        self,
        method: str,
        path: str,
        kind: str,
        chance: float,
        dice: Random,
        *,
        seconds: float = 0.3,
        status: int = 502,
        retry_after: float = 0.3,
    ) -> None:
        """One in so many such requests runs into the trouble, until `clear`. `kind` is a value of `Kind`."""
        details = Fault(Kind(kind), method, path, None, status, retry_after=retry_after, seconds=seconds)
        details.chance, details.dice = chance, dice
        self._waiting.append(details)

    def clear(self) -> None:
        self._waiting.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into, counted down."""
        for fault in self._waiting:
            if fault.strikes(method, path):
                self.struck[fault.kind.value] += 1
                return fault
        return None
