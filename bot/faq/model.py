"""What comes of a question: safety first, then the look-up, then whether its best hit is good enough. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.faq.lookup import Hit, Lookup
from bot.faq.safety import Kind, Rules, Verdict, judge

# Below it the pack is taken not to answer. docs/decisions/0008-look-up-by-words.md says why.
ANSWERED_FROM = 0.55

# Below it not even a nearest topic is named.
NEAR_FROM = 0.2

# Two hits closer than this are both offered, since either may be meant.
TOO_CLOSE = 0.02

SHOWN = 3


class Outcome(StrEnum):
    ANSWER = "answer"
    UNSURE = "unsure"
    NONE = "none"
    PERSONAL = "personal"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Finding:
    """`hits` holds the three best, whatever the outcome; on suitability the entry that the rule names comes first."""

    outcome: Outcome
    verdict: Verdict
    hits: tuple[Hit, ...]

    @property
    def near(self) -> tuple[Hit, ...]:
        """The hits worth showing to somebody: all beside an answer, else those that are near enough to be meant."""
        least = {Outcome.ANSWER: 0.0, Outcome.NONE: NEAR_FROM}.get(self.outcome, ANSWERED_FROM)
        return tuple(hit for hit in self.hits if hit.score >= least)


def find(question: str, lookup: Lookup, rules: Rules) -> Finding:
    verdict = judge(question, rules)
    hits = lookup.find(question)
    if verdict.entry and verdict.kind is not Kind.URGENT:
        hits = _first(verdict.entry, hits)
    return Finding(_outcome(verdict, hits), verdict, hits[:SHOWN])


def _outcome(verdict: Verdict, hits: tuple[Hit, ...]) -> Outcome:
    decided = {
        Kind.URGENT: Outcome.URGENT,
        Kind.PERSONAL: Outcome.PERSONAL,
        Kind.TECHNIQUE: Outcome.NONE,
        Kind.ELSEWHERE: Outcome.NONE,
        Kind.SUITABILITY: Outcome.ANSWER if verdict.entry else Outcome.NONE,
    }
    return decided.get(verdict.kind) or _by_score(hits)


def _by_score(hits: tuple[Hit, ...]) -> Outcome:
    if not hits or hits[0].score < ANSWERED_FROM:
        return Outcome.NONE
    close = len(hits) > 1 and hits[0].score - hits[1].score < TOO_CLOSE
    return Outcome.UNSURE if close else Outcome.ANSWER


def _first(entry: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The entry moved to the front, with the best score there is, so that scores still fall from first to last."""
    others = tuple(hit for hit in hits if hit.id != entry)
    best = max((hit.score for hit in hits), default=1.0)
    return (Hit(entry, best), *others)
