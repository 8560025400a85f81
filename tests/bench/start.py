"""Start-up: from the start of the process till it says that it is ready, on both platforms.

Ours: settings, packs, database, both faces connected, the outbox. The floor: a process that imports the same libraries
(discord, slack_bolt with its Socket Mode, SQLAlchemy with aiosqlite, APScheduler), logs in to the same two servers,
hands its commands to Discord, waits for Discord's READY, and opens Slack's socket. Both start on a database that is
there, with their bytecode compiled.
"""

from __future__ import annotations

from pathlib import Path

from tests.bench.child import BARE, OURS, Child, running
from tests.bench.row import Aim, Row
from tests.bench.side import new_database, servers
from tests.bench.size import Size


async def start_rows(folder: Path, shapes: dict[str, str], size: Size) -> list[Row]:
    await new_database(folder)
    ours: list[Child] = []
    bare: list[Child] = []
    async with servers() as known_to_ours, servers() as known_to_bare:
        for number in range(size.starts + 1):
            turns = [(ours, OURS, known_to_ours), (bare, BARE, known_to_bare)]
            for found, module, known in turns if number % 2 else turns[::-1]:
                async with running(module, folder, known.settings | shapes) as child:
                    found.append(child)
    del ours[0], bare[0]  # they compiled, and registered the commands
    wall = Row("start-up, wall", "s", [c.wall for c in ours], [c.wall for c in bare], Aim(ratio=1.3))
    return [wall, Row("start-up, CPU", "s", [c.cpu for c in ours], [c.cpu for c in bare])]
