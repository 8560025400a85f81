"""How good the evidence is, and where it comes from, in words that every card shares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.reply import Field
from bot.chat.text import Text, join, link, markdown, plain, strong
from bot.library.items import Evidence, Reference
from bot.library.library import Shelf
from bot.words import Words

MAX_SOURCES = 4
# Where a journal's name ends in “Eur J Pain 2004;8(2):163-171” or “Acupunct Med (online 13 Dec 2021)”.
_AFTER_THE_NAME = re.compile(r"\s*[\d(\[,;:]")
# “Cagnie B”, but not the last word of “National Institute for Health and Care Excellence”.
_INITIALS = re.compile(r"\s+[A-ZÀ-ÖØ-Þ]{1,4}$")


def evidence_field(words: Words, evidence: Evidence) -> Field:
    """“How sure are we?” The grade comes first and in words; an opinion isn't given a grade it doesn't have."""
    lead = strong(f"{_grade(words, evidence)}. ")
    return Field(words("How sure are we?"), (*lead, *markdown(evidence.nuance)))


def sources(words: Words, shelf: Shelf, evidence: Evidence) -> Text:
    """The references as links; a claim without one says so."""
    found = shelf.references(evidence.references)
    if not found:
        return plain(words("Source: none. We know of no study for this."))
    label = plain(words("Source: ") if len(found) == 1 else words("Sources: "))
    names = _names(found[:MAX_SOURCES])
    shown = join((_cited(reference, name) for reference, name in zip(found, names, strict=False)), "; ")
    more = len(found) - MAX_SOURCES
    rest = plain(words.plural(" and {count} more", " and {count} more", more)) if more > 0 else ()
    return (*label, *shown, *rest)


def short_name(reference: Reference) -> str:
    """“Cagnie 2012”; “Acupunct Med 2021” where the authors could not be checked, else the title's beginning."""
    if reference.authors:
        name = _INITIALS.sub("", reference.authors.split(",")[0].partition(" (")[0])
    else:
        name = _journal(reference) or " ".join(reference.title.split()[:6]) + " …"
    return f"{name} {reference.year}" if reference.year else name


def _names(references: Sequence[Reference]) -> list[str]:
    """Two of one name are told apart by their journals: “Chys 2023, J Clin Med”."""
    names = [short_name(reference) for reference in references]
    return [
        f"{name}, {_journal(reference)}" if names.count(name) > 1 and _journal(reference) else name
        for reference, name in zip(references, names, strict=True)
    ]


def _journal(reference: Reference) -> str:
    return _AFTER_THE_NAME.split(reference.journal or "")[0]


def _cited(reference: Reference, name: str) -> Text:
    return link(name, reference.link) if reference.link else plain(name)


def _grade(words: Words, evidence: Evidence) -> str:
    grades = {
        "high": words("HIGH"),
        "moderate": words("MODERATE"),
        "low": words("LOW"),
        "very low": words("VERY LOW"),
    }
    statuses = {
        "supported": words("the studies agree"),
        "partly supported": words("partly supported"),
        "contested": words("experts disagree"),
        "overclaimed": words("often overclaimed"),
        "opinion": words("an opinion, not tested"),
    }
    status = statuses[evidence.status]
    if evidence.grade == "not graded":
        return status[0].upper() + status[1:]
    return f"{grades[evidence.grade]} · {status}"
