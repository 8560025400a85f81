"""One request that a loopback server answered with 429 because its limits are switched on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limited:
    """`reason` is the limit that was hit, `where` the request, `at` seconds since the epoch."""

    reason: str
    where: str
    retry_after: float
    at: float
