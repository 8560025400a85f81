"""`make bench-crash`: thousands of kills on both databases, and the figures of docs/reliability.md.

python -m tests.crash [--kills 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from tests.crash.nursery import Nursery
from tests.crash.siege import Verdict, besieged
from tests.crash.steps import Steps, die_step_by_step
from tests.databases import WANTED, database_in

TOWNS, AT_ONCE = 8, 2
"""Each siege has a database, servers and channels of its own, so that none grows for ever."""


async def besiege(kind: str, kills: int, seed: int) -> tuple[list[Verdict], Steps]:
    os.environ[WANTED] = kind
    verdicts: list[Verdict] = []
    for first in range(0, TOWNS, AT_ONCE):
        towns = (besiege_town(kind, town, kills // TOWNS, seed) for town in range(first, first + AT_ONCE))
        verdicts += await asyncio.gather(*towns)
    folder, nursery = Path(tempfile.mkdtemp(prefix="needlewise-crash-")), await Nursery.open()
    steps = await die_step_by_step(folder, database_in(folder), nursery)
    await nursery.close()
    print(f"{kind}: {steps}", flush=True)
    return verdicts, steps


async def besiege_town(kind: str, town: int, kills: int, seed: int) -> Verdict:
    folder = Path(tempfile.mkdtemp(prefix="needlewise-crash-"))
    processes = 2 if kind == "postgresql" else 1
    async with besieged(folder, database_in(folder), seed * 100 + town, processes=processes) as siege:
        siege.unsettle()
        verdict = await siege.run(kills)
    print(f"{kind} {town + 1}/{TOWNS}: {verdict}", flush=True)
    _name(verdict, folder)
    return verdict


def _name(verdict: Verdict, folder: Path) -> None:
    for row in (*verdict.lost, *verdict.doubled):
        print(f"  {row}; the log is {folder / 'log.txt'}", flush=True)


async def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.crash", description="Kill the program, over and over.")
    parser.add_argument("--kills", type=int, default=1000, help="on each kind of database (1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    bad = 0
    for kind in [args.only] if args.only else ["sqlite", "postgresql"]:
        verdicts, steps = await besiege(kind, args.kills, args.seed)
        kills = sum(verdict.kills.total() for verdict in verdicts)
        posts, seconds = sum(one.posts for one in verdicts), sum(one.seconds for one in verdicts)
        lost, doubled = sum(len(one.lost) for one in verdicts), sum(len(one.doubled) for one in verdicts)
        print(f"| {kind} | {kills} | {posts} | {lost} | {doubled} | {seconds:.0f} s |")
        print(f"| {kind}, each await | {steps.deaths} | {steps.posts} | {len(steps.lost)} | {len(steps.doubled)} | |")
        bad += lost + doubled + len(steps.lost) + len(steps.doubled)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
