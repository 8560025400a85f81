"""`make eval-faq`: how well /faq finds, and how well it knows when not. The figures stand in docs/faq.md.

Thresholds are chosen on all authors and styles but one and tried on that one, in turn; no question that is measured
stands in the pack. Besides, the pack's own examples are measured with everybody's left out who writes like them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.faq import model
from bot.faq.cache import Cache
from bot.faq.desk import DESKS, Desk
from bot.faq.examples import ExampleLookup, collect
from bot.faq.lookup import Hit
from bot.faq.making import examples_of, meaning_of
from bot.faq.model import Finding, Outcome
from bot.library.library import Shelf, load_library
from bot.library.typed import tidy
from tests.faq_sets import Case, cases, sets

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "build" / "cache"
VOICES = ("students", "clinicians", "patients", "non_native")
THREE = 3
REFUSED = 0.9
REPEATS = 1000

# What a mistake costs somebody who asks: a wrong answer looks like a right one, an offer takes a press more.
WRONG, INVENTED, REFUSES, OFFERS, OFFERS_NOTHING_RIGHT = 1.0, 1.0, 0.7, 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    case: Case
    hits: tuple[Hit, ...]
    finding: Finding

    @property
    def score(self) -> float:
        return self.hits[0].score if self.hits else 0.0

    @property
    def place(self) -> int:
        """Of the first entry that serves, from 1; 0 if there is none."""
        return next((at for at, hit in enumerate(self.hits, 1) if hit.id in self.case.gold), 0)


@dataclass(frozen=True, slots=True)
class Thresholds:
    answered_from: float
    unsure_from: float
    too_close: float

    def outcome(self, asked: Asked) -> Outcome:
        decided = model.decided(asked.finding.verdict)
        return decided or model.by_score(asked.hits, self.answered_from, self.unsure_from, self.too_close)

    def cost(self, asked: Asked) -> float:
        outcome, right = self.outcome(asked), bool(asked.case.gold)
        if outcome is Outcome.ANSWER:
            return 0.0 if asked.place == 1 else WRONG if right else INVENTED
        if outcome is Outcome.UNSURE:
            return OFFERS if right and 0 < asked.place <= THREE else OFFERS_NOTHING_RIGHT
        return REFUSES if right else 0.0


def ask(desk: Desk, shelf: Shelf, case: Case) -> Asked:
    question = tidy(case.question)
    finding = desk.find(shelf, question)
    hits = model.weighed(finding.verdict, desk.lookup.find(question))
    return Asked(case, hits, finding)


def right_first(asked: Sequence[Asked]) -> float:
    return _mean([one.place == 1 for one in asked if one.case.gold])


def right_in_three(asked: Sequence[Asked]) -> float:
    return _mean([0 < one.place <= THREE for one in asked if one.case.gold])


def reciprocal_rank(asked: Sequence[Asked]) -> float:
    return _mean([1 / one.place if one.place else 0.0 for one in asked if one.case.gold])


def auroc(asked: Sequence[Asked]) -> float:
    """The chance that a question with an answer has a higher best score than one without; ties count half."""
    yes = np.array([one.score for one in asked if one.case.gold])
    no = np.array([one.score for one in asked if not one.case.gold])
    if not len(yes) or not len(no):
        return float("nan")
    return float(np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)))


def right_at_refusal(asked: Sequence[Asked]) -> float:
    """Right first and scored above nine in ten of the questions that nothing answers."""
    no = [one.score for one in asked if not one.case.gold]
    if not no:
        return float("nan")
    bar = float(np.quantile(no, REFUSED))
    return _mean([one.place == 1 and one.score > bar for one in asked if one.case.gold])


FIGURES: Mapping[str, Callable[[Sequence[Asked]], float]] = {
    "right first": right_first,
    "right in three": right_in_three,
    "MRR": reciprocal_rank,
    "AUROC": auroc,
    "right, 90 % refused": right_at_refusal,
}


def interval(asked: Sequence[Asked], figure: Callable[[Sequence[Asked]], float]) -> tuple[float, float]:
    """95 % by bootstrap over the questions, with and without an answer apart."""
    draw = np.random.default_rng(1)
    groups = [[one for one in asked if bool(one.case.gold) is answered] for answered in (True, False)]
    drawn = [
        figure([group[at] for group in groups if group for at in draw.integers(len(group), size=len(group))])
        for _ in range(REPEATS)
    ]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def choose(asked: Sequence[Asked]) -> Thresholds:
    """The cheapest; of equal ones the middle, so that nothing hangs on a single question."""
    grid = product(np.arange(0.40, 0.66, 0.02), np.arange(0.30, 0.60, 0.02), (0.0, 0.02, 0.04, 0.06, 0.1))
    tried = [Thresholds(float(a), float(u), float(c)) for a, u, c in grid if u <= a]
    costs = np.array([sum(one.cost(case) for case in asked) for one in tried])
    best = [one for one, cost in zip(tried, costs, strict=True) if cost <= costs.min() + 1e-9]
    return best[len(best) // 2]


def folds(asked: Sequence[Asked]) -> Iterator[tuple[str, list[Asked], list[Asked]]]:
    """Name, what is learnt from, what is tried: each author and each style in turn."""
    for name in ("author", "style"):
        of = [str(getattr(one.case, name)) for one in asked]
        for value in sorted(set(of)):
            learnt = [one for one, its in zip(asked, of, strict=True) if its != value]
            tried = [one for one, its in zip(asked, of, strict=True) if its == value]
            yield f"without {name} {value}", learnt, tried


def confusion(asked: Sequence[Asked], thresholds: Thresholds) -> Counter[tuple[str, str]]:
    table: Counter[tuple[str, str]] = Counter()
    for one in asked:
        outcome = thresholds.outcome(one)
        row = "some entry answers" if one.case.gold else "none answers"
        served = one.place == 1 if outcome is Outcome.ANSWER else 0 < one.place <= THREE
        told = {Outcome.ANSWER: " right", Outcome.UNSURE: " with it"} if served else {}
        table[row, f"{outcome}{told.get(outcome, '')}"] += 1
    return table


def worst(asked: Sequence[Asked], count: int = 20) -> list[Asked]:
    """What was answered wrongly or invented with the highest score, and what was missed with the lowest."""

    def badness(one: Asked) -> float:
        return (one.score if one.place != 1 else 0.5 - one.score) if one.case.gold else one.score - 0.5

    return sorted(asked, key=badness, reverse=True)[:count]


def left_out(shelf: Shelf, *, encoder: bool) -> Iterator[tuple[str, float, float]]:
    """For each voice of the pack: right first and in three of its questions, by a look-up that never saw them."""
    cache = Cache(CACHE)
    for voice in VOICES:
        hidden = [
            (text, key) for pack in shelf.packs for key, one in pack.asked.items() for text in getattr(one, voice)
        ]
        gone = {text for text, _ in hidden}
        full = examples_of(shelf)
        asked = {key: [t for t in shelf.ways_of_asking(e) if t not in gone] for key, e in shelf.entries.items()}
        examples = collect(asked, shelf.unanswered, full.reader)
        meaning = meaning_of(examples, cache) if encoder else None
        lookup = ExampleLookup(examples, meaning).fitted(Cache(None))
        places = [[hit.id for hit in lookup.find(text)].index(key) for text, key in hidden]
        yield voice, _mean([at == 0 for at in places]), _mean([at < THREE for at in places])


def report(desk: Desk, shelf: Shelf, names: Sequence[str]) -> Iterator[str]:
    reader = examples_of(shelf).reader
    asked = [ask(desk, shelf, case) for name in names for case in cases(name, reader)]
    by = "meaning and words" if desk.lookup.by_meaning else "words alone"
    yield f"Compared by {by}; 95 % intervals by bootstrap."
    yield ""
    yield _row("", "n", *FIGURES)
    for name in names:
        yield _figures(name, [one for one in asked if one.case.author == name])
    yield _figures("all", asked)
    for style in sorted({one.case.style for one in asked}):
        yield _figures(style, [one for one in asked if one.case.style == style], intervals=False)
    yield ""
    yield "Thresholds, chosen on the others and tried on the one that was left out (cost a question):"
    for name, learnt, tried in folds(asked):
        yield _chosen(name, choose(learnt), tried)
    used = Thresholds(model.ANSWERED_FROM, model.UNSURE_FROM, model.TOO_CLOSE)
    yield _chosen("chosen on all", choose(asked), asked)
    yield _chosen("in use", used, asked)
    yield ""
    yield "Outcomes with the thresholds in use:"
    for (row, column), count in sorted(confusion(asked, used).items()):
        yield f"  {row:20} {column:16} {count:4}"
    yield ""
    yield "The worst twenty (score; what was found; what would serve):"
    for one in worst(asked):
        best = one.hits[0].id if one.hits else "nothing"
        yield f"  {one.score:.2f} {best:22} {', '.join(one.case.gold) or '-':40} {one.case.question}"


def _chosen(name: str, found: Thresholds, tried: Sequence[Asked]) -> str:
    bars = f"answered {found.answered_from:.2f}  unsure {found.unsure_from:.2f}  close {found.too_close:.2f}"
    return f"  {name:24} {bars}  cost {_mean([found.cost(one) for one in tried]):.3f}"


def _figures(name: str, asked: Sequence[Asked], *, intervals: bool = True) -> str:
    cells = []
    for figure in FIGURES.values():
        low, high = interval(asked, figure) if intervals else (0.0, 0.0)
        cells.append(f"{figure(asked):.3f}" + (f" ({low:.2f}–{high:.2f})" if intervals else ""))
    return _row(name, str(len(asked)), *cells)


def _row(name: str, count: str, *cells: str) -> str:
    return f"{name:10} {count:>4}  " + "  ".join(f"{cell:20}" for cell in cells)


def _mean(values: Sequence[float] | Sequence[bool] | NDArray[np.float64]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=sets(), help="only this set; may be given several times")
    parser.add_argument("--words-alone", action="store_true", help="without the encoder")
    given = parser.parse_args()
    shelf = load_library(ROOT / "content" / "packs").for_community(0)
    desk = DESKS.prepare(shelf, encoder=not given.words_alone, cache=CACHE)
    for line in report(desk, shelf, given.set or sets()):
        print(line)
    print("\nThe pack's own examples, with all of one voice left out:")
    for voice, first, three in left_out(shelf, encoder=not given.words_alone):
        print(f"  {voice:12} right first {first:.3f}  in three {three:.3f}")


if __name__ == "__main__":
    main()
