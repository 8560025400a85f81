"""A page's data as items. What can't be read is noted on the page, in words for somebody who doesn't program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.library.items import Claim, Item
from bot.library.page import Location, Page

R = TypeVar("R", bound=BaseModel)
N = TypeVar("N", bound="Named")
Named = Item | Claim


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
