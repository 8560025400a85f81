"""The one thread that writes to an SQLite file."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class WriterThread:
    """Does one work after the other. What is `patient` is done when nothing else waits, so that nobody who looks on
    waits for all of the posts that are due."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._prompt: deque[Callable[[], None]] = deque()
        self._patient: deque[Callable[[], None]] = deque()

    async def do(self, work: Callable[[], T], *, patient: bool = False) -> T:
        """Work that is cancelled before its turn is not done."""
        done: Future[T] = Future()
        (self._patient if patient else self._prompt).append(lambda: _fulfil(done, work))
        self._thread.submit(self._do_next)
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        """Waits until all is done."""
        self._thread.shutdown()

    def _do_next(self) -> None:
        """Comes once for each work in the two lines."""
        (self._prompt or self._patient).popleft()()


def _fulfil(done: Future[Any], work: Callable[[], Any]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:
        done.set_exception(error)
    else:
        done.set_result(result)
