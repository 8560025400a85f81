"""Light stemming: word forms fall together. A stem needn't be a word; it is only ever compared with other stems."""

from __future__ import annotations

from functools import lru_cache

_SHORTEST = 4
_DOUBLED_STAYS = "lsz"
_ENDINGS = (
    ("ations", "at"),
    ("ation", "at"),
    ("iness", "y"),
    ("ness", ""),
    ("ments", "ment"),
    ("ingly", ""),
    ("edly", ""),
    ("fully", ""),
    ("ful", ""),
    ("full", ""),
    ("ly", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ings", ""),
    ("ing", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ers", "er"),
    ("es", "e"),
    ("s", ""),
)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    if len(word) < _SHORTEST or word.isdigit():
        return word
    root = _without_ending(word)
    if len(root) >= _SHORTEST:
        root = root.removesuffix("e")
        root = root[:-1] + "i" if root.endswith("y") else root
    return root


def _without_ending(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                return word
            root = word.removesuffix(ending) + instead
            doubled = instead == "" and ending != "s" and root[-1:] == root[-2:-1] and root[-1:] not in _DOUBLED_STAYS
            return root[:-1] if doubled else root
    return word
