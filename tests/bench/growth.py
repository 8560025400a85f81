"""The look-up as packs grow: 100, 1,000 and 10,000 made-up entries, each asked in six ways.

Each size is a process of its own, twice: the first makes the cache, the second finds it, and is measured. A question
is timed as CPU of the one thread. The floor is the bare libraries doing the same: ONNX Runtime runs the encoder on the
question's pieces, numpy multiplies as many vectors with the result, and takes the best.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.faq.wordpiece import general_words
from tests.bench.row import Aim, Row
from tests.bench.size import Size

WAYS = 6
LONG = 6
OFTEN = ["what", "is", "does", "it", "the", "a", "how", "can", "i", "of", "in", "for", "after", "many", "when", "why"]
AIMS = {10_000: (Aim(most=15), Aim(most=5))}


async def growth_rows(folder: Path, size: Size) -> list[Row]:
    rows: list[Row] = []
    for entries in size.entries:
        first = await _child(folder, entries, size)
        again = await _child(folder, entries, size)
        title = f"{entries:,} entries"
        latency, reload = AIMS.get(entries, (Aim(most=10), None))
        rows += [
            Row(f"a question, {title}, p50", "ms", [again["p50"]], [again["bare_p50"]], latency),
            Row(f"a question, {title}, p95", "ms", [again["p95"]], [again["bare_p95"]]),
            Row(f"look-up ready, {title}, first time", "s", [first["ready"]]),
            Row(f"look-up ready, {title}, cached", "s", [again["ready"]], aim=reload),
            Row(f"memory of the look-up, {title}", "MB", [again["memory"]]),
        ]
    return rows


async def _child(folder: Path, entries: int, size: Size) -> Mapping[str, float]:
    command = (sys.executable, "-m", __name__, str(folder), str(entries), str(size.lines * 5))
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=environment)
    out, _ = await process.communicate()
    found: dict[str, float] = json.loads(out)
    return found


def asked(entries: int) -> dict[str, list[str]]:
    """How made-up entries are asked: two of four words each time, among common ones."""
    draw, words = random.Random(1), [word for word in general_words() if len(word) >= LONG]
    made = {}
    for number in range(entries):
        own = draw.sample(words, 4)
        made[f"made-up-{number}"] = [" ".join(_spoken(draw, own)) for _ in range(WAYS)]
    return made


def _spoken(draw: random.Random, own: Sequence[str]) -> list[str]:
    said = [*draw.choices(OFTEN, k=draw.randint(2, 6)), *draw.sample(list(own), 2)]
    draw.shuffle(said)
    return said


def _questions(known: Mapping[str, Sequence[str]], count: int) -> Iterator[str]:
    draw = random.Random(2)
    for _ in range(count):
        said = draw.choice(draw.choice(list(known.values()))).split()
        yield " ".join([*draw.choices(OFTEN, k=2), *draw.sample(said, len(said))])


def main(folder: str, entries: str, questions: str) -> dict[str, Any]:
    import numpy as np
    import psutil

    from bot.faq.cache import Cache
    from bot.faq.encoder import Encoder
    from bot.faq.examples import ExampleLookup, collect
    from bot.faq.making import meaning_of
    from bot.faq.reader import Reader
    from bot.faq.wordlist import general

    known = asked(int(entries))
    process, cache = psutil.Process(), Cache(Path(folder) / f"cache-{entries}")
    before, began = process.memory_full_info().uss, time.perf_counter()
    reader = Reader([text for texts in known.values() for text in texts], (), general())
    examples = collect(known, (), reader)
    lookup = ExampleLookup(examples, meaning_of(examples, cache)).fitted(cache)
    lookup.find("is it ready")
    ready, memory = time.perf_counter() - began, (process.memory_full_info().uss - before) / 2**20

    encoder, rows = Encoder(), np.ones((len(examples.rows), 384), np.float32)
    lines = [*_questions(known, int(questions))]
    read = [reader.read(line) for line in lines]
    ours = _times(lookup.find, lines)
    bare = _times(lambda words: int((rows @ encoder.vector(words)).argmax()), read)
    return {
        "ready": ready,
        "memory": memory,
        "p50": ours[9],
        "p95": ours[18],
        "bare_p50": bare[9],
        "bare_p95": bare[18],
    }


def _times(one: Callable[[Any], object], given: Sequence[Any]) -> list[float]:
    taken = []
    for item in given:
        started = time.thread_time()
        one(item)
        taken.append((time.thread_time() - started) * 1000)
    return quantiles(taken[len(taken) // 10 :], n=20)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
