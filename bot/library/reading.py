"""A page's data as items. What can't be read is noted on the page, in words for somebody who doesn't program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.library.items import Claim, Item
from bot.library.page import Location, Page

R = TypeVar("R", bound=BaseModel)
N = TypeVar("N", bound="Named")
Named = Item | Claim


def read_one(page: Page, model: type[R]) -> R | None:
    return None if _empty(page) else _validated(page, model, page.data, ())


def read_items(page: Page, model: type[N]) -> dict[str, N]:
    """The items of a list file by id; what can't be read is left out and noted on the page."""
    if _empty(page):
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
            page.fault((index,), f"the id '{key}' stands twice in this file; choose another for one of them")
        items[key] = item
    return items


def _empty(page: Page) -> bool:
    if page.data is None and not page.faults:
        page.fault((), "the file is empty; write something in it, or delete it")
    return page.data is None


def _validated(page: Page, model: type[R], raw: object, at: Location) -> R | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for problem in _causes(error):
            location = (*at, *problem["loc"])
            page.fault(location, _in_words(problem, page.written(location)))
        return None


def _causes(error: ValidationError) -> list[Any]:
    """Without a list that is too short only because one of its parts is wrong."""
    problems = error.errors()
    inside = {problem["loc"][:depth] for problem in problems for depth in range(len(problem["loc"]))}
    return [problem for problem in problems if problem["type"] != "too_short" or problem["loc"] not in inside]


def _in_words(problem: Mapping[str, Any], written: str | None) -> str:
    """A pydantic error as a sentence for somebody who doesn't program."""
    where = in_words(problem["loc"]) or "the item"
    if problem["type"] == "string_too_short" or (problem["type"] != "missing" and problem["input"] is None):
        return f"{where} is empty; write it, or take the line out"
    if written is not None and problem["type"] == "string_type":
        return f"{where}: YAML reads {written} as {_yaml_kind(problem['input'])}; put it in quotes: '{written}'"
    if problem["type"] == "missing":
        return f"{where} is missing"
    sentence = _SENTENCES.get(problem["type"])
    message = problem["msg"].removeprefix("Value error, ")
    return f"{where}: {sentence.format(**problem.get('ctx', {})) if sentence else message}"


def in_words(parts: Iterable[str | int]) -> str:
    """Where in an item: `options, no. 2, why`."""
    return ", ".join(f"no. {part + 1}" if isinstance(part, int) else part for part in parts)


def _yaml_kind(value: object) -> str:
    kinds: Iterable[tuple[type, str]] = ((bool, "yes/no"), (int, "a number"), (float, "a number"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "a date")


_PARTS = "parts are expected here, each as 'name: text'"
_SENTENCES: Mapping[str, str] = {
    "extra_forbidden": "this word is not known here; check its spelling",
    "string_too_long": "longer than {max_length} characters; shorten it",
    "string_type": "a text is expected here",
    "int_type": "a whole number is expected here, without quotes",
    "bool_type": "write true or false here, without quotes",
    "tuple_type": "a list is expected here: [like, this], or lines that start with '- '",
    "model_type": _PARTS,
    "model_attributes_type": _PARTS,
    "literal_error": "must be one of {expected}",
    "too_short": "at least {min_length} are needed",
    "too_long": "at most {max_length} are allowed",
}
