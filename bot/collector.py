"""Python's search for what can be thrown away, put off while the program loads: what is loaded stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """What is there at the end is never looked through again, neither now nor while requests are served."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
