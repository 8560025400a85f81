"""One content pack: a folder of YAML files, read and checked whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ContentError
from bot.library.check import cross_check
from bot.library.items import Claim, Entry, Fact, Item, Manifest, Question, Reference, Statement, Term, Topic
from bot.library.page import Fault, Location, Page

R = TypeVar("R", bound=BaseModel)
N = TypeVar("N", bound="Named")
Named = Item | Claim


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that a pack teaches, by item id, in the order of its files."""

    manifest: Manifest
    claims: Mapping[str, Claim] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    safety: Mapping[str, Statement] = field(default_factory=dict)

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


def read_one(page: Page, model: type[R]) -> R | None:
    if page.data is None:
        if not page.faults:
            page.fault((), "the file is empty")
        return None
    return _validated(page, model, page.data, ())


def read_items(page: Page, model: type[N]) -> dict[str, N]:
    """The items of a list file by id; what can't be read is left out and noted on the page."""
    if page.data is None:
        return {}
    if not isinstance(page.data, tuple):
        page.fault((), "this file must be a list: each item starts with '- id:'")
        return {}
    items: dict[str, N] = {}
    for index, raw in enumerate(page.data):
        item = _validated(page, model, raw, (index,))
        if item is None:
            continue
        key = item.id
        if key in items:
            page.fault((index,), f"the id '{key}' stands twice in this file; ids are unique")
        items[key] = item
    return items


def _validated(page: Page, model: type[R], raw: object, at: Location) -> R | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for problem in error.errors():
            location = (*at, *problem["loc"])
            page.fault(location, _in_words(problem, page.written(location)))
        return None


def _in_words(problem: Mapping[str, Any], written: str | None) -> str:
    """A pydantic error as a sentence for somebody who doesn't program."""
    where = ".".join(str(part) for part in problem["loc"]) or "the item"
    if written is not None and problem["type"] in ("string_type", "literal_error"):
        return f"{where}: YAML reads {written} as {_yaml_kind(problem['input'])}; put it in quotes: '{written}'"
    sentence = _SENTENCES.get(problem["type"])
    if sentence:
        return sentence(where, problem)
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def _yaml_kind(value: object) -> str:
    kinds: Iterable[tuple[type, str]] = ((bool, "yes/no"), (int, "a number"), (float, "a number"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "nothing" if value is None else "a date")


_SENTENCES: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "missing": lambda where, problem: f"{where} is missing",
    "extra_forbidden": lambda where, problem: f"{where}: this word is not known here; check its spelling",
    "string_too_short": lambda where, problem: f"{where} is empty",
    "string_too_long": lambda where, problem: f"{where}: longer than {problem['ctx']['max_length']} characters",
    "string_type": lambda where, problem: f"{where}: a text is expected here",
    "tuple_type": lambda where, problem: f"{where}: a list is expected here, each line starting with '- '",
    "literal_error": lambda where, problem: f"{where}: must be one of {problem['ctx']['expected']}",
    "too_short": lambda where, problem: f"{where}: at least {problem['ctx']['min_length']} are needed",
    "too_long": lambda where, problem: f"{where}: at most {problem['ctx']['max_length']} are allowed",
}


def _strange_files(folder: Path) -> list[Fault]:
    known = {*FILES, "pack.yaml"}
    return [
        Fault(path.name, 1, "", f"this file is not part of a pack; known are {', '.join(sorted(known))}")
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        if path.name not in known
    ]
