"""The command line on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.heartbeat import beat
from bot.settings import read_settings
from bot.store.address import own_path, read_url
from bot.store.database import open_database
from tests.databases import database_in, server
from tests.hand_washing import only_this
from tests.terminal import run, typed

pytestmark = pytest.mark.postgres


async def test_say_beside_a_running_bot(tmp_path: Path) -> None:
    running = await open_database(database_in(tmp_path))
    try:
        assert run(tmp_path, "say", "/fact", settings=only_this(tmp_path)).code == 0
    finally:
        await running.close()


def test_doctor_names_the_database_and_its_state(tmp_path: Path) -> None:
    said = typed(tmp_path, "doctor", settings=only_this(tmp_path))
    assert said.code == 0
    assert "database: postgresql+asyncpg://postgres@127.0.0.1" in said.out
    assert "points agree with the answers" in said.out
    assert "SQLite" not in said.out


def test_doctor_says_what_to_do_about_a_database_that_is_not_there(tmp_path: Path) -> None:
    settings = {**only_this(tmp_path), "DATABASE_URL": server().url("nowhere")}
    said = typed(tmp_path, "doctor", settings=settings)
    assert said.code == 1
    assert "createdb nowhere" in said.out


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_backup_and_restore_name_the_servers_own_tools(command: str, tmp_path: Path) -> None:
    (tmp_path / "monday.db").write_text("")
    said = typed(tmp_path, command, "monday.db" if command == "restore" else "new.db")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "pg_dump" in said.err
    assert "pg_restore" in said.err


def test_rebuild_counts(tmp_path: Path) -> None:
    assert "0 answers were counted again" in typed(tmp_path, "rebuild").out


async def test_healthy_looks_at_what_the_running_bot_touches(tmp_path: Path) -> None:
    assert typed(tmp_path, "healthy").code == 1
    store = await open_database(database_in(tmp_path))
    beat(store.path)
    await store.close()
    assert typed(tmp_path, "healthy").code == 0
    (store.path.parent / "heartbeat").unlink()
    store.path.parent.rmdir()


def test_two_databases_have_heartbeats_of_their_own() -> None:
    one, other = (own_path(read_url(f"postgresql://ana:pw@host/{name}")) for name in ("one", "other"))
    assert one.parent != other.parent
    assert own_path(read_url("postgres://ana:changed@host/one")) == one


def test_the_playground_stays_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ana:p%40ss@host/study?sslmode=require")
    settings = read_settings(env_file=None)
    assert settings.playground_url == "sqlite:///data/playground.db"
    assert settings.database_url == "postgresql+asyncpg://ana:p%40ss@host/study?ssl=require"
