"""What is typed is read as it was meant: short names, typos, two spellings, word forms."""

from __future__ import annotations

import tracemalloc

import pytest

from bot.faq.making import examples_of
from bot.faq.postings import Postings
from bot.faq.reader import Reader, letters_of, stems_of
from bot.faq.spelling import Speller
from bot.faq.stem import stem
from bot.faq.wordlist import Wordlist
from bot.library.items import Term
from bot.library.typed import MAX_QUESTION, tidy, words_of
from tests.desks import shelf

OWN = ["needle", "needling", "trigger", "point", "soreness", "haemophilia", "tissue"]
GENERAL = ["the", "point", "noodle", "tired", "issue", "hurt"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("LTR", "local twitch response"),
        ("LTRs", "local twitch response"),
        ("MTrP", "myofascial trigger point"),
        ("mtrps", "myofascial trigger point"),
        ("DN", "dry needling"),
        ("TDN", "dry needling"),
        ("PPT", "pressure pain threshold"),
        ("CGRP", "calcitonin gene related peptide"),
        ("SMD", "mean difference"),
        ("GRADE", "evidence grade"),
        ("pts", "patients"),
    ],
)
def test_short_names_are_spelt_out(short: str, long: str) -> None:
    assert examples_of(shelf()).reader.read(f"what is {short}?") == ["what", "is", *long.split()]


def test_a_term_that_has_only_short_names_stays_as_it_is() -> None:
    reader = Reader([], [Term(id="term-x", term="ABC", also=("ABCs",), definition="Nobody knows.")])

    assert reader.read("an ABC") == ["an", "abc"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nedle", ["needle"]),
        ("neelde", ["needle"]),
        ("needlingg", ["needling"]),
        ("haemofilia", ["haemophilia"]),
        ("triggerpoint", ["trigger", "point"]),
        ("hrut", ["hurt"]),
        ("tissues", ["tissue"]),
    ],
)
def test_what_nobody_knows_becomes_the_nearest_that_somebody_does(typed: str, meant: list[str]) -> None:
    assert list(Speller(OWN, Wordlist(GENERAL)).mend(typed)) == meant


@pytest.mark.parametrize("word", ["issue", "noodle", "tired", "the", "xyz", "teh", "needle2", "zzzzzzzz", "иголка", ""])
def test_words_of_the_language_short_ones_and_what_is_far_from_all_stay(word: str) -> None:
    assert Speller(OWN, Wordlist(GENERAL)).mend(word) == (word,)


def test_a_word_of_the_pack_goes_before_one_of_the_language() -> None:
    assert Speller(["needle"], Wordlist(["needed"])).mend("neede") == ("needle",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nebble", ["nebble"]),
        ("acupnctur", ["acupuncture"]),
        ("colour", ["color"]),
        ("headache", ["headaches"]),
        ("acheneck", ["ache", "neck"]),
    ],
    ids=["short, two slips", "long, two slips", "spelling before slip", "slip before parts", "parts"],
)
def test_what_is_tried_first(typed: str, meant: list[str]) -> None:
    own = ["needle", "acupuncture", "colours", "head", "ache", "neck", "headaches"]

    assert list(Speller(own, Wordlist(["color"])).mend(typed)) == meant


@pytest.mark.parametrize("text", ["que dolor", "ich habe das nicht", "what is it", "je ne sais pas", "tengo"])
def test_a_pack_in_another_language_understands_its_own_words(text: str) -> None:
    own = Reader(["que dolor tengo", "ich habe das nicht", "je ne sais pas"], general=Wordlist(["what", "is", "it"]))

    assert own.understands(text)
    assert Reader([], general=Wordlist(["what", "is", "it"])).understands(text) is (text == "what is it")


def test_texts_without_a_word_are_like_nothing() -> None:
    assert Postings([[], []]).likeness({}).tolist() == [0, 0]


def test_british_and_american_spellings_are_one_word_to_the_look_up() -> None:
    reader = Reader(["haemophilia", "colour"], general=Wordlist(["fibre"]))

    for one, other in (("hemophilia", "haemophilia"), ("color", "colour"), ("fiber", "fibre")):
        assert stems_of(reader.read(one)) == stems_of(reader.read(other))
        assert letters_of(reader.read(one)) == letters_of(reader.read(other))


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


def test_neighbours_are_compared_as_pairs() -> None:
    assert stems_of(["trigger", "points"]) == ["trigger", "point", "trigger point"]


def test_a_typo_leaves_most_groups_of_letters() -> None:
    right, wrong = set(letters_of(["acupuncture"])), set(letters_of(["acupunture"]))

    assert len(right & wrong) > len(right) / 2


def test_very_long_words_leave_nothing_behind() -> None:
    """Thousands of questions of one long word each must not fill the memory."""
    reader = Reader([])
    tracemalloc.start()
    try:
        for number in range(300):
            letters_of(reader.read(chr(ord("a") + number % 26) * (990 - number // 26)))
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert left < 2_000_000


def test_a_question_is_tidied_and_cut() -> None:
    assert tidy("does\u200b  it\n hurt\t?") == "does it hurt ?"
    assert len(tidy("word " * 2000)) <= MAX_QUESTION
