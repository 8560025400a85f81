"""The program shares a small server: it keeps to one core, and hands memory back that it no longer needs."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD in GNU's malloc.h
_BIG = 256 * 1024
_ARENA_MAX = -8  # M_ARENA_MAX
_ARENAS = 2


def keep_to_little() -> None:
    """To be called before numpy is loaded, whose arithmetic would take all cores, and memory for each.

    GNU's library else learns to keep ever bigger pieces, so that each matrix would leave a hole of its size, and has a
    heap for each thread.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _tell("mallopt", _MMAP_THRESHOLD, _BIG)
    _tell("mallopt", _ARENA_MAX, _ARENAS)


def give_back() -> None:
    """To be called after work that took much: what is free amid the heap goes back to the system."""
    _tell("malloc_trim", 0)


def _tell(function: str, *numbers: int) -> None:
    """Only GNU's library needs to be told; others don't know these."""
    with suppress(OSError, AttributeError, TypeError):
        getattr(ctypes.CDLL(None), function)(*numbers)
