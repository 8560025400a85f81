"""What a look-up gives, whatever it compares. Nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` runs from 0 to 1: about how likely it is that the entry answers the question."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Own:
    """What a community has changed: examples it has added, as entry id and text, and entries it has switched off."""

    added: tuple[tuple[str, str], ...] = ()
    off: frozenset[str] = frozenset()


UNCHANGED = Own()


class Lookup(Protocol):
    @property
    def by_meaning(self) -> bool:
        """False if words alone are compared: the encoder is switched off, not loaded yet, or can't be."""
        ...

    def understands(self, question: str) -> bool:
        """False if it seems to be in another language."""
        ...

    def find(self, question: str, own: Own = ...) -> tuple[Hit, ...]:
        """The entries, or the hundred best of them, the best first."""
        ...

    def alike(self, one: str, other: str) -> float:
        """How near two texts are in meaning, at most 1; 0 if only words can be compared."""
        ...
