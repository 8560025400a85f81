"""A desk is made once and shared; questions are answered while a better one is being made."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.faq.batch import answer_batch
from bot.faq.desk import KEPT, Desks
from bot.faq.making import watch_of
from bot.faq.model import Outcome
from bot.library.items import Care
from bot.library.library import Library, Shelf
from tests.desks import shelf
from tests.pack_texts import dry_needling
from tests.packs import hand_washing_library


def test_communities_with_the_same_packs_share_a_desk() -> None:
    desks, library = Desks(), Library([dry_needling()])
    library.overlay(1, ["myths"])
    library.overlay(2, ["practice"], [("faq-pain", "is it sore")])

    assert desks.make(library.for_community(1)) is desks.make(library.for_community(2))
    assert desks.make(library.for_community(1)) is desks.make(library.for_community(3))


def test_other_packs_have_another_desk(tmp_path: Path) -> None:
    desks = Desks()

    assert desks.make(shelf()) is not desks.make(hand_washing_library(tmp_path).for_community(1))


def test_what_one_community_has_changed_is_its_own(tmp_path: Path) -> None:
    desks, library = Desks(), hand_washing_library(tmp_path)
    library.overlay(1, [], [("faq-gloves", "which parking garage is cheapest")])
    library.overlay(2, ["why"])
    question = "which parking garage is cheapest"
    mine, off, others = (library.for_community(number) for number in (1, 2, 3))

    assert desks.make(mine).find(mine, question).hits[0].id == "faq-gloves"
    assert desks.make(mine).find(mine, question).outcome is Outcome.ANSWER
    assert desks.make(off).find(off, "do gloves replace washing").hits == ()
    assert desks.make(off).find(off, "do gloves replace washing").outcome is Outcome.NONE
    assert desks.make(others).find(others, question).outcome is not Outcome.ANSWER


def test_threads_that_ask_at_once_get_the_same_desk(tmp_path: Path) -> None:
    desks, asked = Desks(), hand_washing_library(tmp_path).for_community(1)
    together = threading.Barrier(6)

    def make(number: int) -> int:
        together.wait()
        return id(desks.prepare(asked, encoder=False, cache=None) if number % 2 else desks.make(asked))

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(make, range(6)))

    assert len(set(made[1::2])) == 1
    assert id(desks.make(asked)) == made[1]


def test_the_oldest_goes_when_there_are_too_many(tmp_path: Path) -> None:
    desks = Desks()
    shelves = [hand_washing_library(tmp_path / str(number)).for_community(1) for number in range(KEPT + 1)]
    made = [desks.prepare(one, encoder=False, cache=None) for one in shelves]

    assert desks.make(shelves[-1]) is made[-1]
    assert desks.make(shelves[0]) is not made[0]
    assert desks.prepare(shelves[0], encoder=False, cache=None) is not made[0]


async def test_a_desk_in_the_making_holds_up_nobody() -> None:
    desks, turns = Desks(), 0
    asked = [asyncio.create_task(desks.find(shelf(), "does it hurt")) for _ in range(3)]

    while not all(task.done() for task in asked):
        await asyncio.sleep(0)
        turns += 1

    assert turns > 10
    assert {task.result().hits[0].id for task in asked} == {"faq-pain"}


async def test_questions_are_answered_by_words_until_the_encoder_is_there(tmp_path: Path) -> None:
    desks, asked = Desks(), hand_washing_library(tmp_path).for_community(1)
    question = "is gel as good as soap"
    desks.make(asked)

    preparing = asyncio.create_task(
        asyncio.to_thread(desks.prepare, asked, encoder=True, cache=tmp_path / "cache"),
    )
    meanwhile = [await desks.find(asked, question)]
    while not preparing.done():
        meanwhile.append(await desks.find(asked, question))
    then = await desks.find(asked, question)

    assert (meanwhile[0].by_meaning, then.by_meaning) == (False, True)
    assert {found.hits[0].id for found in (*meanwhile, then)} == {"faq-rub"}


def test_a_shelf_without_entries_answers_nothing() -> None:
    empty = Shelf(())

    assert Desks().make(empty).find(empty, "does it hurt").outcome is Outcome.NONE
    assert Desks().prepare(empty, encoder=False, cache=None).find(empty, "does it hurt").hits == ()


def test_packs_that_stand_side_by_side_all_say_what_needs_care(tmp_path: Path) -> None:
    one, other = (hand_washing_library(tmp_path / name).packs[0] for name in ("one", "other"))
    mine = Care(id="technique", asked=("how hard do i scrub", "which way do i rub it in"), entry="faq-rub")
    yours = Care(id="technique", asked=("how tight is the mask", "which way up is the mask"))
    packs = (replace(one, care={"technique": mine}), replace(other, care={"technique": yours}))

    for order in (packs, packs[::-1]):
        watch = watch_of(order, None)
        assert watch is not None
        assert watch.entries == {"technique": "faq-rub"}
        for question in (*mine.asked, *yours.asked):
            assert watch.lookup.find(question)[0].score > 0.9, question


def test_a_batch_lists_three_hits_for_every_outcome() -> None:
    questions = ["does it hurt", "tell me a joke", "chest pain after needling", "my knee hurts", "haemophilia"]

    lines = list(answer_batch(shelf(), questions))

    assert [line["q"] for line in lines] == questions
    assert [line["outcome"] for line in lines] == ["answer", "none", "urgent", "personal", "answer"]
    assert all(len(line["top"]) == 3 for line in lines)
    assert lines[0]["top"][0]["id"] == "faq-pain"
    assert lines[4]["top"][0]["id"] == "faq-suitability"


@pytest.mark.parametrize("encoder", [False, True], ids=["words", "meaning"])
@pytest.mark.parametrize(
    ("question", "outcome", "first"),
    [
        ("is gel as good as soap", Outcome.ANSWER, "faq-rub"),
        ("are gloves enough on their own", Outcome.ANSWER, "faq-gloves"),
        ("can staff with eczema use gel", Outcome.ANSWER, "faq-cracked"),
        ("how many seconds do i rub", Outcome.NONE, None),
        ("who won the cup", Outcome.NONE, None),
        ("my skin is cracked and it hurts", Outcome.PERSONAL, None),
        ("i cant breathe", Outcome.URGENT, None),
    ],
)
def test_a_small_pack_on_another_subject_works(
    tmp_path: Path, question: str, outcome: Outcome, first: str | None, encoder: bool
) -> None:
    small = hand_washing_library(tmp_path).for_community(1)
    desk = Desks().prepare(small, encoder=encoder, cache=tmp_path.parent / "cache")

    finding = desk.find(small, question)

    assert finding.outcome is outcome
    assert first in (None, finding.hits[0].id)
