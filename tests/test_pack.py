"""The dry needling pack is whole: everything that was promised is in it, and all of it hangs together."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.library.items import Entry, Fact, Question
from bot.settings import ROOT
from tests.pack_texts import dry_needling

# fmt: off
ENTRIES = [
    "def-micro-trauma", "mech-blood-flow", "mech-neuro-reset", "mech-biochemical", "mech-remodeling",
    "reason-confidence", "reason-patients", "reason-evidence", "reason-career", "myth-acupuncture",
    "myth-damage", "myth-instant", "practice-selection", "practice-planning", "practice-communication",
    "practice-future", "faq-pain", "faq-harm", "faq-acupuncture", "faq-sessions", "faq-suitability",
    "faq-twitch", "faq-why-science",
]
# fmt: on
MECHANISMS = ("mech-blood-flow", "mech-neuro-reset", "mech-biochemical", "mech-remodeling")
STATEMENTS_OF_THE_ARTICLE = 37
TERMS = 43


def taught_items() -> list[Entry | Fact | Question]:
    pack = dry_needling()
    return [*pack.entries.values(), *pack.facts.values(), *pack.questions.values()]


def test_every_entry_is_there() -> None:
    assert sorted(dry_needling().entries) == sorted(ENTRIES)


@pytest.mark.parametrize("topic", MECHANISMS)
def test_each_mechanism_has_at_least_six_facts(topic: str) -> None:
    assert Counter(fact.topic for fact in dry_needling().facts.values())[topic] >= 6


def test_there_are_at_least_36_facts() -> None:
    assert len(dry_needling().facts) >= 36


def test_at_least_48_questions_cover_all_topics() -> None:
    pack = dry_needling()

    assert len(pack.questions) >= 48
    assert {question.topic for question in pack.questions.values()} == set(pack.topics)


def test_every_topic_has_a_fact_and_a_quiz_of_three_questions() -> None:
    pack = dry_needling()
    questions = Counter(question.topic for question in pack.questions.values())

    assert {fact.topic for fact in pack.facts.values()} == set(pack.topics)
    assert min(questions[topic] for topic in pack.topics) >= 3


def test_questions_ask_for_more_than_recall() -> None:
    levels = Counter(question.level for question in dry_needling().questions.values())

    assert levels["understand"] + levels["apply"] >= levels["recall"]


def test_every_option_says_why() -> None:
    short = [
        f"{question.id} {option.id}"
        for question in dry_needling().questions.values()
        for option in question.options
        if len(option.why.split()) < 5
    ]
    assert short == []


def test_no_question_gives_the_same_reason_twice() -> None:
    for question in dry_needling().questions.values():
        reasons = [option.why for option in question.options]
        assert len(set(reasons)) == len(reasons), question.id


def test_the_right_option_does_not_stand_out_by_its_length() -> None:
    """A learner who always takes the longest option must not pass."""
    questions = [one for one in dry_needling().questions.values() if one.kind == "single"]
    longest = [one for one in questions if len(one.right.text) == max(len(option.text) for option in one.options)]

    assert len(longest) <= len(questions) * 0.4


def test_the_glossary_has_43_terms_under_names_of_their_own() -> None:
    terms = dry_needling().terms.values()
    names = [name.casefold() for term in terms for name in {term.term, *term.also}]

    assert len(terms) == TERMS
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_all_37_statements_of_the_article_are_there() -> None:
    assert len(dry_needling().claims) == STATEMENTS_OF_THE_ARTICLE


def test_every_claim_that_is_named_exists() -> None:
    named = {claim for item in taught_items() for claim in item.claims}

    assert named <= set(dry_needling().claims)


@pytest.mark.parametrize("claim", dry_needling().claims)
def test_every_claim_is_taught_by_an_entry_and_by_a_fact_or_a_question(claim: str) -> None:
    pack = dry_needling()

    assert any(claim in entry.claims for entry in pack.entries.values())
    taught = {one for fact in pack.facts.values() for one in fact.claims}
    asked = {one for question in pack.questions.values() for one in question.claims}
    assert claim in taught | asked


def test_whoever_grades_the_evidence_names_a_reference() -> None:
    """A grade above 'not graded' without any source would be a grade of nothing."""
    bare = [item.id for item in taught_items() if item.evidence.grade != "not graded" and not item.evidence.references]

    assert bare == []


def left_out() -> list[str]:
    """The names in the table of docs/content-sources.md, such as “Shah 2005”."""
    page = (ROOT / "docs" / "content-sources.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([\w-]+ (?:19|20)\d\d) \|", page, re.MULTILINE)


def test_five_references_are_left_out() -> None:
    assert left_out() == ["Shah 2005", "Levine 1978", "Srbely 2010", "Martín-Pintado-Zugasti 2015", "McCulloch 2015"]


@pytest.mark.parametrize("name", left_out())
def test_nothing_rests_on_a_reference_that_was_left_out(name: str) -> None:
    author, year = name.casefold().rsplit(" ", 1)
    surname = author.split("-")[0]
    for reference in dry_needling().references.values():
        first = (reference.authors or "").split(",")[0].casefold()
        assert not (surname in first and reference.year == int(year)), reference.id
        assert reference.id not in (f"{surname}{year}", f"{author.replace('-', '')}{year}")
