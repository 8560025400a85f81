"""Fixtures that several tests share, and which tests run on which database."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.thrift import keep_to_little
from tests import databases
from tests.slack_toys import Town, toy_town
from tests.storing import stores
from tests.talk import Talk, talking

# As the program does it; two runs of the tests share the machine.
keep_to_little()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="only the tests that store, on PostgreSQL")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about SQLite's file; not run on PostgreSQL")
    config.addinivalue_line("markers", "postgres: about PostgreSQL; run only there")
    if config.getoption("--postgres"):
        os.environ[databases.WANTED] = "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL a test that never stores would only say the same again."""
    wanted = _on_postgres if databases.on_postgres() else _on_sqlite
    left_out = [item for item in items if not wanted(item)]
    items[:] = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=left_out)


def _on_postgres(item: pytest.Item) -> bool:
    return stores(item) and not item.get_closest_marker("sqlite")


def _on_sqlite(item: pytest.Item) -> bool:
    return not item.get_closest_marker("postgres")


@pytest.fixture(autouse=True)
def _databases_go_with_their_test(request: pytest.FixtureRequest) -> Iterator[None]:
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder:
        databases.forget(folder)


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as conversation:
        yield conversation


@pytest_asyncio.fixture(params=["socket", "http"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace on this machine, with the toy app connected to it over each transport in turn."""
    async with toy_town(tmp_path, request.param) as found:
        yield found
