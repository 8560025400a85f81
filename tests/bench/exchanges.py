"""CPU time of the child for one exchange: a command typed or a button pressed, until its answer is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot import build
from tests.bench.cohort import Cohort, Json
from tests.bench.row import Aim, Row
from tests.bench.side import Side
from tests.bench.size import Size

AIMS = {"/fact": Aim(ratio=2), "/faq": None, "answered press": Aim(ratio=4)}
# What goes on after the answer (logging, closing) belongs to the exchange.
AFTERWARDS = 0.05

Deed = Callable[[int], Awaitable[Json]]
Costs = dict[tuple[str, str], list[float]]


def deeds(cohort: Cohort) -> dict[str, Deed]:
    """The commands that are measured as they are."""
    known: dict[str, Deed] = {"/fact": cohort.fact}
    return known | ({"/faq": cohort.faq} if "faq" in build.commands() else {})


async def cpu_rows(ours: Side, bare: Side, size: Size) -> list[Row]:
    """One round to warm up, then the rounds that count, the sides taking turns in going first."""
    costs: tuple[Costs, Costs] = ({}, {})
    for number in range(size.rounds + 1):
        pair = list(zip((ours, bare), costs, strict=True))
        for side, found in pair if number % 2 else pair[::-1]:
            await _round(side, found, size.exchanges)
    rows = [_row(key, *(found[key][1:] for found in costs)) for key in costs[0]]
    return sorted(rows, key=lambda row: row.name)


async def _round(side: Side, found: Costs, count: int) -> None:
    for cohort in side.cohorts:
        for name, deed in deeds(cohort).items():
            found.setdefault((cohort.platform, name), []).append(await _cost(side, deed, count))
        for learner in range(count):
            await cohort.pose(learner)
        found.setdefault((cohort.platform, "answered press"), []).append(await _cost(side, cohort.answer, count))
        cohort.forget()


async def _cost(side: Side, deed: Deed, count: int) -> float:
    """Milliseconds an exchange."""
    await asyncio.sleep(AFTERWARDS)
    before = side.child.cpu_now()
    for learner in range(count):
        await deed(learner)
    await asyncio.sleep(AFTERWARDS)
    return (side.child.cpu_now() - before) / count * 1000


def _row(key: tuple[str, str], ours: list[float], bare: list[float]) -> Row:
    platform, name = key
    return Row(f"CPU, {platform} {name}", "ms", ours, bare, AIMS[name])
