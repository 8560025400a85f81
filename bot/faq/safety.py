"""Safety before look-up: what a question is about decides whether anything may be looked up at all. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.faq.phrases import Phrasebook, Phrases, Reading, read_phrases
from bot.library.items import Rule

NOT_TYPOS = "not-typos"
CRISIS = "urgent-crisis"


class Kind(StrEnum):
    """In the order of precedence: a question that is several of these is the first of them."""

    URGENT = "urgent"
    PERSONAL = "personal"
    TECHNIQUE = "technique"
    SUITABILITY = "suitability"
    ELSEWHERE = "elsewhere"
    MENTIONS = "mentions"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule` is the id of the rule that decided. `entry` is what to show besides the pointer, if there is anything:
    a safety statement for urgent ones, the entry on who must not be treated for all the others. `statement` is the
    safety statement on what the question mentions, to stand beside that entry.
    """

    kind: Kind
    rule: str = ""
    entry: str | None = None
    statement: str | None = None


class Rules:
    """The rules of a shelf, ready to be applied."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        lists = {key: read_phrases(rule.phrases) for key, rule in rules.items() if rule.kind == "words"}
        self._rules = [Ready(rule) for rule in rules.values() if rule.kind != "words"]
        not_typos = " ".join(rules[NOT_TYPOS].phrases) if NOT_TYPOS in rules else ""
        self.book = Phrasebook(lists, (phrases for rule in self._rules for phrases in rule.all), not_typos)

    def holding(self, question: str) -> Mapping[Kind, list[Rule]]:
        reading = Reading(question, self.book)
        holding: dict[Kind, list[Rule]] = {kind: [] for kind in Kind}
        for ready in self._rules:
            if ready.holds(reading):
                holding[Kind(ready.rule.kind)].append(ready.rule)
        return holding


class Ready:
    """A rule with its phrases read."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._any = read_phrases(rule.phrases)
        self._along = [read_phrases((text,)) for text in rule.along]
        self._unless = read_phrases(rule.unless)

    @property
    def all(self) -> tuple[Phrases, ...]:
        return (self._any, *self._along, self._unless)

    def holds(self, reading: Reading) -> bool:
        return (
            reading.has_any(self._any)
            and all(reading.has_any(needed) for needed in self._along)
            and not reading.has_any(self._unless)
        )


def judge(question: str, rules: Rules) -> Verdict:
    holding = rules.holding(question)
    suitability, statement = _entry(holding[Kind.SUITABILITY]), _entry(holding[Kind.MENTIONS])
    for kind, found in holding.items():
        if found and kind is not Kind.MENTIONS:
            entry = _entry(found) if kind is Kind.URGENT else suitability
            return Verdict(kind, _leading(found), entry, statement if suitability else None)
    return Verdict(Kind.NOTHING)


def _leading(rules: list[Rule]) -> str:
    """Which one a verdict is said to rest on: the first, but a crisis before all others."""
    ids = [rule.id for rule in rules]
    return CRISIS if CRISIS in ids else ids[0]


def _entry(rules: list[Rule]) -> str | None:
    return next((rule.entry for rule in rules if rule.entry), None)
