"""Every text of a pack that somebody reads, each with the item and the part that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.library.library import load_library
from bot.library.pack import Pack
from bot.settings import ROOT

# Parts that a card shows as they are; only the others are read as Markdown.
PLAIN_PARTS = {"title", "stem", "term", "topic", "about", "basis"}


@dataclass(frozen=True, slots=True)
class Said:
    """One text. `kind` is the file's name without its ending."""

    kind: str
    item: str
    part: str
    text: str

    def __str__(self) -> str:
        return f"{self.item} {self.part}: {self.text[:80]}"


@lru_cache(maxsize=1)
def dry_needling() -> Pack:
    (pack,) = load_library(ROOT / "content" / "packs" / "dry-needling").packs
    return pack


@lru_cache(maxsize=1)
def all_said() -> tuple[Said, ...]:
    return tuple(_said(dry_needling()))


def _said(pack: Pack) -> Iterator[Said]:
    for topic in pack.topics.values():
        yield Said("pack", topic.id, "title", topic.title)
        yield Said("pack", topic.id, "about", topic.about)
    for entry in pack.entries.values():
        parts = {"title": entry.title, "short": entry.short, "long": entry.long, "nuance": entry.evidence.nuance}
        parts |= {"patient": entry.patient} if entry.patient else {}
        yield from (Said("entries", entry.id, part, text) for part, text in parts.items())
    for fact in pack.facts.values():
        parts = {"title": fact.title, "text": fact.text, "nuance": fact.evidence.nuance}
        yield from (Said("facts", fact.id, part, text) for part, text in parts.items())
    for question in pack.questions.values():
        yield Said("questions", question.id, "stem", question.stem)
        yield Said("questions", question.id, "nuance", question.evidence.nuance)
        for option in question.options:
            yield Said("questions", question.id, f"option {option.id}", option.text)
            yield Said("questions", question.id, f"why {option.id}", option.why)
    for term in pack.terms.values():
        yield Said("glossary", term.id, "term", term.term)
        yield Said("glossary", term.id, "definition", term.definition)
    for statement in pack.safety.values():
        parts = {"topic": statement.topic, "text": statement.text, "basis": statement.basis}
        yield from (Said("safety", statement.id, part, text) for part, text in parts.items())
