"""What holds for any pack: safety rules on red flags and one's own health, and what no pack answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.errors import ContentError
from bot.library.items import Rule, Unanswered
from bot.library.page import Page
from bot.library.reading import N, read_items

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def general_rules() -> Mapping[str, Rule]:
    return _read("general_rules.yaml", Rule)


@lru_cache(maxsize=1)
def general_unanswered() -> Mapping[str, Unanswered]:
    return _read("general_unanswered.yaml", Unanswered)


def _read(name: str, model: type[N]) -> Mapping[str, N]:
    page = Page(FOLDER / name)
    items = read_items(page, model)
    if page.faults:
        raise ContentError(name, page.faults)
    return items
