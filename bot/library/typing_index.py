"""Items by what is typed of a name: names that begin so, then those with words that do, then similar ones. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from bot.library.near_words import NearWords
from bot.library.typed import typed_words

TYPED = 100
TYPED_WORDS = 10
# If no more names than this can fit, all are read and ranked. Of more, the first that fit are enough.
MANY = 2000
READ = 20_000
# A word that more names have says nothing about what is similar.
COMMON = 1000
# Similar names are looked for if fewer items were found without them.
ENOUGH = 5
# What a typed word counts for by its slips, and what a similar name must have for each on average.
POINTS = (5, 4, 3)
SIMILAR = 3
LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with all its names. Of items that fit equally well those of a lower `group` come first."""

    id: str
    names: tuple[str, ...]
    group: int = 0


class TypingIndex:
    """Made once. Names are numbered in the order of their items; a name has a blank before each of its words."""

    def __init__(self, items: Iterable[Listed]) -> None:
        listed = list(items)
        named = [(name, number) for number, item in enumerate(listed) for name in dict.fromkeys(map(_line, item.names))]
        self._ids = [item.id for item in listed]
        self._groups = bytes(item.group for item in listed)
        self._names = [name for name, _ in named]
        self._items = array("I", (number for _, number in named))
        self._sorted = array("I", sorted(range(len(named)), key=self._names.__getitem__))
        # The names that have a word, word after word, so that those of all words with one beginning stand together.
        held = sorted((word, number) for number, name in enumerate(self._names) for word in set(name.split()))
        self._having = array("I", (number for _, number in held))
        counts = {word: sum(1 for _ in group) for word, group in groupby(held, key=lambda pair: pair[0])}
        self._words = list(counts)
        self._starts = array("I", accumulate(counts.values(), initial=0))
        self._near = NearWords(self._words)

    def find(self, typed: str, most: int, hidden: Collection[str] = ()) -> list[str]:
        """Ids, the best first, without those that are hidden."""
        words = typed_words(typed[:TYPED])[:TYPED_WORDS]
        if not words:
            return []
        line = _joined(words)
        first = self._place(line)
        very = self._sorted[first : bisect_right(self._sorted, line, first, key=self._names.__getitem__)]
        found = dict.fromkeys(self._ranked(very, hidden))
        if len(found) < most:
            found |= dict.fromkeys(self._beginning(line, first, most, hidden))
        if len(found) < most:
            found |= dict.fromkeys(self._with_words(words, most, hidden))
        if len(found) < min(most, ENOUGH):
            found |= dict.fromkeys(self._similar(words, hidden))
        return list(found)[:most]

    def _beginning(self, line: str, first: int, most: int, hidden: Collection[str]) -> list[str]:
        end = self._place(line + LAST)
        if end - first <= MANY:
            return self._ranked(self._sorted[first:end], hidden)
        names = self._names
        return self._first(lambda some: [name for name in some if names[name].startswith(line)], most, hidden)

    def _with_words(self, words: Sequence[str], most: int, hidden: Collection[str]) -> list[str]:
        """Those with a name in which each typed word begins a word."""
        names = self._names

        def fitting(some: Iterable[int]) -> Collection[int]:
            left = list(some)
            for part in (f" {word}" for word in words):
                left = [name for name in left if part in names[name]]
            return left

        rarest = min((self._begun(word) for word in words), key=self._count)
        if self._count(rarest) <= MANY:
            return self._ranked(fitting(set(self._of(rarest))), hidden)
        return self._first(fitting, most, hidden)

    def _first(
        self, fitting: Callable[[Iterable[int]], Collection[int]], most: int, hidden: Collection[str]
    ) -> list[str]:
        """Reads names in their order until enough items were found: where many names fit, that is soon."""
        found: list[int] = []
        items: list[str] = []
        for start in range(0, min(len(self._names), READ), MANY):
            fresh = fitting(range(start, min(start + MANY, len(self._names))))
            found += fresh
            items = self._ranked(found, hidden) if fresh else items
            if len(items) >= most:
                break
        return items

    def _similar(self, words: Sequence[str], hidden: Collection[str]) -> list[str]:
        """Those with a name that has most of the rarer words, or words that are spelt nearly so."""
        rarer = [word for word in words if self._count(self._begun(word)) <= COMMON]
        telling = [names for names in map(self._having_nearly, rarer) if len(names) <= COMMON]
        points: Counter[int] = Counter()
        for names in telling:
            points.update(names)
        least = SIMILAR * len(telling)
        best: dict[int, int] = {}
        for name, sum_of_points in points.items():
            if sum_of_points >= least:
                item = self._items[name]
                best[item] = max(best.get(item, 0), sum_of_points)
        shown = [item for item in best if self._ids[item] not in hidden]
        shown.sort(key=lambda item: (-best[item], self._groups[item], item))
        return [self._ids[item] for item in shown]

    def _having_nearly(self, word: str) -> dict[int, int]:
        """Names with a word that begins so, or nearly so if there are few of them, and what it counts for."""
        begun = self._begun(word)
        names: dict[int, int] = {}
        if self._count(begun) < ENOUGH:
            for place, slips in sorted(self._near.find(word).items(), key=lambda pair: -pair[1]):
                names |= dict.fromkeys(self._of(range(place, place + 1)), POINTS[slips])
        return names | dict.fromkeys(self._of(begun), POINTS[0])

    def _begun(self, word: str) -> range:
        """The places of the words that begin so."""
        first = bisect_left(self._words, word)
        return range(first, bisect_left(self._words, word + LAST, first))

    def _of(self, words: range) -> array[int]:
        """The names that have one of these words; one that has several is there several times."""
        return self._having[self._starts[words.start] : self._starts[words.stop]]

    def _count(self, words: range) -> int:
        return self._starts[words.stop] - self._starts[words.start]

    def _place(self, line: str) -> int:
        return bisect_left(self._sorted, line, key=self._names.__getitem__)

    def _ranked(self, names: Iterable[int], hidden: Collection[str]) -> list[str]:
        """The items of these names, by group; in a group those first of which more names are among them."""
        counts = Counter(map(self._items.__getitem__, names))
        shown = [item for item in counts if self._ids[item] not in hidden] if hidden else list(counts)
        shown.sort(key=lambda item: (self._groups[item], -counts[item], item))
        return [self._ids[item] for item in shown]


def _line(name: str) -> str:
    return _joined(typed_words(name))


def _joined(words: Iterable[str]) -> str:
    return "".join(f" {word}" for word in words)
