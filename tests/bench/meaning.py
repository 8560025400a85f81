"""The program with its sentence encoder, on both platforms: the first answer after a start, and memory."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

from tests.bench.child import OURS
from tests.bench.cohort import Cohort
from tests.bench.memory import interact
from tests.bench.row import Aim, Row
from tests.bench.side import side
from tests.bench.size import Size
from tests.program import ROOT

MARK = "words alone"
PATIENCE = 120
SETTINGS = {"NEEDLEWISE_ENCODER": "on", "NEEDLEWISE_CACHE": str(ROOT / "build" / "cache")}


async def meaning_rows(folder: Path, size: Size) -> list[Row]:
    """The first start fills the cache, if it isn't yet."""
    for start in ("first", "again"):
        (folder / start).mkdir()
    async with side(OURS, folder / "first", 20, SETTINGS) as ours:
        await _until_by_meaning(ours.cohorts[0])
    async with side(OURS, folder / "again", 20, SETTINGS) as ours:
        asked = time.perf_counter()
        await ours.cohorts[0].faq(0)
        first = ours.child.wall + time.perf_counter() - asked
        by_meaning = ours.child.wall + await _until_by_meaning(ours.cohorts[0])
        await interact(ours, size.settled)
        rss, uss = ours.child.rss(), ours.child.uss()
    return [
        Row("first answer after a start", "s", [first], aim=Aim(most=1.5)),
        Row("first answer by meaning after a start", "s", [by_meaning]),
        Row("memory with the encoder, RSS", "MB", [rss], aim=Aim(most=380)),
        Row("memory with the encoder, USS", "MB", [uss]),
    ]


async def _until_by_meaning(cohort: Cohort) -> float:
    """Seconds till an answer no longer says that it was looked up by words alone."""
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        while MARK in json.dumps(await cohort.faq(1)):
            cohort.forget()
            await asyncio.sleep(0.1)
    return time.perf_counter() - began
