"""A second pack, on another subject: the full example of content/README.md, written out as files."""

from __future__ import annotations

import re
from pathlib import Path

from bot.library.pack import examine
from bot.settings import ROOT

GUIDE = ROOT / "content" / "README.md"
_FILE = re.compile(r"^`(?P<name>\w+\.yaml)`\n```yaml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def example() -> dict[str, str]:
    """The files of the example by name, as somebody would copy them out of the guide."""
    return {match["name"]: match["text"] for match in _FILE.finditer(GUIDE.read_text(encoding="utf-8"))}


def write_out(folder: Path, **changes: tuple[str, str]) -> Path:
    """The example as a pack; `facts=(old, new)` replaces words of facts.yaml, which must be in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in example().items():
        old, new = changes.get(name.removesuffix(".yaml"), ("", ""))
        assert old in text, f"{old!r} is not in the example's {name}"
        (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    """Everything that the check says about the pack, one line a fault."""
    return [str(fault) for fault in examine(folder)[1]]


def only_this(folder: Path) -> dict[str, str]:
    """The setting for a program that teaches nothing else, which starts sooner than with a big pack."""
    return {"NEEDLEWISE_CONTENT": str(write_out(folder / "hand-washing"))}
