"""The encoder may fail at any question, and a question may be a long story: safety is looked at all the same."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.faq import making
from bot.faq.cache import Cache
from bot.faq.desk import Desk, Desks
from bot.faq.encoder import Encoder
from bot.faq.examples import ExampleLookup
from bot.faq.making import best, examples_of, meaning_of
from bot.faq.model import OVERLAP, Outcome, parts_of
from bot.faq.postings import Numbers
from bot.library.typed import MAX_QUESTION, MAX_READ
from tests.desks import by_meaning, by_words, shelf
from tests.faq_eval import CACHE
from tests.packs import hand_washing_library
from tests.talk import Talk, text_of

RED_FLAG = "since the needling an hour ago i have chest pain and cant breathe"
STORY = "we had a long day with many talks about theory and history of the method and then some more of it "


class Broken:
    """An encoder that raises, or gives what is no number."""

    def __init__(self, number: float | None = None) -> None:
        self._number = number

    def vector(self, words: Sequence[str]) -> Numbers:
        if self._number is None:
            raise RuntimeError("no memory for " + " ".join(words))
        return np.full(384, self._number, np.float32)


def with_broken_encoder(encoder: Broken, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """As good as new until it is asked."""
    examples = examples_of(shelf())
    meaning = meaning_of(examples, Cache(CACHE))
    assert meaning is not None
    monkeypatch.setattr(meaning, "_encoder", encoder)
    lookup = ExampleLookup(examples, meaning).fitted(Cache(CACHE))
    return replace(by_meaning(), lookup=lookup)


@pytest.mark.parametrize("encoder", [Broken(), Broken(float("nan")), Broken(float("inf"))])
def test_what_fails_is_answered_by_words_and_says_so(
    encoder: Broken, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk = with_broken_encoder(encoder, monkeypatch)

    found = desk.find(shelf(), "does dry needling hurt a lot")
    assert (found.hits[0].id, found.by_meaning) == ("faq-pain", False)
    assert desk.find(shelf(), RED_FLAG).outcome is Outcome.URGENT
    assert desk.find(shelf(), "is it safe in pregnancy").hits[0].id == "faq-suitability"
    assert desk.alike("one question", "another") == 0.0
    assert desk.neighbours(shelf(), shelf().entries["faq-pain"])
    assert desk.nearest(shelf(), "does it hurt")[0].id == "faq-pain"
    assert "look-up by meaning failed" in caplog.text
    assert "hurt a lot" not in caplog.text


def test_an_encoder_that_fails_over_the_examples_leaves_the_fit_and_the_second_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Encoder, "vector", Broken().vector)
    packs = hand_washing_library(tmp_path).packs

    with caplog.at_level(logging.INFO):
        lookup = best(packs, encoder=True, cache=None)

    assert not lookup.by_meaning
    assert "the sentence encoder fails" in caplog.text
    assert lookup.find("why wash hands")[0].score > 0


def test_the_second_look_is_there_before_the_encoder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    desks, seen = Desks(), []

    def late(*args: object, **kwargs: object) -> object:
        seen.append(desks.make(shelf()).watch)
        raise RuntimeError("it never comes")

    monkeypatch.setattr(making, "best", late)
    with pytest.raises(RuntimeError):
        desks.prepare(shelf(), encoder=True, cache=CACHE)

    assert seen[0] is not None
    assert desks.make(shelf()).find(shelf(), "i passed out at the clinic").outcome is Outcome.URGENT


@pytest.mark.parametrize("before", [0, 5, 9, 10, 11, 20, 30])
def test_a_red_flag_is_seen_wherever_it_stands_in_a_long_story(before: int) -> None:
    question = (STORY * before + RED_FLAG + " " + STORY * 30)[:MAX_READ]

    assert by_words().find(shelf(), question).outcome is Outcome.URGENT


def test_parts_cover_all_and_overlap() -> None:
    question = "".join(chr(ord("a") + number % 26) for number in range(MAX_READ))
    parts = parts_of(question)

    assert parts[0] + "".join(part[OVERLAP:] for part in parts[1:]) == question
    assert all(len(part) <= MAX_QUESTION for part in parts)
    assert parts_of("short") == ["short"]
    assert parts_of("") == [""]


async def test_of_a_very_long_question_the_card_says_what_was_looked_up(talk: Talk) -> None:
    card = await talk.say("ann", f"/faq does it hurt {STORY * 12}")

    assert "Only the first 1,000 characters were looked up" in text_of(card)
    assert "first 1,000" not in text_of(await talk.say("ann", "/faq does it hurt"))


@pytest.mark.parametrize("typed", ["1", "2024", "42 7", "...", "😀"])
async def test_without_a_word_there_is_nothing_to_look_up(talk: Talk, typed: str) -> None:
    assert "I can't find a word in this" in text_of(await talk.say("ann", f"/faq {typed}"))
