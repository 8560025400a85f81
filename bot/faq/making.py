"""Makes the look-up of packs: at once by words alone, and the best there is, which takes longer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Event
from time import monotonic

import numpy as np

from bot.faq.cache import Cache, GivenUp
from bot.faq.encoder import NAME, SIZE, Encoder, NoEncoder
from bot.faq.examples import MOST_FITTED, ExampleLookup, Examples, collect
from bot.faq.meaning import Meaning
from bot.faq.reader import Reader
from bot.faq.watch import Watch
from bot.faq.wordlist import general
from bot.library.library import Shelf
from bot.library.pack import Pack

log = logging.getLogger(__name__)

HARMLESS = "harmless"


def words_alone(packs: Sequence[Pack]) -> ExampleLookup:
    return ExampleLookup(examples_of(Shelf(tuple(packs))))


def best(packs: Sequence[Pack], *, encoder: bool, cache: Path | None, given_up: Event | None = None) -> ExampleLookup:
    """Fitted. Without meaning if `encoder` is false, or if it can't be used: the log then says why."""
    began = monotonic()
    examples, kept = examples_of(Shelf(tuple(packs))), Cache(cache, given_up)
    meaning = meaning_of(examples, kept) if encoder else None
    lookup = ExampleLookup(examples, meaning).fitted(kept)
    by = "meaning and words" if lookup.by_meaning else "words alone"
    if examples.pooled:
        log.info("there are more than %d examples, so each entry is compared as a whole, which finds less", MOST_FITTED)
    log.info("questions are looked up by %s; ready after %.1f s", by, monotonic() - began)
    return lookup


def watch_of(packs: Sequence[Pack], cache: Path | None, given_up: Event | None = None) -> Watch | None:
    """By words alone: it is the wording that gives away whose body a question is about. None without care.yaml."""
    shelf, care = Shelf(tuple(packs)), [one for pack in packs for one in pack.care.values()]
    asked: dict[str, tuple[str, ...]] = {}
    entries: dict[str, str | None] = {}
    for one in care:
        # Several packs may have questions of one kind; the first that names an entry for it has its entry shown.
        entries[one.id] = entries.get(one.id) or one.entry
        if one.id != HARMLESS:
            asked[one.id] = (*asked.get(one.id, ()), *one.asked)
    if not asked:
        return None
    known = {text for one in care for text in one.asked}
    shown = {one.entry for one in care}
    harmless = [text for one in care if one.id == HARMLESS for text in one.asked]
    harmless += [text for text in shelf.unanswered if text not in known]
    harmless += [text for key, one in shelf.entries.items() if key not in shown for text in (one.title, *one.asked_as)]
    reader = Reader([*shelf.said(), *known], shelf.terms.values(), general())
    lookup = ExampleLookup(collect(asked, harmless, reader)).fitted(Cache(cache, given_up))
    return Watch(lookup, entries)


@lru_cache(maxsize=1)
def examples_of(shelf: Shelf) -> Examples:
    asked = {key: shelf.ways_of_asking(entry) for key, entry in shelf.entries.items()}
    return collect(asked, shelf.unanswered, Reader(shelf.said(), shelf.terms.values(), general()))


def meaning_of(examples: Examples, cache: Cache) -> Meaning | None:
    cache.go_on()
    try:
        encoder = Encoder()
    except NoEncoder as error:
        log.warning("the sentence encoder can't be loaded, so questions are looked up by words alone: %s", error)
        return None
    texts = [" ".join(words) for row in examples.rows for words in row]
    try:
        each = cache.vectors(NAME, SIZE, texts, lambda text: encoder.vector(text.split()))
    except GivenUp:
        raise
    except Exception:
        log.exception("the sentence encoder fails, so questions are looked up by words alone")
        return None
    ends = np.cumsum([len(row) for row in examples.rows])
    vectors = np.stack([part.mean(axis=0) for part in np.split(each, ends[:-1])]) if len(ends) else each
    return Meaning(encoder, vectors, examples.owners)
