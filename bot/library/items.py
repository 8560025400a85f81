"""The items of a content pack, as a clinician writes them in YAML. See content/README.md for the words."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.library.forms import at_most_words, formed

ItemId = Annotated[
    str,
    StringConstraints(max_length=40),
    formed(r"[a-z0-9]+(-[a-z0-9]+)*", "an id is small letters, digits and hyphens"),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Status = Literal["supported", "partly supported", "contested", "overclaimed", "opinion"]
Grade = Literal["high", "moderate", "low", "very low", "not graded"]
Level = Literal["recall", "understand", "apply"]
Kind = Literal["single", "true-false"]
RuleKind = Literal["words", "urgent", "personal", "technique", "suitability", "elsewhere", "mentions"]

CareKind = Literal["urgent", "personal", "caution", "technique", "suitability", "harmless"]

SHORT_WORDS = 60
PATIENT_WORDS = 40


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Item(Record):
    id: ItemId

    @property
    def revision(self) -> str:
        """Changes whenever the item's text does; stored with each posed question."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


class Evidence(Record):
    """How good the evidence is; `nuance` is one or two sentences that a learner sees."""

    status: Status
    grade: Grade
    nuance: Text
    references: tuple[ItemId, ...] = ()


class Topic(Item):
    title: Title
    about: Text


class Reviewer(Record):
    name: Text
    role: Text
    date: Text


class Manifest(Item):
    title: Title
    about: Text
    language: Annotated[str, formed(r"[a-z]{2}(-[A-Z]{2})?", "a language is written like en or pt-BR")]
    version: Text
    licence: Text
    source: Text
    reviewed_by: Reviewer | None = None
    topics: tuple[Topic, ...] = Field(min_length=1)
    retired: tuple[ItemId, ...] = ()


class Claim(Record):
    """One statement of the source, in our words, with what may be taught about it."""

    id: Annotated[str, formed(r"[A-Z]+[0-9]+[a-z]?", "a claim's id is a capital and a number, such as A1")]
    section: Text
    says: Text
    teach: Text
    status: Status
    grade: Grade


class Entry(Item):
    """A knowledge entry: what `/faq` answers with."""

    topic: ItemId
    title: Title
    short: Annotated[Text, at_most_words(SHORT_WORDS)]
    long: Text
    patient: Annotated[Text, at_most_words(PATIENT_WORDS)] | None = None
    evidence: Evidence
    claims: tuple[str, ...] = ()
    asked_as: tuple[Text, ...] = Field(min_length=3)


class Asked(Item):
    """More ways in which an entry is asked, by who asks. `id` is the entry's."""

    students: tuple[Text, ...] = ()
    clinicians: tuple[Text, ...] = ()
    patients: tuple[Text, ...] = ()
    non_native: tuple[Text, ...] = ()

    @property
    def all(self) -> tuple[Text, ...]:
        return (*self.students, *self.clinicians, *self.patients, *self.non_native)


class Unanswered(Item):
    """Questions on one subject that look near and that no entry answers."""

    about: Title
    asked: tuple[Text, ...] = Field(min_length=1)


class Care(Item):
    """Questions of one kind that need care, or that only look so. `id` is the kind; `entry` is shown with it."""

    id: CareKind
    asked: tuple[Text, ...] = Field(min_length=1)
    entry: ItemId | None = None


class Fact(Item):
    topic: ItemId
    title: Title
    text: Annotated[Text, at_most_words(SHORT_WORDS)]
    evidence: Evidence
    claims: tuple[str, ...] = ()


class Option(Record):
    id: Annotated[str, formed(r"[a-z]", "an option's id is one small letter")]
    text: Annotated[Text, StringConstraints(max_length=200)]
    why: Text
    right: bool = False


class Question(Item):
    kind: Kind
    topic: ItemId
    level: Level
    stem: Annotated[Text, StringConstraints(max_length=400)]
    options: tuple[Option, ...] = Field(min_length=2, max_length=5)
    evidence: Evidence
    fact: ItemId | None = None
    claims: tuple[str, ...] = ()

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.right)

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


class Term(Item):
    term: Title
    also: tuple[Text, ...] = ()
    definition: Text


class Reference(Item):
    """A published source. `authors`, `year` and `journal` are left out where they could not be checked."""

    authors: Text | None = None
    year: int | None = None
    title: Text
    journal: Text | None = None
    doi: (
        Annotated[str, formed(r"10\.\d{4,9}/\S+", "a DOI starts with 10. and a number, such as 10.1000/182")] | None
    ) = None
    pmid: Annotated[str, formed(r"\d+", "a PubMed number is digits in quotes")] | None = None
    url: Annotated[str, formed(r"https://\S+", "an address starts with https://")] | None = None
    kind: Text
    finding: Text

    @property
    def link(self) -> str | None:
        """Where a reader can open it: DOI, else PubMed, else the page's own address."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url


class Statement(Item):
    """A safety statement: what must be said wherever the subject comes up."""

    topic: Title
    text: Text
    basis: Text
    references: tuple[ItemId, ...] = ()


class Rule(Item):
    """What must be recognised in a question before anything is looked up. See "Rules for safety" in content/README.md.

    It holds if one of `phrases` is found, all of `along` are, and none of `unless` is. The kind `words` is only a
    list, which other rules name as `@id`. `entry` is the entry or the safety statement to show.
    """

    kind: RuleKind
    phrases: tuple[Text, ...] = Field(alias="any", min_length=1)
    along: tuple[Text, ...] = Field(alias="with", default=())
    unless: tuple[Text, ...] = ()
    entry: ItemId | None = None
