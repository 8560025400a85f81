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
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.program import ROOT


@dataclass
class Nursery:
    """The end that the tests hold. `dead` holds an event for each life, set when it has ended."""

    process: asyncio.subprocess.Process
    dead: dict[int, asyncio.Event] = field(default_factory=dict)
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
        order = {"folder": str(folder), "settings": dict(settings), "steps": steps}
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
                self.dead[said["dead"]].set()


def main() -> None:
    import bot.serve  # noqa: F401 - so that no life has to
    from bot import build
    from bot.library.library import Library
    from tests.crash.life import live

    library = build.load_library(ROOT / "content" / "packs")
    build.load_library = lambda _folder: Library(library.packs)
    build.DESKS.make(library.for_community(0))
    said, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    waiting = selectors.DefaultSelector()
    waiting.register(sys.stdin.buffer.raw, selectors.EVENT_READ, "order")  # type: ignore[attr-defined]
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
                _tell({"born": _fork(live, json.loads(line))})


def _fork(live: Any, order: Mapping[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    folder = Path(order["folder"])
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, end in ((0, nothing), (1, log), (2, log)):
        os.dup2(end, number)
    try:
        live(folder, order["settings"], order["steps"])
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
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
