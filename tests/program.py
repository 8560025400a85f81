"""The real program in a process of its own, as `make run` starts it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings, read_settings
from tests.databases import database_in

ROOT = Path(__file__).parent.parent
# What is worked out once for the look-up and kept for all tests.
CACHE = ROOT / "build" / "cache"
READY = 40.0
TOKENS = ("DISCORD_TOKEN", "SLACK_", "DATABASE_URL", "NEEDLEWISE_")


@dataclass
class Program:
    process: asyncio.subprocess.Process
    log: list[str]

    async def until_ready(self, faces: int) -> None:
        """Waits until as many lines say `ready`."""
        async with asyncio.timeout(READY):
            while sum("ready:" in line for line in self.log) < faces:
                await self.next_line()

    async def next_line(self) -> None:
        assert self.process.stderr is not None
        line = await self.process.stderr.readline()
        if not line:
            raise AssertionError("the program ended:\n" + "".join(self.log))
        self.log.append(line.decode())

    async def end(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Ends it as a person or a container would; gives the seconds that it took."""
        started = time.monotonic()
        self.process.send_signal(how)
        await asyncio.wait_for(self.process.communicate(), 10)
        return time.monotonic() - started

    def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str], faces: int = 1) -> AsyncIterator[Program]:
    """Starts it in the folder with only these settings, and kills it at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=environment(folder, settings),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    program = Program(process, [])
    try:
        await program.until_ready(faces)
        yield program
    finally:
        program.kill()
        await process.wait()


def settings_in(folder: Path) -> Settings:
    """For a core in the test's own process, with the same look-up as in `environment`."""
    look_up = {"needlewise_encoder": "off", "needlewise_cache": CACHE}
    return read_settings(env_file=None, database_url=database_in(folder), **look_up)


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Without the encoder, so that what starts in a test doesn't spend seconds on it; `settings` may want it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(TOKENS)}
    own = {"DATABASE_URL": database_in(folder), "PYTHONPATH": str(ROOT)}
    look_up = {"NEEDLEWISE_ENCODER": "off", "NEEDLEWISE_CACHE": str(CACHE)}
    return {**inherited, **own, **look_up, **settings}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
