"""Questions for measuring /faq, by who wrote them. None of them may stand in a pack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.faq.reader import Reader
from bot.library.typed import typed_words

FOLDER = Path(__file__).parent / "faq"
SHORT = 3
LONG = 20


@dataclass(frozen=True, slots=True)
class Case:
    """`gold` are the entries that would serve, any of them; none if no entry does."""

    question: str
    gold: tuple[str, ...]
    author: str
    style: str


def sets() -> Sequence[str]:
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def cases(author: str, reader: Reader) -> Iterator[Case]:
    for line in (FOLDER / f"{author}.jsonl").read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        yield Case(read["q"], tuple(read["gold"]), author, style_of(read["q"], reader))


def style_of(question: str, reader: Reader) -> str:
    """By rule, since not all authors noted it: a story, a few words, mended typos, or a plain question."""
    words = typed_words(question)
    if len(words) >= LONG:
        return "story"
    if len(words) <= SHORT:
        return "short"
    return "typos" if any(reader.mends(word) for word in words) else "plain"
