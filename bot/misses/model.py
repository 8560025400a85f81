"""Questions that found nothing: how long they are kept, which are alike, what managers still have to look at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from operator import itemgetter

KEPT = timedelta(days=90)
MOST_KEPT = 1000
"""In one community; the oldest goes for a new one."""
MOST_OPEN = 5
"""Questions to the instructors, of one person in one community, that wait for a reply."""
LONGEST_MISS = 300
LONGEST_INQUIRY = 500
LONGEST_REPLY = 1000
LONGEST_NAME = 80

ALIKE, ALIKE_IN_MEANING = 0.75, 0.62
"""From here on two questions ask the same: by their words, or by their meaning."""
SURE_IN_MEANING = 0.75
"""The same, where an asker is told so."""
MOST_BY_MEANING = 200
"""Groups that are also compared by meaning, the first ones of the list: each with each other one."""

OPEN, ANSWERED, WAITING = "open", "answered", "waiting"

Likeness = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Miss:
    """`text` has no names, dates or ages any more; `day` is a date in UTC. Nothing says who asked."""

    id: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same; the first one stands for all."""

    misses: tuple[Miss, ...]

    @property
    def first(self) -> Miss:
        return self.misses[0]

    @property
    def last_day(self) -> date:
        return max(miss.day for miss in self.misses)

    @property
    def others(self) -> tuple[str, ...]:
        """The other ways in which it was asked."""
        return tuple(dict.fromkeys(miss.text for miss in self.misses if miss.text != self.first.text))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the instructors. `name` is None for somebody who didn't want to give it."""

    id: int
    community_id: int
    learner_id: int
    platform: str
    name: str | None
    text: str
    state: str
    reply: str | None
    asked_on: date


def grouped(texts: Sequence[str], likeness: Likeness, bar: float = ALIKE) -> list[list[int]]:
    """The numbers of the texts that are alike, each with the first text of its group at least."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        numbers.setdefault(text, []).append(number)
    groups: dict[str, list[int]] = {}
    for text, same in numbers.items():
        near, best = max(((likeness(first, text), first) for first in groups), default=(0.0, ""), key=itemgetter(0))
        if near >= bar:
            groups[best] += same
        else:
            groups[text] = same
    return list(groups.values())


def to_look_at(
    misses: Sequence[Miss], elsewhere: Sequence[str], examples: Sequence[str], words: Likeness, meaning: Likeness
) -> list[Group]:
    """What was asked and not found: the most asked first, then the latest, without what is like a settled question.

    An example answers what is worded like it; other words for the same come up again, and can be added as well.
    """
    left = [miss for miss in misses if not _near(miss.text, (*elsewhere, *examples), words, ALIKE)]
    found = grouped([miss.text for miss in left], words)
    groups = _in_order(Group(tuple(left[number] for number in numbers)) for numbers in found)
    first, rest = groups[:MOST_BY_MEANING], groups[MOST_BY_MEANING:]
    first = [group for group in first if not _near(group.first.text, elsewhere, meaning, ALIKE_IN_MEANING)]
    together = grouped([group.first.text for group in first], meaning, ALIKE_IN_MEANING)
    merged = (Group(tuple(miss for number in numbers for miss in first[number].misses)) for numbers in together)
    return _in_order([*merged, *rest])


def surely_like(text: str, others: Sequence[str], words: Likeness, meaning: Likeness) -> bool:
    """Whether one of the others asks the same, so surely that its asker may be told."""
    return _near(text, others, words, ALIKE) or _near(text, others, meaning, SURE_IN_MEANING)


def _near(text: str, others: Iterable[str], likeness: Likeness, bar: float) -> bool:
    return any(likeness(other, text) >= bar for other in others)


def _in_order(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-len(group.misses), -group.last_day.toordinal(), group.first.text))


def digest(text: str) -> str:
    """Twelve hex digits that stand for a text where it doesn't fit, as in a button."""
    return sha256(text.encode()).hexdigest()[:12]


def example_code(entry_id: str, text: str) -> str:
    """What stands in a button for an example that was added; `settled_by` reads it, and a digest alone."""
    return f"{digest(text)}.{entry_id}"


def settled_by(code: str) -> tuple[str, str]:
    """The text's digest, and the id of the entry that it became an example of; that is empty for elsewhere."""
    found, _, entry_id = code.partition(".")
    return found, entry_id
