"""Words: sentences filled after they were translated; numbers, dates and lists in the reader's own way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Words, words_for

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_sentence_is_filled() -> None:
    assert Words()("{count} of {total}", count=1, total=3) == "1 of 3"


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert Words()("write {this}") == "write {this}"


def test_what_is_filled_in_is_never_filled_again() -> None:
    assert Words()("Hello, {name}", name="{count} {0}") == "Hello, {count} {0}"


def test_any_name_may_be_filled_in() -> None:
    assert Words()("{sentence} {self}", sentence="a", self="b") == "a b"
    assert Words().plural("{one} {count}", "{one} {many} {count}", 2, one="a", many="b") == "a b 2"


@pytest.mark.parametrize(("count", "text"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (1234, "1,234 posts")])
def test_plurals(count: int, text: str) -> None:
    assert Words("en-GB").plural("{count} post", "{count} posts", count) == text


@pytest.mark.parametrize("locale", ["", "xx", "en", "en-001", "not a locale", "../../etc", "\x00", "_", "-", "en-"])
def test_an_unknown_locale_gets_british_english(locale: str) -> None:
    assert str(words_for(locale).locale) == "en_GB"


@given(st.text(max_size=20))
def test_no_locale_can_break_the_words(locale: str) -> None:
    assert words_for(locale)("Study group")


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de", "pt-BR", "zh-CN", "zh-TW", "es-419", "sv-SE", "no", "hi"])
def test_the_locales_of_the_platforms_are_known(locale: str) -> None:
    words = words_for(locale)

    assert words.locale.language == locale.split("-")[0]
    assert words.moment(NOON, "Europe/Berlin").endswith("(Europe/Berlin)")


def test_a_language_without_a_catalogue_reads_english_sentences_and_its_own_numbers() -> None:
    assert (words_for("de")("Study group"), words_for("de").number(1234.5)) == ("Study group", "1.234,5")


def test_a_moment_has_its_date_its_time_and_its_zone() -> None:
    assert Words().moment(NOON, "Asia/Kathmandu") == "Mon 2 Mar 2026, 17:45 (Asia/Kathmandu)"


def test_a_clock_time_is_that_of_the_zone() -> None:
    assert Words().clock(NOON, "America/New_York") == "07:00"


def test_a_day_names_its_weekday() -> None:
    assert Words().date(date(2026, 3, 2)) == "Mon 2 Mar"


def test_shares_and_lists() -> None:
    assert (Words().percent(0.25), Words().list(["a", "b", "c"]), Words().list([])) == ("25%", "a, b and c", "")


def test_a_span_of_time_is_said_in_words() -> None:
    assert Words().span(7200) == "2 hours"


def test_words_of_a_locale_are_made_once() -> None:
    assert words_for("en-GB") is words_for("en-GB")
