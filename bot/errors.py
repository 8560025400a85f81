"""Errors that people see. Everything else is a bug and is answered by one neutral sentence."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """What somebody asked for can't be done; the text is safe to show and says what to do next."""


class SetupError(Exception):
    """The program can't start or go on as it is set up; the text names the place and the remedy."""


class ContentError(SetupError):
    """A content pack has faults; all of them are listed, one a line."""

    def __init__(self, pack: str, faults: Sequence[object]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"The pack '{pack}' has {len(faults)} fault(s):\n{lines}")
