"""Which term a word means. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.library.items import Term
from bot.library.names import Names
from bot.library.typed import words_of

# rapidfuzz's WRatio, 0 to 100: at this nearness a typo is likelier than another word.
CLOSE = 80.0
OFFERED = 3
ASKING = frozenset(words_of("a an are define definition does explain is mean meaning means of the what whats"))


@dataclass(frozen=True, slots=True)
class Meant:
    """`term` if the word is one of its names; else the nearest terms, `close` if they may be what was meant."""

    term: Term | None
    nearest: tuple[Term, ...] = ()
    close: bool = False


def names_of(terms: Iterable[Term]) -> Names:
    return Names((name, term.id) for term in terms for name in (term.term, term.id, *term.also))


def look_up(typed: str, terms: Collection[Term]) -> Meant:
    by_id = {term.id: term for term in terms}
    names = names_of(terms)
    exact = names.exact(typed)
    if exact:
        return Meant(by_id[exact])
    close = names.nearest(typed, CLOSE)[:OFFERED]
    ids = close or names.nearest(typed)[:OFFERED]
    return Meant(None, tuple(by_id[key] for key in ids), bool(close))


def term_asked(terms: Iterable[Term], question: str) -> Term | None:
    """The term that a question names and nothing else: `dry needling`, `what is dry needling`, `DN meaning?`."""
    asked = [word for word in words_of(question) if word not in ASKING]
    named = ((words_of(name), term) for term in terms for name in (term.term, *term.also))
    return next(
        (term for name, term in named if asked and [word for word in name if word not in ASKING] == asked), None
    )


def term_in(terms: Iterable[Term], question: str) -> Term | None:
    """The term that a question names, the longest name first: `what is a meta-analysis` names one."""
    padded = f" {' '.join(words_of(question))} "
    named = ((" ".join(words_of(name)), term) for term in terms for name in (term.term, *term.also))
    found = [(name, term) for name, term in named if name and f" {name} " in padded]
    return max(found, key=lambda pair: len(pair[0]), default=(None, None))[1]
