"""The best look-up is made in a thread of its own, so that nobody waits for it, not even who ends the program."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from bot.thrift import give_back

log = logging.getLogger(__name__)

# Seconds. What takes longer is numpy's alone, which the end of the program may cut off.
ENDING = 2.0


class Preparing:
    """`prepare` is handed an event that tells it to give up.

    The thread must have ended before Python does: ONNX Runtime takes down the whole process, with a core dump, if it
    comes back from its work then.
    """

    def __init__(self, prepare: Callable[[threading.Event], object]) -> None:
        self._prepare = prepare
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self.run, name="look-up", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self) -> None:
        """Never fails."""
        try:
            self._prepare(self._given_up)
        except Exception:
            if not self._given_up.is_set():
                log.exception("the look-up can't be made better; only the nearest example counts, by words alone")
        give_back()

    async def stop(self) -> None:
        self._given_up.set()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join, ENDING)
