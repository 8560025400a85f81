"""One line of the table: what was measured of ours and of the floor, in pairs, and what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Aim:
    """At most so many times the floor, or at most or at least so much of the unit."""

    ratio: float | None = None
    most: float | None = None
    least: float | None = None

    def met(self, row: Row) -> bool:
        ours = median(row.ours)
        too_slow = self.ratio is not None and (not row.ratios or median(row.ratios) > self.ratio)
        too_much = self.most is not None and ours > self.most
        too_little = self.least is not None and ours < self.least
        return not (too_slow or too_much or too_little)

    def __str__(self) -> str:
        parts = [("≤", self.ratio, " ×"), ("≤", self.most, ""), ("≥", self.least, "")]
        return ", ".join(f"{sign} {value:g}{times}" for sign, value, times in parts if value is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` and `floor` are paired by position; without a floor there is no ratio.

    `rising` says that more is better: then the ratio is floor by ours, so that a smaller ratio always is better.
    """

    name: str
    unit: str
    ours: Sequence[float]
    floor: Sequence[float] = ()
    aim: Aim | None = None
    rising: bool = False
    compared: bool = True

    @property
    def ratios(self) -> list[float]:
        if not self.compared:
            return []
        pairs = zip(self.ours, self.floor, strict=False)
        return [floor / ours if self.rising else ours / floor for ours, floor in pairs if ours > 0 and floor > 0]

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "met" if self.aim.met(self) else "MISSED"

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": spread(self.ours),
            "floor": spread(self.floor),
            "ratio": spread(self.ratios),
            "aim": str(self.aim or ""),
            "verdict": self.verdict,
        }


def spread(values: Sequence[float]) -> dict[str, float] | None:
    if not values:
        return None
    return {"min": min(values), "median": median(values), "max": max(values), "count": len(values)}
