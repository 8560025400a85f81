"""Which questions are alike, and which of them managers still have to look at."""

from __future__ import annotations

from datetime import date

import pytest

from bot.misses.likeness import in_meaning, likeness
from bot.misses.model import (
    ALIKE,
    ALIKE_IN_MEANING,
    MOST_BY_MEANING,
    SURE_IN_MEANING,
    Likeness,
    Miss,
    digest,
    example_code,
    grouped,
    settled_by,
    surely_like,
    to_look_at,
)
from tests.desks import by_meaning, by_words

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("how do i fold origami cranes", "How do I fold an origami crane?", True),
        ("what does a session cost", "how much does one session cost", True),
        ("is cupping like needling", "is needling like cupping", True),
        ("is practising palpation useful", "is practicing palpation usefull", True),
        ("can i swim after needling", "can i drive after needling", False),
        ("does it hurt more on the calf", "does it hurt more on the neck", False),
        ("how often should students practise palpation", "how often should beginners practise palpation", False),
        ("what is it", "who are you", False),
        ("when is the exam", "where is the exam", False),
        ("can i eat before the exam", "can i eat after the exam", False),
        ("when is the exam", "what is on the exam", False),
        ("who is the course tutor", "how do i become a course tutor", False),
        ("is the course accredited", "is the course not accredited", False),
        ("", "what is it", False),
    ],
)
def test_what_asks_the_same(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@pytest.mark.parametrize(
    ("one", "other", "alike", "sure"),
    [
        ("is there parking near the clinic", "where can i park my car at the clinic", True, True),
        ("how long is the course", "what is the duration of the course", True, True),
        ("how much does the course cost", "whats the price of the course", True, True),
        ("which books should i read", "recommended reading list", True, False),
        ("can i swim afterwards", "how do i become an instructor", False, False),
        ("how long is the course", "how expensive is the course", False, False),
        ("when does the course start", "when does the course end", False, False),
        ("when is the exam", "where is the exam", False, False),
        ("can i eat before the exam", "can i eat after the exam", False, False),
    ],
)
def test_what_asks_the_same_by_the_real_encoder(one: str, other: str, alike: bool, sure: bool) -> None:
    meaning = in_meaning(by_meaning().lookup.alike)
    assert (meaning(one, other) >= ALIKE_IN_MEANING) is alike, meaning(one, other)
    assert (meaning(one, other) >= SURE_IN_MEANING) is sure, meaning(one, other)
    assert by_words().lookup.alike(one, other) == 0


def test_meaning_groups_what_words_do_not() -> None:
    texts = ["how long is the course", "what is the duration of the course", "is there parking near the clinic"]
    misses = [Miss(str(number), text, DAY) for number, text in enumerate(texts)]

    def shown(meaning: Likeness) -> list[list[str]]:
        return [[miss.text for miss in group.misses] for group in to_look_at(misses, (), (), likeness, meaning)]

    assert shown(by_meaning().lookup.alike) == [texts[:2], texts[2:]]
    assert sorted(shown(by_words().lookup.alike)) == sorted([text] for text in texts)
    settled = to_look_at(misses, texts[1:2], (), likeness, by_meaning().lookup.alike)
    assert [group.first.text for group in settled] == texts[2:], "what was settled takes its whole group along"
    added = to_look_at(misses, (), texts[1:2], likeness, by_meaning().lookup.alike)
    assert {group.first.text for group in added} == {texts[0], texts[2]}, "an example stands for its own words"


def same_letter(one: str, other: str) -> float:
    return float(one[0] == other[0])


def unlike(one: str, other: str) -> float:
    return 0.0


def test_groups_hold_all_texts_once_and_the_same_text_always_together() -> None:
    assert grouped(["a1", "b1", "a2", "b1", "a1", "c"], same_letter) == [[0, 4, 2], [1, 3], [5]]
    assert grouped([], same_letter) == []


def test_a_text_joins_the_group_that_it_is_most_like() -> None:
    near = {frozenset({"a", "c"}): 0.8, frozenset({"b", "c"}): 0.9}
    found = grouped(["a", "b", "c"], lambda one, other: near.get(frozenset({one, other}), 0.0))
    assert found == [[0], [1, 2]]


def test_the_most_asked_come_first_then_the_latest_and_settled_ones_not_at_all() -> None:
    texts = [("a1", 1), ("b1", 2), ("c1", 3), ("a2", 4), ("d1", 5)]
    misses = [Miss(str(number), text, date(2026, 3, number)) for text, number in texts]
    groups = to_look_at(misses, ["d9"], [], same_letter, unlike)
    assert [[miss.text for miss in group.misses] for group in groups] == [["a1", "a2"], ["c1"], ["b1"]]
    assert groups[0].last_day == date(2026, 3, 4)
    assert groups[0].others == ("a2",)


def test_comparing_by_meaning_stays_within_bounds() -> None:
    """Of a thousand texts only those of the first groups are encoded, and no pair is compared twice."""
    compared: list[frozenset[str]] = []

    def meaning(one: str, other: str) -> float:
        compared.append(frozenset({one, other}))
        return 0.0

    misses = [Miss(str(number), f"{number}", DAY) for number in range(1000)]
    assert len(to_look_at(misses, ("settled",), (), unlike, meaning)) == 1000
    assert len({text for pair in compared for text in pair}) == MOST_BY_MEANING + 1
    assert len(compared) == len(set(compared)) == MOST_BY_MEANING * (MOST_BY_MEANING + 1) / 2


def test_words_alone_or_meaning_alone_are_enough_to_be_sure() -> None:
    def likeness_of(number: float) -> Likeness:
        return lambda one, other: number

    assert surely_like("a", ["b"], likeness_of(ALIKE), unlike)
    assert surely_like("a", ["b"], unlike, likeness_of(SURE_IN_MEANING))
    assert not surely_like("a", ["b"], likeness_of(ALIKE - 0.01), likeness_of(SURE_IN_MEANING - 0.01))
    assert not surely_like("a", [], likeness_of(1), likeness_of(1))


def test_a_code_says_which_text_and_which_entry() -> None:
    assert settled_by(digest("how?")) == (digest("how?"), "")
    found, entry = settled_by(example_code("faq-pain", "how?"))
    assert (found, entry) == (digest("how?"), "faq-pain")
    assert len(found) == 12
