"""The safety rules that hold for any pack: red flags, and questions about somebody's own health."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.errors import ContentError
from bot.library.items import Rule
from bot.library.page import Page
from bot.library.reading import read_items

GENERAL_RULES = Path(__file__).parent / "general_rules.yaml"


@lru_cache(maxsize=1)
def general_rules() -> Mapping[str, Rule]:
    page = Page(GENERAL_RULES)
    rules = read_items(page, Rule)
    if page.faults:
        raise ContentError(GENERAL_RULES.name, page.faults)
    return rules
