"""How many of the messages are held against the rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Sampling:
    """Every message by default. A bench that posts a lot judges every hundredth, or none with 0."""

    every: int = 1
    _seen: int = 0

    def due(self) -> bool:
        self._seen += 1
        return self.every > 0 and self._seen % self.every == 0
