"""One content pack: a folder of YAML files, read and checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ContentError
from bot.library.check import cross_check
from bot.library.items import Claim, Entry, Fact, Manifest, Question, Reference, Rule, Statement, Term, Topic
from bot.library.page import Fault, Page
from bot.library.reading import Named, read_items, read_one


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Everything that a pack teaches, by item id, in the order of its files. Equal only to itself, so it is a key."""

    manifest: Manifest
    claims: Mapping[str, Claim] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    safety: Mapping[str, Statement] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)

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
    "facts.yaml": ("facts", Fact),
    "questions.yaml": ("questions", Question),
    "glossary.yaml": ("terms", Term),
    "safety.yaml": ("safety", Statement),
    "rules.yaml": ("rules", Rule),
}


def load_pack(folder: Path) -> Pack:
    """Reads a pack or raises ContentError, which holds every fault found in all of its files."""
    pack, faults = examine(folder)
    if pack is None or faults:
        raise ContentError(folder.name, faults)
    return pack


def examine(folder: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack as far as it can be read, and all its faults at once."""
    if not (folder / "pack.yaml").is_file():
        return None, [Fault("pack.yaml", 1, "", f"the folder '{folder.name}' has no pack.yaml")]
    cover = Page(folder / "pack.yaml")
    manifest = read_one(cover, Manifest)
    pages = {name: Page(folder / name) for name in FILES if (folder / name).is_file()}
    parts: dict[str, Mapping[str, Any]] = {}
    for name, page in pages.items():
        part, model = FILES[name]
        parts[part] = read_items(page, model)
    pack = Pack(manifest=manifest, **parts) if manifest else None
    if pack:
        cross_check(pack, pages)
    faults = [
        *cover.faults,
        *(fault for page in pages.values() for fault in page.faults),
        *_strange_files(folder),
    ]
    return pack, sorted(faults, key=lambda fault: (fault.file, fault.line))


def _strange_files(folder: Path) -> list[Fault]:
    known = {*FILES, "pack.yaml"}
    return [
        Fault(path.name, 1, "", f"this file is not part of a pack; known are {', '.join(sorted(known))}")
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        if path.name not in known
    ]
