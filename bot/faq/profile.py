"""What each entry talks about on the whole, beyond single examples: its share in every word of the pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from bot.faq.reader import GROUP_WEIGHT, Reader
from bot.library.items import Entry

IN_SHORT = 0.6
IN_LONG = 0.25


class Profiles:
    """`shares(feature)` says which part of a word's mentions belongs to which entry; a rare word's part is smaller."""

    def __init__(self, entries: Collection[Entry], reader: Reader) -> None:
        self._counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for entry in entries:
            for text in (entry.title, *entry.asked_as):
                self._add(reader, entry.id, set(reader.stems(text)), 1.0)
            self._add(reader, entry.id, reader.stems(entry.short), IN_SHORT)
            self._add(reader, entry.id, reader.stems(entry.long), IN_LONG)
        self._shares = {
            feature: {key: count / (sum(counts.values()) + 1.0) for key, count in counts.items()}
            for feature, counts in self._counts.items()
        }

    def has(self, feature: str) -> bool:
        return feature in self._shares

    @property
    def features(self) -> Collection[str]:
        return self._shares.keys()

    def shares(self, feature: str) -> Mapping[str, float]:
        return self._shares.get(feature, {})

    def _add(self, reader: Reader, key: str, stems: Iterable[str], weight: float) -> None:
        for found in stems:
            self._counts[found][key] += weight
            for group in reader.means_nearly(found):
                self._counts[group][key] += weight * GROUP_WEIGHT
