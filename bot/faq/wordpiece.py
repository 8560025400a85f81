"""Words as the pieces that the encoder knows. The list is that of BERT's uncased English models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).parent / "vocabulary.txt"
LONGEST_WORD = 100
MOST_PIECES = 128
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, int]:
    return {piece: number for number, piece in enumerate(_listed())}


def general_words() -> list[str]:
    """The whole words of the list, the more frequent ones of the language first."""
    return [piece for piece in _listed() if piece.isascii() and piece.isalpha() and len(piece) > 1]


def _listed() -> Sequence[str]:
    return VOCABULARY.read_text(encoding="utf-8").splitlines()


def pieces(words: Sequence[str]) -> list[int]:
    """Numbers of the pieces of small-letter words, with the marks of start and end; what is too long is cut."""
    known = vocabulary()
    inner = [number for word in words for number in _split(word, known)]
    return [known[START], *inner[: MOST_PIECES - 2], known[END]]


def _split(word: str, known: Mapping[str, int]) -> Iterator[int]:
    """The longest piece that fits, again and again; a word with a part that nothing fits is unknown as a whole."""
    found: list[int] = []
    at = 0
    while at < len(word) <= LONGEST_WORD:
        prefix = "##" if at else ""
        end = next((end for end in range(len(word), at, -1) if prefix + word[at:end] in known), None)
        if end is None:
            break
        found.append(known[prefix + word[at:end]])
        at = end
    yield from found if at == len(word) else [known[UNKNOWN]]
