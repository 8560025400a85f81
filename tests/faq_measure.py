"""How well /faq finds and refuses: figures over cases of a question and the entries that would serve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.faq.desk import Desk
from bot.faq.lookup import Lookup
from bot.faq.model import Finding, Outcome

Case = tuple[str, Sequence[str]]
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1. `refused` counts what is neither answered nor offered, for whatever reason."""

    right_first: float
    right_in_three: float
    answered: float
    refused: float

    def __str__(self) -> str:
        return (
            f"right first {self.right_first:.1%}, in three {self.right_in_three:.1%}, "
            f"answered {self.answered:.1%}, refused {self.refused:.1%}"
        )


def evaluate(lookup: Lookup, cases: Iterable[Case]) -> tuple[float, float]:
    """Right first and right in three by the look-up alone, among the cases that something answers."""
    found = [(ids, [hit.id for hit in lookup.find(question)]) for question, ids in cases if ids]
    return _share(top[0] in ids for ids, top in found), _share(bool({*ids} & {*top[:SHOWN]}) for ids, top in found)


def measure(desk: Desk, cases: Sequence[Case]) -> Figures:
    """Safety and threshold included: what somebody who asks would get."""
    findings = [(ids, desk.find(question)) for question, ids in cases]
    answerable = [(ids, finding) for ids, finding in findings if ids]
    return Figures(
        _share(finding.hits[0].id in ids for ids, finding in answerable),
        _share(any(hit.id in ids for hit in finding.hits) for ids, finding in answerable),
        _share(_offers(finding) for _, finding in answerable),
        _share(not _offers(finding) for ids, finding in findings if not ids),
    )


def _offers(finding: Finding) -> bool:
    return finding.outcome in (Outcome.ANSWER, Outcome.UNSURE)


def _share(of: Iterable[bool]) -> float:
    counted = list(of)
    return sum(counted) / len(counted) if counted else 0.0
