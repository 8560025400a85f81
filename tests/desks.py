"""Desks on the pack on dry needling, made once for all tests: by words alone, and with the encoder."""

from __future__ import annotations

from functools import lru_cache

from bot.faq.desk import Desk, Desks
from bot.library.library import Shelf
from tests.faq_eval import CACHE
from tests.pack_texts import dry_needling


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    return Shelf((dry_needling(),))


@lru_cache(maxsize=1)
def by_words() -> Desk:
    return Desks().prepare(shelf(), encoder=False, cache=CACHE)


@lru_cache(maxsize=1)
def by_meaning() -> Desk:
    """Takes a quarter of a minute if the cache is empty."""
    return Desks().prepare(shelf(), encoder=True, cache=CACHE)


def desk(*, encoder: bool) -> Desk:
    return by_meaning() if encoder else by_words()
