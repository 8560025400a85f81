"""What comes of a question: safety first, then the look-up, then whether its best hit is good enough. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.faq.lookup import UNCHANGED, Hit, Lookup, Own
from bot.faq.safety import Kind, Rules, Verdict, judge
from bot.faq.watch import Watch
from bot.library.typed import MAX_QUESTION

# Below it the pack is taken not to answer. docs/faq.md says how these three were chosen.
ANSWERED_FROM = 0.56

# From here to ANSWERED_FROM the best hits are offered, since one of them may be meant.
UNSURE_FROM = 0.54

# Two hits closer than this are both offered, since either may be meant.
TOO_CLOSE = 0.06

# Below it no entry is named, neither as the nearest topic nor beside an answer.
NEAR_FROM = 0.3

# From here an entry answers, although the question names what belongs elsewhere, such as another treatment.
SURELY = 0.7

# From here there is no doubt, so that even a question that is only a term's name is answered by an entry.
CERTAIN = 0.9

# A rule of these kinds leaves it to the look-up.
OPEN_KINDS = frozenset({Kind.NOTHING, Kind.MENTIONS})

PRECEDENCE = {kind: number for number, kind in enumerate(Kind)}

# Characters that two parts of a long question share.
OVERLAP = 200

SHOWN = 3


class Outcome(StrEnum):
    ANSWER = "answer"
    UNSURE = "unsure"
    NONE = "none"
    PERSONAL = "personal"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Finding:
    """`hits` holds the three best, whatever the outcome; on suitability the entry that the rule names comes first.

    `understood` is False for a question that seems to be in another language.
    """

    outcome: Outcome
    verdict: Verdict
    hits: tuple[Hit, ...]
    by_meaning: bool = True
    understood: bool = True

    @property
    def certain(self) -> bool:
        """Nothing else need be tried: an entry answers it beyond doubt, or safety has decided."""
        return self.ruled or bool(self.hits and self.hits[0].score >= CERTAIN)

    @property
    def ruled(self) -> bool:
        """Safety has decided, from the wording in any case."""
        return self.verdict.kind not in OPEN_KINDS

    @property
    def near(self) -> tuple[Hit, ...]:
        """The hits worth showing to somebody: those that are near enough to be meant, and the answer in any case."""
        least = {Outcome.ANSWER: NEAR_FROM, Outcome.UNSURE: 0.0, Outcome.NONE: NEAR_FROM}
        bar, answered = least.get(self.outcome, ANSWERED_FROM), self.outcome is Outcome.ANSWER
        return tuple(hit for place, hit in enumerate(self.hits) if hit.score >= bar or (answered and place == 0))


def find(question: str, lookup: Lookup, rules: Rules, own: Own = UNCHANGED, watch: Watch | None = None) -> Finding:
    """Looks up the first MAX_QUESTION characters, and looks at the safety of all."""
    hits = lookup.find(question[:MAX_QUESTION], own)
    verdict = gravest(watched(part, rules, watch, hits, lookup.by_meaning) for part in parts_of(question))
    verdict, hits = outweighed(verdict, hits), weighed(verdict, hits)
    understood = lookup.understands(question)
    outcome = decided(verdict) or by_score(hits)
    if outcome is Outcome.ANSWER and not understood and verdict.kind in OPEN_KINDS:
        outcome = Outcome.UNSURE
    return Finding(outcome, verdict, hits[:SHOWN], lookup.by_meaning, understood)


def parts_of(question: str) -> Sequence[str]:
    """A long story in parts that overlap, so that one sentence in it counts as much as in a short question."""
    return [
        question[at : at + MAX_QUESTION] for at in range(0, max(len(question) - OVERLAP, 1), MAX_QUESTION - OVERLAP)
    ]


def watched(part: str, rules: Rules, watch: Watch | None, hits: tuple[Hit, ...], by_meaning: bool) -> Verdict:
    verdict = judge(part, rules)
    return watch.second(part, verdict, next(iter(hits), None), by_meaning=by_meaning) if watch else verdict


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The first in the order of precedence."""
    return min(verdicts, key=lambda verdict: PRECEDENCE[verdict.kind])


def outweighed(verdict: Verdict, hits: tuple[Hit, ...]) -> Verdict:
    """ "Compared with a flu jab?" asks about needling all the same."""
    sure = verdict.kind is Kind.ELSEWHERE and hits and hits[0].score >= SURELY
    return Verdict(Kind.NOTHING) if sure else verdict


def weighed(verdict: Verdict, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits, the entry first that a rule names."""
    return _first(verdict.entry, hits) if verdict.entry and verdict.kind is not Kind.URGENT else hits


def decided(verdict: Verdict) -> Outcome | None:
    """What safety rules say alone, whatever is found."""
    return {
        Kind.URGENT: Outcome.URGENT,
        Kind.PERSONAL: Outcome.PERSONAL,
        Kind.TECHNIQUE: Outcome.NONE,
        Kind.ELSEWHERE: Outcome.NONE,
        Kind.SUITABILITY: Outcome.ANSWER if verdict.entry else Outcome.NONE,
    }.get(verdict.kind)


def by_score(
    hits: tuple[Hit, ...],
    answered_from: float = ANSWERED_FROM,
    unsure_from: float = UNSURE_FROM,
    too_close: float = TOO_CLOSE,
) -> Outcome:
    if not hits or hits[0].score < unsure_from:
        return Outcome.NONE
    close = len(hits) > 1 and hits[0].score - hits[1].score < too_close
    return Outcome.UNSURE if close or hits[0].score < answered_from else Outcome.ANSWER


def _first(entry: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The entry moved to the front, with the best score there is, so that scores still fall from first to last."""
    others = tuple(hit for hit in hits if hit.id != entry)
    best = max((hit.score for hit in hits), default=1.0)
    return (Hit(entry, best), *others)
