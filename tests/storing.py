"""Which tests use a database: told by what they import, or by their fixtures."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = "tests.databases"
FIXTURES = frozenset({"talk", "town"})
# The page is the playground, whose database is always an SQLite file.
PAGE = "test_web_"


def stores(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return (bool(fixtures & FIXTURES) or _reaches(item.path)) and not item.path.name.startswith(PAGE)


@cache
def _reaches(path: Path) -> bool:
    """Whether the file imports the test databases, itself or by way of others of ours."""
    names = _imported(path)
    return SOURCE in names or any(_reaches(file) for name in names if (file := _file(name)) and file != path)


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def _file(name: str) -> Path | None:
    head, *rest = name.split(".")
    file = HERE.joinpath(*rest).with_suffix(".py")
    return file if head == "tests" and rest and file.is_file() else None
