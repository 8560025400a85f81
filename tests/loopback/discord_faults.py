"""Trouble on demand: rate limits, server errors, answers that never come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import fnmatchcase
from time import time

from .discord_problem import JSON


class Kind(Enum):
    RATE_LIMIT = auto()
    ERROR = auto()
    SILENT = auto()
    CUT = auto()


@dataclass
class Fault:
    """Waits for requests of `method` to a path like `path`; `left` counts how often it still strikes."""

    kind: Kind
    method: str
    path: str
    left: int
    status: int = 0
    retry_after: float = 0.0
    scope: str = "user"

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
    """Orders trouble. Paths are without `/api/v10` and take `*`, as in `("POST", "/channels/*/messages")`."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def rate_limit(
        self, method: str, path: str, *, retry_after: float = 0.3, times: int = 1, scope: str = "user"
    ) -> None:
        """Answer 429. `scope` is user, shared or global."""
        self._waiting.append(Fault(Kind.RATE_LIMIT, method, path, times, retry_after=retry_after, scope=scope))

    def error(self, method: str, path: str, *, status: int = 502, times: int = 1) -> None:
        """Answer with a server error and do nothing. discord.py retries 500, 502 and 504 after a second."""
        self._waiting.append(Fault(Kind.ERROR, method, path, times, status=status))

    def silent(self, method: str, path: str, *, times: int = 1) -> None:
        """Do what is asked, but never answer: the client waits until it gives up."""
        self._waiting.append(Fault(Kind.SILENT, method, path, times))

    def cut(self, method: str, path: str, *, times: int = 1) -> None:
        """Do what is asked, then close the connection in place of an answer."""
        self._waiting.append(Fault(Kind.CUT, method, path, times))

    def clear(self) -> None:
        self._waiting.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into, counted down."""
        for fault in self._waiting:
            if fault.left > 0 and fault.method == method and fnmatchcase(path, fault.path):
                fault.left -= 1
                return fault
        return None
