"""Which questions are alike, and which of them managers still have to look at."""

from __future__ import annotations

from datetime import date

import pytest

from bot.misses.likeness import likeness
from bot.misses.model import ALIKE, Miss, elsewhere_code, example_code, grouped, settled_by, to_look_at

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
        ("", "what is it", False),
    ],
)
def test_what_asks_the_same(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


def same_letter(one: str, other: str) -> float:
    return float(one[0] == other[0])


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
    groups = to_look_at(misses, ["d9"], same_letter)
    assert [[miss.text for miss in group.misses] for group in groups] == [["a1", "a2"], ["c1"], ["b1"]]
    assert groups[0].last_day == date(2026, 3, 4)
    assert groups[0].others == ("a2",)


def test_a_code_says_which_text_and_which_entry() -> None:
    assert settled_by(elsewhere_code("how?")) == (elsewhere_code("how?"), "")
    found, entry = settled_by(example_code("faq-pain", "how?"))
    assert (found, entry) == (elsewhere_code("how?"), "faq-pain")
    assert len(found) == 12
