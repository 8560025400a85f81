"""The best look-up is made beside everything else, and given up as soon as the program ends."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.faq.cache import GivenUp
from bot.faq.desk import Desks
from bot.faq.encoder import Encoder
from bot.faq.making import best, watch_of
from bot.faq.postings import Numbers
from bot.faq.preparing import ENDING, Preparing
from tests.desks import shelf
from tests.packs import hand_washing_library
from tests.patience import until
from tests.program import free_port, running


@pytest.mark.sqlite
async def test_a_program_that_ends_while_examples_are_encoded_ends_cleanly(tmp_path: Path) -> None:
    """Python takes down a thread that comes back from ONNX Runtime too late, and the whole process with it."""
    cache = tmp_path / "cache"
    settings = {"NEEDLEWISE_ENCODER": "on", "NEEDLEWISE_CACHE": str(cache), "NEEDLEWISE_WEB_PORT": str(free_port())}
    async with running(tmp_path, settings) as program:
        # The weights for safety are kept just before the encoder is loaded.
        await until(lambda: any(cache.glob("weights-*")), 60)
        await asyncio.sleep(1)

        assert await program.end() < 5
        assert program.process.returncode == 0
        assert not list(cache.glob("all-*"))


async def test_what_is_given_up_ends_before_stop_does() -> None:
    steps: list[float] = []

    def work(given_up: threading.Event) -> None:
        while not given_up.wait(0.01):
            steps.append(time.monotonic())

    preparing = Preparing(work)
    preparing.start()
    await asyncio.sleep(0.1)
    await preparing.stop()
    count = len(steps)
    await asyncio.sleep(0.05)

    assert len(steps) == count > 0


async def test_stop_waits_only_so_long() -> None:
    end = threading.Event()
    preparing = Preparing(lambda _: end.wait(30))
    preparing.start()
    began = time.monotonic()

    await preparing.stop()

    assert ENDING - 0.1 < time.monotonic() - began < ENDING + 1
    end.set()


async def test_what_never_began_can_be_stopped() -> None:
    await Preparing(lambda _: None).stop()


@pytest.mark.parametrize("given_up", [False, True])
def test_trouble_is_logged_unless_nobody_waits(given_up: bool, caplog: pytest.LogCaptureFixture) -> None:
    def work(event: threading.Event) -> None:
        if given_up:
            event.set()
        raise GivenUp if given_up else MemoryError("too little")

    Preparing(work).run()

    assert ("the look-up can't be made better" in caplog.text) is not given_up


def test_encoding_is_given_up_between_two_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up, packs = threading.Event(), hand_washing_library(tmp_path).packs
    vector, encoded = Encoder.vector, []

    def once(self: Encoder, words: Sequence[str]) -> Numbers:
        given_up.set()
        encoded.append(words)
        return vector(self, words)

    monkeypatch.setattr(Encoder, "vector", once)

    with pytest.raises(GivenUp):
        best(packs, encoder=True, cache=None, given_up=given_up)
    assert len(encoded) == 1


def test_nothing_is_fitted_once_it_is_given_up() -> None:
    given_up = threading.Event()
    given_up.set()
    began = time.monotonic()

    for encoder in (False, True):
        with pytest.raises(GivenUp):
            best(shelf().packs, encoder=encoder, cache=None, given_up=given_up)
    with pytest.raises(GivenUp):
        watch_of(shelf().packs, None, given_up)

    assert time.monotonic() - began < 2


def test_a_desk_that_was_given_up_still_answers_by_words(tmp_path: Path) -> None:
    desks, asked, given_up = Desks(), hand_washing_library(tmp_path).for_community(1), threading.Event()
    given_up.set()

    with pytest.raises(GivenUp):
        desks.prepare(asked, encoder=False, cache=None, given_up=given_up)

    assert desks.make(asked).find(asked, "is gel as good as soap").hits[0].id == "faq-rub"
