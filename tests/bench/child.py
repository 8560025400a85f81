"""A program in a process of its own, watched from outside: when it is ready, what it uses."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.program import Program, environment

OURS = ("bot", "run")
BARE = ("tests.bench.bare",)
MB = 2**20


@dataclass(frozen=True, slots=True)
class Child:
    """`wall` and `cpu` are the seconds from its start till it said that it is ready."""

    pid: int
    wall: float
    cpu: float

    def cpu_now(self) -> float:
        return cpu_seconds(self.pid)

    def rss(self) -> float:
        """MB, shared pages of libraries included."""
        return float(psutil.Process(self.pid).memory_info().rss) / MB

    def uss(self) -> float:
        """MB that would be free if the process ended."""
        return float(psutil.Process(self.pid).memory_full_info().uss) / MB


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads: to the nanosecond by the process's own clock (Linux), else as psutil sees
    it, in steps of 10 ms."""
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except (OSError, AttributeError):
        used = psutil.Process(pid).cpu_times()
        return float(used.user + used.system)


@asynccontextmanager
async def running(module: Sequence[str], folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Child]:
    """Ends it at the end. Its log is read all along, because a full pipe would stop it."""
    known = environment(folder, settings)
    known.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles everything again
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *module,
        cwd=folder,
        env=known,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    program = Program(process, [])
    try:
        await program.until_ready(1)
        child = Child(process.pid, time.perf_counter() - started, cpu_seconds(process.pid))
        reading = asyncio.create_task(_read_on(process))
        yield child
        process.terminate()
        await asyncio.wait_for(process.wait(), 10)
        await reading
    finally:
        program.kill()
        await process.wait()


async def _read_on(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    with contextlib.suppress(ValueError):
        while await process.stderr.read(2**16):
            pass
