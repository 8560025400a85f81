"""The one error that travels from any part of the server to the HTTP answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class SlackProblem(Exception):
    """Answered as `{"ok": false, "error": code}`; `details` are added beside it."""

    def __init__(self, code: str, messages: Sequence[str] = (), **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.details = details

    def as_json(self) -> dict[str, Any]:
        shown = {"response_metadata": {"messages": self.messages}} if self.messages else {}
        return {"ok": False, "error": self.code, **self.details, **shown}
