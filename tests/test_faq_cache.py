"""Numbers that took long are kept; whatever happens to their files, the look-up is made."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.faq.cache import WEIGHTS_KEPT, Cache
from bot.faq.encoder import Encoder
from bot.faq.examples import ExampleLookup, Examples, collect
from bot.faq.making import best, meaning_of
from bot.faq.meaning import Meaning
from bot.faq.postings import Numbers
from bot.faq.reader import Reader
from tests.packs import hand_washing_library

ASKED = {
    "wash": ("how do i wash my hands", "soap and water", "clean hands"),
    "gloves": ("do gloves help", "wearing gloves", "gloves all day"),
}
NONE = ("what is the weather", "tell me a joke")


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the real encoder was asked for, in turn."""
    texts: list[str] = []
    vector = Encoder.vector

    def noted(self: Encoder, words: Sequence[str]) -> Numbers:
        texts.append(" ".join(words))
        return vector(self, words)

    monkeypatch.setattr(Encoder, "vector", noted)
    return texts


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader([])


def examples(asked: Mapping[str, Sequence[str]] = ASKED) -> Examples:
    return collect(asked, NONE, reader())


def meanings(found: Meaning | None) -> Numbers:
    assert found is not None
    return found.rows


def test_a_second_making_encodes_nothing_anew(tmp_path: Path, encoded: list[str]) -> None:
    first = meanings(meaning_of(examples(), Cache(tmp_path)))
    count = len(encoded)
    second = meanings(meaning_of(examples(), Cache(tmp_path)))

    assert (count, len(encoded)) == (8, 8)
    assert np.array_equal(first, second)


def test_a_changed_example_is_the_only_one_that_is_encoded(tmp_path: Path, encoded: list[str]) -> None:
    meaning_of(examples(), Cache(tmp_path))
    encoded.clear()

    meaning_of(examples({**ASKED, "wash": ("how do i scrub my hands", *ASKED["wash"][1:])}), Cache(tmp_path))

    assert encoded == ["how do i scrub my hands"]


def test_without_a_folder_nothing_is_kept(encoded: list[str]) -> None:
    for _ in range(2):
        meaning_of(examples(), Cache(None))

    assert len(encoded) == 16


@pytest.mark.parametrize(
    "damage",
    ["empty", "cut short", "text", "other parts", "no number", "one row less", "another width", "whole numbers"],
)
def test_a_damaged_file_is_made_anew_and_the_log_says_so(
    tmp_path: Path, damage: str, encoded: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    packs = hand_washing_library(tmp_path).packs
    cache = tmp_path / "cache"
    before = best(packs, encoder=True, cache=cache).find("is gel as good as soap")
    files = sorted(cache.iterdir())
    count = len(encoded)
    for file in files:
        spoil(file, damage)

    after = best(packs, encoder=True, cache=cache).find("is gel as good as soap")

    assert len(files) == 2
    assert after == before
    assert caplog.text.count("the look-up's cache is damaged") == 2
    encoded.clear()
    assert best(packs, encoder=True, cache=cache).find("is gel as good as soap") == before
    assert len(encoded) == 1 < count


def spoil(file: Path, damage: str) -> None:
    whole = file.read_bytes()
    match damage:
        case "empty":
            file.write_bytes(b"")
        case "cut short":
            file.write_bytes(whole[: len(whole) // 2])
        case "text":
            file.write_text("not numbers at all")
        case "other parts":
            np.savez(file, something=np.zeros(3))
        case _:
            with np.load(file) as held:
                np.savez(file, **{name: wrong(held[name], damage) for name in held})  # type: ignore[arg-type]


def wrong(numbers: NDArray[np.generic], damage: str) -> NDArray[np.generic]:
    """A file's weights or vectors as a bug would leave them; its keys stay as they are."""
    if numbers.ndim == 1:
        return numbers
    if damage == "no number":
        spoilt = numbers.copy()
        spoilt[1, 1] = np.nan
        return spoilt
    return {"one row less": numbers[1:], "another width": numbers[:, 1:], "whole numbers": numbers.astype(int)}[damage]


def test_a_folder_that_cant_be_written_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    packs = hand_washing_library(tmp_path).packs
    (tmp_path / "file").write_text("in the way")

    lookup = best(packs, encoder=True, cache=tmp_path / "file" / "cache")

    assert lookup.by_meaning
    assert lookup.find("is gel as good as soap")[0].id == "faq-rub"
    assert "cache can't be written" in caplog.text


def test_only_the_last_weights_are_kept(tmp_path: Path) -> None:
    made: list[int] = []

    def weights(number: int) -> None:
        def make() -> Numbers:
            made.append(number)
            return np.ones((2, 2), np.float32)

        Cache(tmp_path).weights(bytes([number]), (2, 2), make)

    for number in range(WEIGHTS_KEPT + 3):
        weights(number)
        for age, file in enumerate(sorted(tmp_path.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)):
            os.utime(file, (1000 - age, 1000 - age))
    count = len(made)
    weights(WEIGHTS_KEPT + 2)

    assert len(list(tmp_path.iterdir())) == WEIGHTS_KEPT
    assert len(made) == count == WEIGHTS_KEPT + 3


def test_weights_of_other_meanings_are_not_taken(tmp_path: Path) -> None:
    """As after a change of the encoder: the texts are the same, their vectors aren't."""
    dice = np.random.default_rng(5)
    for _ in range(2):
        vectors = dice.normal(size=(8, 6)).astype(np.float32)
        meaning = Meaning(Encoder(), vectors, examples().owners)
        ExampleLookup(examples(), meaning).fitted(Cache(tmp_path))

    assert len(list(tmp_path.iterdir())) == 2


def fill(folder: Path) -> bool:
    """Whether all was right, again and again, while others do the same."""
    for number in range(150):
        wanted = np.full((20, 3), number, np.float32)
        key = number.to_bytes(2, "big")
        if not np.array_equal(Cache(folder).weights(key, wanted.shape, wanted.copy), wanted):
            return False
        texts = [f"text {at}" for at in range(number, number + 5)]
        made = Cache(folder).vectors("vectors", 4, texts, lambda text: np.full(4, int(text.split()[1]), np.float32))
        if made[:, 0].tolist() != list(range(number, number + 5)):
            return False
    return True


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    with get_context("spawn").Pool(3) as pool:
        assert pool.map(fill, [tmp_path] * 3) == [True] * 3

    assert [file for file in tmp_path.iterdir() if file.name.startswith(".")] == []
