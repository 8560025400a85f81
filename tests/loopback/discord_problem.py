"""What is wrong with a payload, and how Discord words it in an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Step = str | int
JSON = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One broken rule; `path` leads from the payload's root to the value."""

    path: tuple[Step, ...]
    text: str

    def __str__(self) -> str:
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{where.lstrip('.') or 'payload'}: {self.text}"

    def under(self, *steps: Step) -> Problem:
        return Problem((*steps, *self.path), self.text)


def form_body(problems: Iterable[Problem]) -> JSON:
    """Discord's nested body for code 50035 (docs: reference, "Error Messages")."""
    errors: JSON = {}
    for problem in problems:
        node = errors
        for step in problem.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": "LOOPBACK_RULE", "message": problem.text})
    return {"message": "Invalid Form Body", "code": 50035, "errors": errors}
