"""One content pack: a folder of YAML files, read and checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.library.check import OF_THEIR_OWN, cross_check
from bot.library.items import (
    Asked,
    Care,
    Claim,
    Entry,
    Fact,
    Manifest,
    Question,
    Reference,
    Rule,
    Statement,
    Term,
    Topic,
    Unanswered,
)
from bot.library.page import Fault, Page
from bot.library.reading import Named, read_items, read_one


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Everything that a pack teaches, by item id, in the order of its files. Equal only to itself, so it is a key."""

    manifest: Manifest
    claims: Mapping[str, Claim] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)
    unanswered: Mapping[str, Unanswered] = field(default_factory=dict)
    care: Mapping[str, Care] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    safety: Mapping[str, Statement] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    # The file and the line of each item whose id no other pack may have, for faults between packs.
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def topics(self) -> Mapping[str, Topic]:
        return {topic.id: topic for topic in self.manifest.topics}


# The file of each kind of item, and the field of Pack that it fills. Only pack.yaml must be there.
FILES: Mapping[str, tuple[str, type[Named]]] = {
    "claims.yaml": ("claims", Claim),
    "references.yaml": ("references", Reference),
    "entries.yaml": ("entries", Entry),
    "asked.yaml": ("asked", Asked),
    "unanswered.yaml": ("unanswered", Unanswered),
    "care.yaml": ("care", Care),
    "facts.yaml": ("facts", Fact),
    "questions.yaml": ("questions", Question),
    "glossary.yaml": ("terms", Term),
    "safety.yaml": ("safety", Statement),
    "rules.yaml": ("rules", Rule),
}


def examine(folder: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack as far as it can be read, and all its faults at once."""
    cover = Page(folder / "pack.yaml")
    manifest = read_one(cover, Manifest)
    pages = {name: Page(folder / name) for name in FILES if (folder / name).exists()}
    items: dict[str, Mapping[str, Any]] = {name: {} for name in FILES}
    for name, page in pages.items():
        items[name] = read_items(page, FILES[name][1])
    cross_check(cover, pages, items)
    faults = [*cover.faults, *(fault for page in pages.values() for fault in page.faults), *_strange_files(folder)]
    faults.sort(key=lambda fault: (fault.file, fault.line))
    if manifest is None:
        return None, faults
    shared = {name: page for name, page in pages.items() if name not in OF_THEIR_OWN}
    places = {key: (name, page.line((index,))) for name, page in shared.items() for key, index in page.ids().items()}
    return Pack(manifest=manifest, places=places, **{FILES[name][0]: found for name, found in items.items()}), faults


def _strange_files(folder: Path) -> list[Fault]:
    known = {*FILES, "pack.yaml"}
    return [
        Fault(
            path.name,
            1,
            "",
            f"this file is not part of a pack; rename it to one of {', '.join(sorted(known))}, or delete it",
        )
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        if path.name not in known
    ]
