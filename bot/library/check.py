"""What must hold between the items of a pack: every name that one item uses is the id of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.library.general import general_rules
from bot.library.items import Question, Rule
from bot.library.page import Page

if TYPE_CHECKING:
    from bot.library.pack import Pack

TRUE_FALSE = 2
CARD_LENGTH = 900


def cross_check(pack: Pack, pages: Mapping[str, Page]) -> None:
    """Notes on each page what its items name and no file has."""
    retired = set(pack.manifest.retired)
    for name, items in _by_file(pack).items():
        page = pages.get(name)
        if page is None or not isinstance(page.data, tuple):
            continue
        places = {str(raw.get("id")): index for index, raw in enumerate(page.data) if isinstance(raw, dict)}
        for key, item in items.items():
            note = _note(page, places[key])
            if key in retired:
                note("id", f"'{key}' is listed as retired in pack.yaml; a retired id is never used again")
            _names_exist(item, pack, note)
            if isinstance(item, Question):
                _question(item, note)
            if isinstance(item, Rule):
                _rule(item, pack, note)
    _unique_across(pack, pages)


def _by_file(pack: Pack) -> dict[str, Mapping[str, Any]]:
    return {
        "claims.yaml": pack.claims,
        "references.yaml": pack.references,
        "entries.yaml": pack.entries,
        "facts.yaml": pack.facts,
        "questions.yaml": pack.questions,
        "glossary.yaml": pack.terms,
        "safety.yaml": pack.safety,
        "rules.yaml": pack.rules,
    }


Note = Callable[[str, str], None]


def _note(page: Page, index: int) -> Note:
    return lambda part, message: page.fault((index, *part.split(".")), f"{part}: {message}")


def _names_exist(item: Any, pack: Pack, note: Note) -> None:
    topic = getattr(item, "topic", None)
    if topic is not None and not hasattr(item, "basis") and topic not in pack.topics:
        note("topic", f"there is no topic '{topic}' in pack.yaml")
    evidence = getattr(item, "evidence", None)
    part = "evidence.references" if evidence else "references"
    for reference in (evidence or item).references if evidence or hasattr(item, "references") else ():
        if reference not in pack.references:
            note(part, f"there is no reference '{reference}' in references.yaml")
    for claim in getattr(item, "claims", ()):
        if claim not in pack.claims:
            note("claims", f"there is no claim '{claim}' in claims.yaml")


def _question(question: Question, note: Note) -> None:
    right = [option.id for option in question.options if option.right]
    if len(right) != 1:
        note("options", f"{len(right)} options are marked 'right: true'; exactly one must be")
    ids = [option.id for option in question.options]
    if len(set(ids)) != len(ids):
        note("options", "two options have the same id")
    length = len(question.stem) + sum(len(option.text) for option in question.options)
    if length > CARD_LENGTH:
        note("stem", f"the question and its options have {length} characters; at most {CARD_LENGTH} fit one card")
    if question.kind == "true-false" and len(ids) != TRUE_FALSE:
        note("options", "a true-false question has two options, a (True) and b (False)")


def _rule(rule: Rule, pack: Pack, note: Note) -> None:
    known = {**pack.rules, **general_rules()}
    lists = {key for key, other in known.items() if other.kind == "words"}
    texts = {"any": rule.phrases, "with": rule.along, "unless": rule.unless}
    for part, name in (
        (part, word[1:])
        for part, found in texts.items()
        for text in found
        for word in text.split()
        if word.startswith("@")
    ):
        if name not in lists:
            note(part, f"there is no list '@{name}'; a list is a rule of the kind 'words'")
    if rule.entry and rule.entry not in {**pack.entries, **pack.safety}:
        note("entry", f"there is no entry or safety statement '{rule.entry}'")
    if rule.id in general_rules():
        note("id", f"'{rule.id}' is the name of a rule that counts for every pack; choose another")


def _unique_across(pack: Pack, pages: Mapping[str, Page]) -> None:
    """Facts, questions, entries, terms and topics share one name space, since a button or a link names only the id."""
    seen: dict[str, str] = {}
    for name, items in _by_file(pack).items():
        if name in ("claims.yaml", "references.yaml"):
            continue
        for key in items:
            if key in seen and name in pages:
                pages[name].fault((), f"the id '{key}' is also used in {seen[key]}")
            seen[key] = name
    for question in pack.questions.values():
        if question.fact is not None and question.fact not in pack.facts:
            pages["questions.yaml"].fault((), f"{question.id}: there is no fact '{question.fact}' in facts.yaml")
