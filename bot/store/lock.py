"""One process owns an SQLite file: SQLite allows a second writer, but its older versions can lose data then."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import SetupError


class OwnerLock:
    """Held from open to close; the system frees it when the process dies, so a crash leaves nothing to clean up."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = FileLock(f"{database.resolve()}.lock", timeout=0)

    def acquire(self) -> None:
        try:
            self._database.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise SetupError(
                f"Needlewise is already running on {self._database}. Stop it first, or set another DATABASE_URL."
            ) from None
        except OSError as error:
            remedy = "The user who runs the bot must be able to write there."
            raise SetupError(f"The folder of {self._database} can't be written ({error.strerror}). {remedy}") from None

    def release(self) -> None:
        self._lock.release()
