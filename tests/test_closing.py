"""A closed database leaves nothing behind that would keep the program alive."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.store.database import open_database
from tests.databases import database_in

pytestmark = pytest.mark.sqlite


async def test_closing_ends_every_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    store = await open_database(database_in(tmp_path, "store"))
    await store.read(lambda c: c.exec_driver_sql("SELECT 1").scalar_one())
    assert set(threading.enumerate()) > before
    await store.close()

    assert set(threading.enumerate()) == before


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like a file" * 40])
def test_the_process_ends_after_a_good_and_a_failed_opening(tmp_path: Path, content: bytes) -> None:
    """aiosqlite's threads would keep it alive."""
    path = tmp_path / "store.db"
    path.write_bytes(content)
    program = (
        "import asyncio, sys\nfrom bot.store.database import open_database\nfrom bot.errors import SetupError\n"
        "async def main():\n"
        "    try:\n"
        "        store = await open_database(sys.argv[1])\n"
        "        await store.read(lambda c: c.exec_driver_sql('SELECT 1'))\n"
        "        await store.close()\n"
        "    except SetupError:\n"
        "        print('refused')\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{path}"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=20)

    assert (done.returncode, done.stdout, done.stderr) == (0, "refused\n" if content else "", "")


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    store = await open_database(f"sqlite:///{path}")
    try:
        assert path.stat().st_mode & 0o077 == 0
    finally:
        await store.close()
