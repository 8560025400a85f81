"""Text as spans: the packs' small Markdown, joining, and cutting at a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.text import Kind, Span, cut, flatten, join, link, markdown, person, plain, strong, time

ANY_TEXT = st.text(max_size=200)
UNMARKED = st.text(st.characters(exclude_characters="*`["), max_size=200)
WORD = st.text("abcdefgh", min_size=1, max_size=8)


def test_strong_code_and_links_are_read() -> None:
    assert markdown("**Yes**, see `/faq` or [the paper](https://doi.org/10.1/x).") == (
        Span("Yes", Kind.STRONG),
        Span(", see "),
        Span("/faq", Kind.CODE),
        Span(" or "),
        Span("the paper", Kind.LINK, "https://doi.org/10.1/x"),
        Span("."),
    )


@pytest.mark.parametrize(
    "text",
    [
        "*one star*",
        "_underlined_",
        "a * b ** c",
        "****",
        "# heading",
        "- item",
        "[no address]",
        "[label](http://example.org)",
        "[label](javascript:alert(1))",
        "<b>html</b>",
        "@everyone",
        "<@123>",
        "`open",
    ],
)
def test_everything_else_stays_plain(text: str) -> None:
    assert markdown(text) == plain(text)


@given(UNMARKED)
def test_a_text_without_markup_is_kept_to_the_letter(text: str) -> None:
    assert flatten(markdown(text)) == text


@given(ANY_TEXT)
def test_no_text_can_break_the_reader_or_grow(text: str) -> None:
    assert len(flatten(markdown(text))) <= len(text)


@given(st.lists(st.sampled_from(["**", "`", "[", "](https://e.org)", "a", " ", "b"]), max_size=20).map("".join))
def test_markup_takes_away_only_its_own_signs(text: str) -> None:
    signs = text.replace("](https://e.org)", "").replace("*", "").replace("`", "").replace("[", "")
    letters = flatten(markdown(text)).replace("](https://e.org)", "").replace("*", "").replace("`", "").replace("[", "")

    assert letters == signs


@given(ANY_TEXT)
def test_words_from_outside_are_never_markup(text: str) -> None:
    assert all(span.kind is Kind.PLAIN for span in plain(text))
    assert flatten(plain(text)) == text


def test_an_empty_text_has_no_spans() -> None:
    assert plain("") == markdown("") == ()


def test_joining_leaves_no_gap_for_empty_parts() -> None:
    assert flatten(join([(), plain("one"), (), strong("two"), ()], " / ")) == "one / two"


def test_joining_nothing_is_nothing() -> None:
    assert join([(), ()]) == ()


def test_flattening_keeps_the_words_of_links_people_and_times() -> None:
    moment = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    text = (
        *link("paper", "https://e.org"),
        *plain(" by "),
        *person("42", "Ana"),
        *plain(" at "),
        *time(moment, "noon"),
    )

    assert flatten(text) == "paper by Ana at noon"


def test_a_time_carries_its_seconds() -> None:
    assert time(datetime(1970, 1, 2, tzinfo=UTC), "then")[0].target == "86400"


@given(ANY_TEXT, st.integers(0, 220))
def test_a_cut_text_never_exceeds_the_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@given(ANY_TEXT)
def test_a_text_that_fits_is_not_touched(text: str) -> None:
    assert cut(text, len(text)) == text


@given(st.lists(WORD, min_size=2, max_size=30), st.integers(12, 100))
def test_a_cut_stands_between_words(words: list[str], limit: int) -> None:
    text = " ".join(words)
    shown = cut(text, limit).removesuffix(" …")

    assert text == shown or shown.split() == words[: len(shown.split())]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two three", 10, "one two …"),
        ("one two three", 9, "one two …"),
        ("one, two", 7, "one …"),
        ("unbrokenword", 8, "unbrok …"),
        ("        far away", 8, " …"),
        ("one two", 0, ""),
    ],
)
def test_cutting(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected
