"""The look-up by words finds what is there and refuses what isn't, on any subject, and fast."""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.faq.batch import answer_batch
from bot.faq.desk import DESKS, Desks
from bot.faq.lookup import WordLookup
from bot.faq.model import Outcome
from bot.faq.reader import Reader
from bot.faq.stem import stem
from bot.library.library import Library, Shelf
from bot.library.typed import MAX_QUESTION, tidy, words_of
from bot.settings import ROOT
from tests.faq_measure import Case, evaluate, measure
from tests.pack_texts import dry_needling
from tests.packs import hand_washing_library

CASES = cast("dict[str, Any]", yaml.safe_load((ROOT / "tests" / "faq_lookup_cases.yaml").read_text()))


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    return Shelf((dry_needling(),))


def cases() -> list[Case]:
    answered: list[Case] = [(case["q"], tuple(case["ids"])) for case in CASES["answered"]]
    return [*answered, *((question, ()) for question in CASES["unanswered"])]


def test_what_students_ask_is_found_and_the_rest_refused() -> None:
    figures = measure(DESKS.make(shelf()), cases())
    print(figures)

    assert figures.right_first >= 0.9
    assert figures.right_in_three >= 0.97
    assert figures.answered >= 0.9
    assert figures.refused >= 0.93


def test_the_look_up_alone_finds_nearly_all() -> None:
    first, in_three = evaluate(DESKS.make(shelf()).lookup, cases())

    assert first >= 0.88
    assert in_three >= 0.97


def test_examples_left_out_of_the_pack_are_still_found() -> None:
    """Every eighth example is taken out and asked: none of the pack's own words must be learnt by heart."""
    entries = list(dry_needling().entries.values())
    left_out = [(text, (entry.id,)) for entry in entries for text in entry.asked_as[::8]]
    known = [
        entry.model_copy(update={"asked_as": tuple(text for at, text in enumerate(entry.asked_as) if at % 8)})
        for entry in entries
    ]

    first, in_three = evaluate(WordLookup(known, dry_needling().terms.values()), left_out)

    assert first >= 0.55
    assert in_three >= 0.75


def test_every_title_finds_its_own_entry() -> None:
    lookup = DESKS.make(shelf()).lookup

    assert [entry.id for entry in shelf().entries.values() if lookup.find(entry.title)[0].id != entry.id] == []


def test_no_case_is_copied_into_the_pack() -> None:
    asked = {text.casefold() for entry in dry_needling().entries.values() for text in entry.asked_as}

    assert [question for question, _ in cases() if question.casefold() in asked] == []


@pytest.mark.parametrize("question", ["", "?", "x", "the of and", "a" * 5000, "needle " * 900, "😀", "٣٤ 数字"])
def test_anything_can_be_looked_up(question: str) -> None:
    hits = DESKS.make(shelf()).lookup.find(question)

    assert len(hits) == len(shelf().entries)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_scores_fall_from_first_to_last() -> None:
    scores = [hit.score for hit in DESKS.make(shelf()).lookup.find("does it hurt")]

    assert scores == sorted(scores, reverse=True)


def test_a_look_up_takes_less_than_five_milliseconds() -> None:
    desk, questions = DESKS.make(shelf()), [question for question, _ in cases()]
    for question in questions[:10]:
        desk.find(question)

    started = time.perf_counter()
    for question in questions:
        desk.find(question)

    assert (time.perf_counter() - started) / len(questions) < 0.005


def test_equal_shelves_share_a_desk() -> None:
    library = Library([dry_needling()])
    library.overlay(1, ["myths"])
    library.overlay(2, ["myths"])

    assert DESKS.make(library.for_community(1)) is DESKS.make(library.for_community(2))
    assert DESKS.make(library.for_community(1)) is not DESKS.make(library.for_community(3))


def test_a_topic_that_is_off_is_not_found() -> None:
    library = Library([dry_needling()])
    library.overlay(1, ["practice"])

    hits = DESKS.make(library.for_community(1)).lookup.find("how many sessions")

    assert "faq-sessions" not in {hit.id for hit in hits}


def test_a_batch_lists_three_hits_for_every_outcome() -> None:
    questions = ["does it hurt", "tell me a joke", "chest pain after needling", "my knee hurts", "haemophilia"]

    lines = list(answer_batch(shelf(), questions))

    assert [line["q"] for line in lines] == questions
    assert [line["outcome"] for line in lines] == ["answer", "none", "urgent", "personal", "answer"]
    assert all(len(line["top"]) == 3 for line in lines)
    assert lines[0]["top"][0]["id"] == "faq-pain"
    assert lines[4]["top"][0]["id"] == "faq-suitability"


# ---- Another subject ----


@pytest.mark.parametrize(
    ("question", "outcome", "first"),
    [
        ("is gel as good as soap", Outcome.ANSWER, "faq-rub"),
        ("do i wash with gloves", Outcome.ANSWER, "faq-gloves"),
        ("can staff with eczema use gel", Outcome.ANSWER, "faq-cracked"),
        ("how many seconds do i rub", Outcome.NONE, None),
        ("who won the cup", Outcome.NONE, None),
        ("my skin is cracked and it hurts", Outcome.PERSONAL, None),
        ("i cant breathe", Outcome.URGENT, None),
    ],
)
def test_a_small_pack_on_another_subject_works(
    tmp_path: Path, question: str, outcome: Outcome, first: str | None
) -> None:
    finding = DESKS.make(hand_washing_library(tmp_path).for_community(1)).find(question)

    assert finding.outcome is outcome
    assert first in (None, finding.hits[0].id)


def test_a_shelf_without_entries_answers_nothing() -> None:
    assert DESKS.make(Shelf(())).find("does it hurt").outcome is Outcome.NONE


# ---- Words ----


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("haemophilia", "hemophilia"),
        ("lymphoedema", "lymphedema"),
        ("fibre", "fiber"),
        ("remodelling", "remodeling"),
        ("specialised", "specialized"),
        ("programme", "program"),
        ("practise", "practice"),
        ("I’m", "im"),
        ("café", "CAFE"),
    ],
)
def test_spellings_fall_together(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize("words", ["needle needles needled needling", "explain explains explaining", "study studies"])
def test_word_forms_fall_together(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def test_short_names_from_the_glossary_are_spelt_out() -> None:
    reader = Reader(dry_needling().terms.values())

    assert reader.stems("LTR") == reader.stems("local twitch response")
    assert reader.stems("micro-trauma") == reader.stems("microtrauma")


def test_a_question_is_tidied_and_cut() -> None:
    assert tidy("does\u200b  it\n hurt\t?") == "does it hurt ?"
    assert len(tidy("word " * 2000)) <= MAX_QUESTION


async def test_an_index_in_the_making_holds_up_nobody_and_is_made_once() -> None:
    desks, shelves = Desks(), Shelf(shelf().packs)
    asked = [asyncio.create_task(desks.find(shelves)) for _ in range(3)]
    turns = 0
    while not all(task.done() for task in asked):
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
    assert len({id(task.result()) for task in asked}) == 1
