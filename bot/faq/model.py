"""What comes of a question: safety first, then the look-up, then whether its best hit is good enough. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.faq.lookup import UNCHANGED, Hit, Lookup, Own
from bot.faq.safety import Kind, Rules, Verdict, judge

# Below it the pack is taken not to answer. docs/faq.md says how these three were chosen.
ANSWERED_FROM = 0.5

# From here to ANSWERED_FROM the best hits are offered, since one of them may be meant.
UNSURE_FROM = 0.4

# Two hits closer than this are both offered, since either may be meant.
TOO_CLOSE = 0.02

# Below it not even a nearest topic is named.
NEAR_FROM = 0.2

# What safety rules keep from being answered is hardly what the pack answers.
KEPT_BACK = 0.1

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
    by_meaning: bool = True

    @property
    def near(self) -> tuple[Hit, ...]:
        """The hits worth showing to somebody: all beside an answer, else those that are near enough to be meant."""
        least = {Outcome.ANSWER: 0.0, Outcome.UNSURE: 0.0, Outcome.NONE: NEAR_FROM}.get(self.outcome, ANSWERED_FROM)
        return tuple(hit for hit in self.hits if hit.score >= least)


def find(question: str, lookup: Lookup, rules: Rules, own: Own = UNCHANGED) -> Finding:
    verdict = judge(question, rules)
    hits = lookup.find(question, own)
    outcome = _decided(verdict) or _by_score(hits)
    if verdict.kind in KEPT:
        hits = tuple(Hit(hit.id, round(KEPT_BACK * hit.score, 4)) for hit in hits)
    if verdict.entry and verdict.kind is not Kind.URGENT:
        hits = _first(verdict.entry, hits)
    return Finding(outcome, verdict, hits[:SHOWN], lookup.by_meaning)


KEPT = frozenset({Kind.URGENT, Kind.PERSONAL, Kind.TECHNIQUE, Kind.ELSEWHERE})


def _decided(verdict: Verdict) -> Outcome | None:
    """What safety rules say alone, whatever is found."""
    return {
        Kind.URGENT: Outcome.URGENT,
        Kind.PERSONAL: Outcome.PERSONAL,
        Kind.TECHNIQUE: Outcome.NONE,
        Kind.ELSEWHERE: Outcome.NONE,
        Kind.SUITABILITY: Outcome.ANSWER if verdict.entry else Outcome.NONE,
    }.get(verdict.kind)


def _by_score(hits: tuple[Hit, ...]) -> Outcome:
    if not hits or hits[0].score < UNSURE_FROM:
        return Outcome.NONE
    close = len(hits) > 1 and hits[0].score - hits[1].score < TOO_CLOSE
    return Outcome.UNSURE if close or hits[0].score < ANSWERED_FROM else Outcome.ANSWER


def _first(entry: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The entry moved to the front, with the best score there is, so that scores still fall from first to last."""
    others = tuple(hit for hit in hits if hit.id != entry)
    best = max((hit.score for hit in hits), default=1.0)
    return (Hit(entry, best), *others)
