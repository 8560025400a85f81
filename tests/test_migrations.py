"""Migrations: from nothing to the schema, over a filled database, and never backwards."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SetupError
from bot.people.store import admit
from bot.store import migrate as migrate_module
from bot.store.database import open_database
from bot.store.migrate import HEAD, MIGRATIONS, migrate
from bot.store.tables import metadata
from tests.databases import database_in
from tests.fakes import SERVER, person

pytestmark = pytest.mark.sqlite

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
# What a later revision will do most: SQLite rebuilds the whole table for it, and its children must survive that.
REBUILD = '''"""A later revision."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"


def upgrade() -> None:
    with op.batch_alter_table("community", recreate="always") as table:
        table.add_column(sa.Column("motto", sa.String(20)))
'''
ORPHANS = f"{REBUILD}    op.execute(\"INSERT INTO space VALUES ('test', 'orphan', 4711)\")\n"
STOPS = f"{REBUILD}    raise OSError('the disk is full')\n"


def filled(path: Path) -> sa.URL:
    url = sa.make_url(f"sqlite:///{path}")
    migrate(url)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for user in ("student1", "student2"):
            admit(connection, person(user), SERVER, "Cohort", NOON)
    return url


async def open_and_close(url: sa.URL) -> None:
    await (await open_database(url.render_as_string())).close()


def rows(path: Path, *names: str) -> list[Sequence[object]]:
    with closing(sqlite3.connect(path)) as connection:
        return [row for name in names for row in connection.execute(f"SELECT * FROM {name}")]


def schema(path: Path) -> list[Sequence[object]]:
    return rows(path, "sqlite_master")


def with_revision(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """The program as it will be after one more revision."""
    shutil.copytree(MIGRATIONS, folder / "migrations")
    (folder / "migrations" / "versions" / "r9999.py").write_text(source.format(head=HEAD))
    monkeypatch.setattr(migrate_module, "MIGRATIONS", folder / "migrations")
    monkeypatch.setattr(migrate_module, "HEAD", "9999")


def test_the_migrations_make_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    url = sa.make_url(database_in(tmp_path, "new"))
    migrate(url)

    with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_autoincrement_is_the_same_in_the_migrations(tmp_path: Path) -> None:
    """Alembic's comparison doesn't see it."""
    migrate(sa.make_url(database_in(tmp_path, "new")))
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()

    wanted = [table.name for table in metadata.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]]
    assert sorted(name for (name,) in found) == sorted(wanted)


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_every_revision_lies_in_a_file_of_its_name() -> None:
    revisions = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}

    assert {path.stem for path in (MIGRATIONS / "versions").glob("r*.py")} == {f"r{name}" for name in revisions}


def test_a_filled_database_opens_again_with_all_its_rows(tmp_path: Path) -> None:
    url = filled(tmp_path / "store.db")
    before = rows(tmp_path / "store.db", "community", "learner", "identity", "space")

    asyncio.run(open_and_close(url))

    assert rows(tmp_path / "store.db", "community", "learner", "identity", "space") == before
    assert not list(tmp_path.glob("*.before-*")), "nothing was updated, so nothing had to be backed up"


def test_an_update_that_rebuilds_a_parent_keeps_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = filled(tmp_path / "store.db")
    before = rows(tmp_path / "store.db", "space", "membership", "identity")
    with_revision(tmp_path, monkeypatch, REBUILD)

    migrate(url)

    assert rows(tmp_path / "store.db", "alembic_version") == [("9999",)]
    assert rows(tmp_path / "store.db", "space", "membership", "identity") == before


def test_an_update_leaves_a_backup_of_what_was_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = filled(tmp_path / "store.db")
    before = rows(tmp_path / "store.db", "community", "alembic_version")
    with_revision(tmp_path, monkeypatch, REBUILD)

    migrate(url)

    assert rows(tmp_path / "store.db.before-9999", "community", "alembic_version") == before


def test_an_update_that_orphans_rows_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = filled(tmp_path / "store.db")
    before = rows(tmp_path / "store.db", "community", "space", "alembic_version")
    with_revision(tmp_path, monkeypatch, ORPHANS)

    with pytest.raises(SetupError, match="1 rows without their parent in space; nothing was changed"):
        migrate(url)

    assert rows(tmp_path / "store.db", "community", "space", "alembic_version") == before


def test_an_update_that_stops_halfway_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else the next start would meet its half-made tables."""
    url = filled(tmp_path / "store.db")
    before = schema(tmp_path / "store.db")
    with_revision(tmp_path, monkeypatch, STOPS)

    with pytest.raises(OSError, match="disk is full"):
        migrate(url)

    assert schema(tmp_path / "store.db") == before


def test_members_from_before_have_not_been_asked_about_their_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sa.make_url(f"sqlite:///{tmp_path / 'store.db'}")
    monkeypatch.setattr(migrate_module, "HEAD", "0002")
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection, connection:
        connection.execute("INSERT INTO community VALUES (1, 'Cohort', 'UTC', 0, '2026-03-02 12:00:00')")
        connection.execute("INSERT INTO learner VALUES (1, NULL, 1, '2026-03-02 12:00:00')")
        connection.execute("INSERT INTO membership VALUES (1, 1, 1, NULL, 'Ann', '2026-03-02 12:00:00')")
        connection.execute("INSERT INTO overlay VALUES (1, 1, 'topic-off', 'myths', NULL)")
    monkeypatch.setattr(migrate_module, "HEAD", HEAD)
    migrate(url)

    assert rows(tmp_path / "store.db", "membership") == [(1, 1, 1, None, "Ann", "2026-03-02 12:00:00", None, None)]
    assert rows(tmp_path / "store.db", "overlay") == [(1, 1, "topic-off", "myths", None)]
    assert rows(tmp_path / "store.db", "miss", "inquiry") == []


async def test_a_database_of_a_newer_program_is_refused_with_the_remedy(tmp_path: Path) -> None:
    url = filled(tmp_path / "store.db")
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SetupError, match=r"newer Needlewise \(revision 9999, .* Update Needlewise, or restore"):
        await open_database(url.render_as_string())
