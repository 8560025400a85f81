"""Opening a PostgreSQL database: what can be wrong, each with its remedy, and never the password."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import SetupError
from bot.people.store import admit
from bot.store import migrate, postgres_migrate
from bot.store.database import open_database
from bot.store.tables import metadata
from tests.databases import database_in, server
from tests.fakes import MONDAY_NOON, SERVER, person
from tests.program import free_port
from tests.test_database import count
from tests.test_migrations import REBUILD, STOPS, with_revision

pytestmark = pytest.mark.postgres
SECRET = "correct-horse"


async def refusal(url: str) -> str:
    with pytest.raises(SetupError) as refused:
        await open_database(url)
    said = str(refused.value)
    assert SECRET not in said
    assert "\n" not in said
    return said


def empty() -> str:
    return server().url(server().new_database("template0"))


def run(url: str, *statements: str) -> None:
    """As the owner, past the store."""

    async def work() -> None:
        engine = create_async_engine(url, poolclass=sa.NullPool)
        async with engine.begin() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)

    asyncio.run(work())


async def test_processes_that_start_together_make_the_tables_once() -> None:
    url = empty()
    stores = await asyncio.gather(*(open_database(url) for _ in range(4)))
    for store in stores:
        assert await store.read(lambda c: count(c, metadata.tables["learner"])) == 0
        await store.close()


async def test_the_migrations_make_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    store = await open_database(database_in(tmp_path))
    found = await store.read(lambda c: compare_metadata(MigrationContext.configure(c), metadata))
    await store.close()
    assert found == []


async def test_an_update_keeps_the_rows_and_what_hangs_on_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_database(database_in(tmp_path))
    await store.write(lambda c: admit(c, person("ana"), SERVER, "Cohort", MONDAY_NOON))
    await store.close()
    with_revision(tmp_path, monkeypatch, REBUILD.replace(', recreate="always"', ""))

    store = await open_database(database_in(tmp_path))
    assert await store.read(lambda c: count(c, metadata.tables["membership"])) == 1
    assert await store.read(lambda c: c.exec_driver_sql("SELECT motto FROM community").scalar_one()) is None
    await store.close()


async def test_an_update_that_stops_halfway_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        with_revision(tmp_path, later, STOPS.replace(', recreate="always"', ""))
        with pytest.raises(SetupError, match="disk is full"):
            await open_database(database_in(tmp_path))
    store = await open_database(database_in(tmp_path))
    columns = await store.read(lambda c: {column["name"] for column in sa.inspect(c).get_columns("community")})
    await store.close()
    assert "motto" not in columns


async def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    url = database_in(tmp_path)
    await asyncio.to_thread(run, url, "UPDATE alembic_version SET version_num = '9999'")
    assert f"newer Needlewise (revision 9999, this one knows {migrate.HEAD}). Update" in await refusal(url)


async def test_a_database_of_another_program_is_refused() -> None:
    url = empty()
    await asyncio.to_thread(run, url, "CREATE TABLE learner (name text)")
    assert "another program" in await refusal(url)


async def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_migrate, "OLDEST", 99)
    assert "Needlewise needs 99 or newer" in await refusal(empty())


async def test_a_server_that_is_not_there() -> None:
    said = await refusal(f"postgresql://ana:{SECRET}@127.0.0.1:{free_port()}/study")
    assert "can't be reached" in said
    assert "Check DATABASE_URL" in said


async def test_a_host_that_nobody_knows() -> None:
    assert "can't be reached" in await refusal(f"postgresql://ana:{SECRET}@nowhere.invalid/study")


async def test_a_wrong_password() -> None:
    server().run("DROP ROLE IF EXISTS student")
    server().run("CREATE ROLE student LOGIN PASSWORD 'another'")
    url = server().url("postgres", f"student:{SECRET}")
    assert "refused the user or the password. Check both" in await refusal(url)


async def test_a_database_that_is_not_there() -> None:
    assert "There is no database nowhere on 127.0.0.1" in await refusal(server().url("nowhere"))


async def test_a_user_who_may_make_no_tables() -> None:
    server().run("DROP ROLE IF EXISTS reader")
    server().run("CREATE ROLE reader LOGIN")
    name = server().new_database("template0")
    said = await refusal(server().url(name, "reader"))
    assert "may not make tables" in said
    assert "GRANT CREATE ON SCHEMA public" in said


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_every_way_to_write_the_url(scheme: str, tmp_path: Path) -> None:
    url = database_in(tmp_path).replace("postgresql+asyncpg", scheme)
    store = await open_database(f"{url}?sslmode=disable")
    await store.close()
    assert store.url.drivername == "postgresql+asyncpg"
