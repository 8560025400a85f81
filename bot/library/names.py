"""Finding an item by a name that somebody typed, or by the nearest spelling."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LONGEST_TYPED = 100


class Names:
    """Names and the ids they belong to; an item may have several names. The order is kept where nothing decides."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        pairs = [(folded(name), key) for name, key in names]
        self._names = [name for name, _ in pairs]
        self._ids = [key for _, key in pairs]
        self._exact = dict(reversed(pairs))

    def exact(self, typed: str) -> str | None:
        return self._exact.get(folded(typed))

    def nearest(self, typed: str, least: float = 0.0) -> list[str]:
        """Ids by how near their best name is; `least` runs from 0 to 100."""
        return self._unique(self._similar(folded(typed)[:LONGEST_TYPED], least))

    def _similar(self, wanted: str, least: float) -> list[int]:
        found = process.extract(wanted, self._names, scorer=fuzz.WRatio, score_cutoff=least, limit=60)
        return [number for _, _, number in found]

    def _unique(self, numbers: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(self._ids[number] for number in numbers))


def folded(name: str) -> str:
    """Small letters and single blanks; signs at the end don't count."""
    return " ".join(name.casefold().replace("-", " ").split()).strip(" ?!.\"'“”")
