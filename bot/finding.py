"""What the doctor found: fine or wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` is empty exactly when nothing has to be done."""

    about: str
    text: str
    remedy: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.remedy)

    def __str__(self) -> str:
        mark = "WRONG" if self.wrong else "ok   "
        return f"{mark}  {self.about}: {self.text}" + (f" {self.remedy}" if self.remedy else "")
