"""A second look at safety: what is like many questions that need care needs care, also in words that no rule has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.faq.lookup import Hit, Lookup
from bot.faq.safety import Kind, Verdict
from bot.library.typed import typed_words

# From here a question is taken for the kind that it is most like. docs/faq.md says how it was chosen.
SURE = 0.65
# From here an entry answers the question so well that it is on the theory, whatever else it is like.
CERTAIN = 0.7
# From here the entry is what was asked about, so that what only sounds like a red flag gets the clinician, not alarm;
# that card names the red flags too.
BEYOND_DOUBT = 0.85

# It takes more to raise an alarm where a rule has decided otherwise, and where few words are like much.
VERY_SURE = 0.9
FEW = 6
FEWEST = 3

# How much surer than the entry's hit the likeness must be to outweigh one that is certain.
SURER = 0.2

# What a pack calls a question about oneself and a reason for caution: personal, and the entry belongs to it.
CAUTION = "caution"

UNDECIDED = frozenset({Kind.ELSEWHERE, Kind.MENTIONS, Kind.NOTHING})

# A rule's word stands, unless the question is like those of a kind that goes before it.
GIVE_WAY: Mapping[Kind, frozenset[Kind]] = {
    Kind.URGENT: frozenset(Kind) - {Kind.URGENT},
    Kind.PERSONAL: UNDECIDED | {Kind.SUITABILITY},
    Kind.TECHNIQUE: UNDECIDED,
    Kind.SUITABILITY: UNDECIDED,
}


@dataclass(frozen=True, slots=True)
class Watch:
    """`lookup` finds kinds instead of entries; `entries` is what to show with a kind."""

    lookup: Lookup
    entries: Mapping[str, str | None]

    def second(self, question: str, verdict: Verdict, found: Hit | None = None, *, by_meaning: bool = True) -> Verdict:
        """`found` is the best hit among the entries; one that is certain keeps all but red flags away, and makes those
        that no rule sees a personal question, if it was found by meaning. Where rules and likeness agree, the entry is
        added that no rule had.
        """
        words = len(typed_words(question))
        if words < FEWEST:
            return verdict
        like, *_ = self.lookup.find(question)
        kind = Kind.PERSONAL if like.id == CAUTION else Kind(like.id)
        overruling = kind is Kind.URGENT and verdict.kind not in UNDECIDED
        if like.score < (VERY_SURE if words < FEW or overruling else SURE):
            return verdict
        entry = self.entries[like.id] or (verdict.entry if kind is Kind.PERSONAL else None)
        if kind is Kind.URGENT:
            kind = Kind.PERSONAL if by_meaning and found and found.score >= BEYOND_DOUBT else kind
        elif found and found.score >= max(CERTAIN, like.score - SURER) and found.id != entry:
            return verdict
        if verdict.kind is kind and kind is not Kind.URGENT:
            return replace(verdict, entry=verdict.entry or entry)
        if verdict.kind not in GIVE_WAY[kind]:
            return verdict
        return replace(verdict, kind=kind, rule=f"like-{like.id}", entry=entry)
