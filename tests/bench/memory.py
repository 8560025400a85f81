"""Memory of the child after some hundred interactions, and whether it goes on growing."""

from __future__ import annotations

from pathlib import Path
from statistics import linear_regression

import aiohttp

from tests.bench.child import OURS, running
from tests.bench.row import Aim, Row
from tests.bench.side import Side
from tests.bench.size import Size
from tests.program import free_port


async def memory_rows(ours: Side, bare: Side, size: Size) -> list[Row]:
    sides = (ours, bare)
    for side in sides:
        await interact(side, size.settled)
    rss = Row("memory, RSS", "MB", [ours.child.rss()], [bare.child.rss()], Aim(most=150))
    uss = Row("memory, USS", "MB", [ours.child.uss()], [bare.child.uss()])
    slopes = [await _growth(side, size) for side in sides]
    growth = Row("memory, growth per 1,000", "MB", slopes[:1], slopes[1:], Aim(most=1), compared=False)
    return [rss, uss, growth]


async def _growth(side: Side, size: Size) -> float:
    """The slope of a line through the looks."""
    done, seen = [0.0], [side.child.uss()]
    for _ in range(size.looks):
        await interact(side, size.grown // size.looks)
        done.append(done[-1] + size.grown / size.looks / 1000)
        seen.append(side.child.uss())
    return linear_regression(done, seen).slope


async def interact(side: Side, count: int) -> None:
    """Facts, questions and answers in turns, on all platforms."""
    done = 0
    while done < count:
        for cohort in side.cohorts:
            learner = done % 20
            await cohort.fact(learner)
            await cohort.pose(learner)
            await cohort.answer(learner)
            done += 3
            cohort.forget()


async def page_row(folder: Path) -> Row:
    """For information: the local page alone, after it was asked for once."""
    port = free_port()
    async with running(OURS, folder, {"NEEDLEWISE_WEB_PORT": str(port)}) as child:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as page:
            await page.read()
        return Row("memory, local page alone, RSS", "MB", [child.rss()])
