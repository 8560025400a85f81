"""What the real program answers, written down, so that the bare one sends replies of the same size and shape."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench.cohort import Cohort, Json
from tests.bench.exchanges import deeds
from tests.bench.side import Side

SAMPLES = 9


async def write_shapes(ours: Side, file: Path, samples: int) -> None:
    """One card of the middle size for each deed on each platform."""
    shapes = {cohort.platform: await _shapes(cohort, samples) for cohort in ours.cohorts}
    _write(file, shapes)


async def _shapes(cohort: Cohort, samples: int) -> Json:
    found = {name: await _middle(deed, samples) for name, deed in deeds(cohort).items()}
    pairs = [(await cohort.pose(number), await cohort.answer(number)) for number in range(samples)]
    questions, feedbacks = zip(*pairs, strict=True)
    return found | {"question": _sorted(list(questions)), "feedback": _sorted(list(feedbacks))}


async def _middle(deed: Callable[[int], Awaitable[Json]], samples: int) -> Json:
    return _sorted([await deed(number) for number in range(samples)])


def _sorted(cards: list[Json]) -> Json:
    return sorted(cards, key=lambda card: len(json.dumps(card)))[len(cards) // 2]


def _write(file: Path, shapes: Json) -> None:
    file.write_text(json.dumps(shapes, ensure_ascii=False), encoding="utf-8")
