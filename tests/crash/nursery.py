"""Starts lives quickly: the program is imported once, and each life is a fork of that.

Orders come as JSON lines; the answers are {"born": pid} and, when one ended, {"dead": pid, "status": waitpid's}.
"""

from __future__ import annotations

import asyncio
import json
import os
import selectors
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.program import CACHE, ROOT


@dataclass
class Nursery:
    """The end that the tests hold. `dead` holds an event for each life, set when it has ended."""

    process: asyncio.subprocess.Process
    dead: dict[int, asyncio.Event] = field(default_factory=dict)
    status: dict[int, int] = field(default_factory=dict)
    _born: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    _reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls) -> Nursery:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crash.nursery",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        nursery = cls(process)
        nursery._reading = asyncio.create_task(nursery._read())
        return nursery

    async def bear(self, folder: Path, settings: Mapping[str, str], steps: int | None = None) -> int:
        """Starts a life and gives its process id. What it logs is added to `log.txt` in the folder."""
        return await self._start({"folder": str(folder), "settings": dict(settings), "steps": steps})

    async def bear_small(self, folder: Path, url: str, moment: datetime, steps: int | None = None) -> int:
        """Starts the core alone, for what is due at a moment; gives how it ended, as `waitpid` does."""
        order = {"folder": str(folder), "url": url, "moment": moment.isoformat(), "steps": steps}
        pid = await self._start(order)
        await asyncio.wait_for(self.dead[pid].wait(), 20)
        return self.status[pid]

    async def _start(self, order: Mapping[str, Any]) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        await self.process.stdin.drain()
        return await asyncio.wait_for(self._born.get(), 20)

    async def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        await self.dead[pid].wait()

    async def close(self) -> None:
        for pid, gone in self.dead.items():
            if not gone.is_set():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        if self._reading:
            await self._reading

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            said = json.loads(line)
            if "born" in said:
                self.dead[said["born"]] = asyncio.Event()
                self._born.put_nowait(said["born"])
            else:
                self.status[said["dead"]] = said["status"]
                self.dead[said["dead"]].set()


def main() -> None:
    import tests.talk  # noqa: F401 - so that no life has to
    from bot import build
    from bot.faq.desk import DESKS
    from bot.library.library import Library, load_library

    packs = load_library(ROOT / "content" / "packs").packs
    vars(build)["load_library"] = lambda _folder: Library(packs)
    DESKS.prepare(Library(packs).for_community(0), encoder=False, cache=CACHE)
    said, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ, "order")
    waiting.register(said, selectors.EVENT_READ, "ended")
    orders = b""
    while True:
        for key, _ in waiting.select():
            if key.data == "ended":
                os.read(said, 1000)
                _report_dead()
                continue
            read = os.read(0, 100_000)
            if not read:
                return
            *whole, orders = (orders + read).split(b"\n")
            for line in whole:
                _tell({"born": _fork(json.loads(line))})


def _fork(order: Mapping[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    from tests.crash.life import live, live_small

    folder = Path(order["folder"])
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, end in ((0, nothing), (1, log), (2, log)):
        os.dup2(end, number)
    try:
        if "url" in order:
            live_small(folder, order["url"], datetime.fromisoformat(order["moment"]), order["steps"])
        else:
            live(folder, order["settings"], order["steps"])
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _report_dead() -> None:
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            _tell({"dead": found[0], "status": found[1]})


def _tell(said: Mapping[str, int]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
