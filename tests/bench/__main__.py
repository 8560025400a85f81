"""`python -m tests.bench`: what the program costs, as ratios to a floor measured in the same run.

`python -m tests.bench rush --posts 1000` is the rush alone, with fewer posts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import exchanges, memory, start
from tests.bench.answers import answer_row
from tests.bench.child import BARE, OURS
from tests.bench.due_slots import due_slots
from tests.bench.growth import growth_rows
from tests.bench.keystrokes import keystroke_rows
from tests.bench.machine import machine
from tests.bench.meaning import meaning_rows
from tests.bench.row import Row
from tests.bench.rush_rows import rush_rows
from tests.bench.shapes import SAMPLES, write_shapes
from tests.bench.side import side
from tests.bench.size import FULL, QUICK, Size
from tests.bench.table import table
from tests.program import ROOT

PARTS = ("answers", "keystrokes", "growth", "ours", "bare", "ours2", "bare2", "start", "page", "meaning")
WRITTEN = ROOT / "build" / "bench.json"


async def measure(folder: Path, size: Size) -> list[Row]:
    """One part after the other, the quiet ones first."""
    rows = [await answer_row(folder / "answers", size), *await keystroke_rows(folder / "keystrokes", size)]
    rows += await growth_rows(folder / "growth", size)
    learners = max(20, size.exchanges)
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(side(OURS, folder / "ours", learners))
        shapes = {"BENCH_SHAPES": str(folder / "shapes.json")}
        await write_shapes(ours, folder / "shapes.json", min(SAMPLES, learners))
        bare = await stack.enter_async_context(side(BARE, folder / "bare", learners, shapes))
        cpu = await exchanges.cpu_rows(ours, bare, size)
    async with side(OURS, folder / "ours2", learners) as ours, side(BARE, folder / "bare2", learners, shapes) as bare:
        kept = await memory.memory_rows(ours, bare, size)
    kept += await meaning_rows(folder / "meaning", size)
    started = await start.start_rows(folder / "start", shapes, size)
    kept.append(await memory.page_row(folder / "page"))
    return [*started, *cpu, *rows, *kept, *await rush_rows(folder, size.posts, settled=size.settles)]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("all", "rush"), default="all", help="everything, or the rush alone")
    parser.add_argument("--quick", action="store_true", help="only look whether it runs; the numbers mean nothing")
    parser.add_argument("--json", default=str(WRITTEN), metavar="FILE", help="- is standard output")
    parser.add_argument("--posts", type=int, metavar="N", help="in the rush on Discord; a tenth of it on Slack")
    args = parser.parse_args(argv)
    size = QUICK if args.quick else FULL
    size = replace(size, posts=args.posts or size.posts)
    alone = args.part == "rush"
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            (Path(folder) / part).mkdir()
        measured = rush_rows(Path(folder), size.posts, settled=size.settles) if alone else measure(Path(folder), size)
        rows = asyncio.run(measured)
    posts = None if alone else due_slots(size)
    rows += [posts.row()] if posts else []
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found = {"at": at, "quick": args.quick, "machine": machine(), "rows": [row.as_data() for row in rows]}
    text = json.dumps(found, ensure_ascii=False, indent=2)
    told = sys.stderr if args.json == "-" else sys.stdout
    print(table(rows), file=told)
    if posts:
        print(f"\n{posts}", file=told)
        print(f"\nStart-up compares with:{(start.__doc__ or '').partition('The floor:')[2].rstrip()}", file=told)
    if args.json == "-":
        print(text)
    else:
        Path(args.json).parent.mkdir(parents=True, exist_ok=True)
        Path(args.json).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
