"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.slack_toys import Town, toy_town
from tests.talk import Talk, talking


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as conversation:
        yield conversation


@pytest_asyncio.fixture(params=["socket", "http"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace on this machine, with the toy app connected to it over each transport in turn."""
    async with toy_town(tmp_path, request.param) as found:
        yield found
