"""What must hold between the items of a pack: every name that one item uses is the id of another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.library.general import general_rules
from bot.library.items import Asked, Care, Question, Rule
from bot.library.page import Page
from bot.library.reading import in_words
from bot.library.typed import typed_words

TRUE_FALSE = 2
CARD_LENGTH = 900
# These ids never stand in a button or a link, so other kinds of items may have the same.
OF_THEIR_OWN = ("pack.yaml", "claims.yaml", "references.yaml", "asked.yaml", "unanswered.yaml", "care.yaml")

# Where the questions stand that an entry answers, and those that none does.
WAYS_OF_ASKING = {
    "entries.yaml": ("asked_as",),
    "asked.yaml": ("students", "clinicians", "patients", "non_native"),
    "unanswered.yaml": ("asked",),
}

Items = Mapping[str, Mapping[str, Any]]
Note = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of each file, and the retired ones. An item that is wrong otherwise has its id all the same.

    A file that can't be read is not in `of`: nobody knows what it would have held.
    """

    of: Mapping[str, Collection[str]]
    retired: Collection[str]


def cross_check(cover: Page, pages: Mapping[str, Page], items: Items) -> None:
    """Notes on each page what its items name and no file has. `items` are those that could be read, by file."""
    ids = _ids(cover, pages, items)
    _topics_once(cover)
    for name, page in pages.items():
        places = page.ids()
        for key, item in items[name].items():
            note = _note(page, places[key])
            if key in ids.retired:
                note("id", f"'{key}' is listed as retired in pack.yaml; such an id is never used again, choose another")
            _names_exist(item, ids, note)
            if isinstance(item, Question):
                _question(item, note)
            if isinstance(item, Rule):
                _rule(item, items, ids, note)
    _unique_across(pages)
    _asked_once(pages, items)


def _ids(cover: Page, pages: Mapping[str, Page], items: Items) -> Ids:
    of: dict[str, Collection[str]] = dict.fromkeys(items, ())
    of |= {name: page.ids() for name, page in pages.items()}
    for name, page in pages.items():
        if page.data is None and page.faults:
            del of[name]
    if isinstance(cover.data, dict):
        of["pack.yaml"] = _topics(cover)
    retired = cover.data.get("retired") if isinstance(cover.data, dict) else ()
    return Ids(of, retired if isinstance(retired, tuple) else ())


def _topics(cover: Page) -> list[str]:
    topics = cover.data.get("topics") if isinstance(cover.data, dict) else ()
    return [str(one.get("id")) for one in topics if isinstance(one, dict)] if isinstance(topics, tuple) else []


def _topics_once(cover: Page) -> None:
    topics = _topics(cover)
    for number, key in enumerate(topics):
        if key in topics[:number]:
            cover.fault(("topics", number), f"topics: the id '{key}' stands twice; choose another for one of them")


def _note(page: Page, index: int) -> Note:
    return lambda part, message: page.fault((index, *part.split(".")), f"{in_words(part.split('.'))}: {message}")


def _names_exist(item: Any, ids: Ids, note: Note) -> None:
    if hasattr(item, "topic") and not hasattr(item, "basis"):
        _exists("topic", item.topic, "pack.yaml", ids, note)
    evidence = getattr(item, "evidence", None)
    for reference in getattr(evidence or item, "references", ()):
        part = "evidence.references" if evidence else "references"
        _exists(part, reference, "references.yaml", ids, note)
    for claim in getattr(item, "claims", ()):
        _exists("claims", claim, "claims.yaml", ids, note)
    if isinstance(item, Asked):
        _exists("id", item.id, "entries.yaml", ids, note)
    if isinstance(item, Care) and item.entry is not None:
        _exists("entry", item.entry, "entries.yaml", ids, note)
    if isinstance(item, Question) and item.fact is not None:
        _exists("fact", item.fact, "facts.yaml", ids, note)


def _exists(part: str, name: str, file: str, ids: Ids, note: Note) -> None:
    known = ids.of.get(file)
    if known is None or name in known:
        return
    near = get_close_matches(name, known, n=1)
    what = part.split(".")[-1].removesuffix("s")
    note(part, f"there is no {what} '{name}' in {file}; " + (f"did you mean '{near[0]}'?" if near else "add it there"))


def _question(question: Question, note: Note) -> None:
    right = [option.id for option in question.options if option.right]
    if len(right) != 1:
        note("options", f"{len(right)} options are marked 'right: true'; exactly one must be")
    ids = [option.id for option in question.options]
    if len(set(ids)) != len(ids):
        note("options", "two options have the same id; give each a letter of its own")
    length = len(question.stem) + sum(len(option.text) for option in question.options)
    if length > CARD_LENGTH:
        note("stem", f"the question and its options have {length} characters; at most {CARD_LENGTH} fit a card")
    if question.kind == "true-false" and len(ids) != TRUE_FALSE:
        note("options", "a true-false question has two options, a (True) and b (False)")


def _rule(rule: Rule, items: Items, ids: Ids, note: Note) -> None:
    known: Mapping[str, Rule] = {**items["rules.yaml"], **general_rules()}
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
    shown = [ids.of.get(name) for name in ("entries.yaml", "safety.yaml")]
    if rule.entry and None not in shown and not any(rule.entry in names for names in shown if names):
        note("entry", f"there is no entry or safety statement '{rule.entry}'")
    if rule.id in general_rules():
        note("id", f"'{rule.id}' is the name of a rule that counts for every pack; choose another")


def _unique_across(pages: Mapping[str, Page]) -> None:
    """Facts, questions, entries and terms share one name space, since a button or a link names only the id."""
    seen: dict[str, str] = {}
    for name, page in pages.items():
        if name in OF_THEIR_OWN:
            continue
        for key, index in page.ids().items():
            if key in seen:
                page.fault((index, "id"), f"id: '{key}' is also used in {seen[key]}; choose another")
            seen[key] = name


def _asked_once(pages: Mapping[str, Page], items: Items) -> None:
    """A question is one entry's, or nobody's. In two places it would be offered as either, or not be found at all."""
    seen: dict[tuple[str, ...], str] = {}
    for name, parts in WAYS_OF_ASKING.items():
        for key, item in items[name].items():
            owner = "unanswered.yaml" if name == "unanswered.yaml" else f"'{key}'"
            for part in parts:
                for number, text in enumerate(getattr(item, part)):
                    other = seen.setdefault(tuple(typed_words(text)), owner)
                    if other != owner:
                        place = (pages[name].ids()[key], part, number)
                        pages[name].fault(place, f"{part}: “{text}” stands in {other} too; leave it in one of them")
