"""Numbers that take long to work out, kept in files. A damaged or unwritable file costs time, nothing else."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from threading import Event

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

WEIGHTS_KEPT = 8


class GivenUp(Exception):
    """Nobody waits any more for what takes long."""


class Cache:
    """`folder` None keeps nothing. Files are replaced whole, so several processes may share the folder.

    Once `given_up` is set, what isn't there yet is not made any more: GivenUp is raised instead.
    """

    def __init__(self, folder: Path | None, given_up: Event | None = None) -> None:
        self._folder = folder
        self._given_up = given_up or Event()

    def weights(
        self, key: bytes, shape: tuple[int, int], make: Callable[[], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """What was made for this key before, or is made now."""
        name = f"weights-{sha256(key).hexdigest()[:24]}"
        kept = self._load(name, "weights")
        if kept and _usable(kept["weights"], *shape):
            return kept["weights"]
        self.go_on()
        made = make()
        self._save(name, weights=made)
        self._forget_old()
        return made

    def vectors(
        self, name: str, size: int, texts: list[str], make: Callable[[str], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """A vector for each text, to three digits; only new texts are worked out, and those in use are kept."""
        keys = [_key(text) for text in texts]
        kept = self._load(name, "keys", "vectors")
        usable = kept and _usable(kept["vectors"], kept["keys"].size, size)
        known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True)) if kept and usable else {}
        found = {}
        for key, text in zip(keys, texts, strict=True):
            if key not in known:
                self.go_on()
            found[key] = known[key] if key in known else make(text).astype(np.float16)
        if found.keys() - known.keys():
            self._save(name, keys=np.array([*found], np.uint64), vectors=np.stack([*found.values()]))
        return np.stack([found[key] for key in keys]).astype(np.float32)

    def go_on(self) -> None:
        """To be called at times by what takes long. Raises GivenUp if nobody waits for it."""
        if self._given_up.is_set():
            raise GivenUp

    def _forget_old(self) -> None:
        if self._folder is None:
            return
        # Another process may be clearing up at the same moment.
        with suppress(OSError):
            files = sorted(self._folder.glob("weights-*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[WEIGHTS_KEPT:]:
                file.unlink(missing_ok=True)

    def _load(self, name: str, *parts: str) -> dict[str, NDArray[np.float32]] | None:
        if self._folder is None:
            return None
        try:
            with np.load(self._folder / f"{name}.npz", allow_pickle=False) as file:
                return {part: file[part] for part in parts}
        except FileNotFoundError:
            return None
        except Exception as error:
            # zipfile and numpy raise what they like on a file that was cut short.
            log.warning("a file of the look-up's cache is damaged and is made anew: %s", error)
            return None

    def _save(self, name: str, **parts: NDArray[np.generic]) -> None:
        if self._folder is None:
            return
        draft = self._folder / f".{name}-{token_hex(4)}.npz"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            np.savez(draft, **parts)  # type: ignore[arg-type]
            os.replace(draft, self._folder / f"{name}.npz")
        except OSError as error:
            log.info("the look-up's cache can't be written: %s", error)
            with suppress(OSError):
                draft.unlink()


def _usable(numbers: NDArray[np.floating], *shape: int) -> bool:
    """Whether a file holds what it should: one that was changed by hand or by a bug would spoil every answer."""
    good = numbers.shape == shape and numbers.dtype.kind == "f" and bool(np.isfinite(numbers).all())
    if not good:
        log.warning("a file of the look-up's cache is damaged and is made anew: it holds other numbers")
    return good


def _key(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "little")
