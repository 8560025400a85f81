"""The end of a program: whatever a face does, the database is closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import build
from bot.settings import Settings
from tests.board import Board
from tests.databases import database_in
from tests.hand_washing import write_out


class Stubborn(Board):
    async def stop(self) -> None:
        raise RuntimeError("a bug in the adapter")


async def test_a_face_that_fails_to_end_leaves_the_database_free(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(needlewise_content=write_out(tmp_path / "pack"), database_url=database_in(tmp_path, "a"))
    app = await build.build(settings)
    app.chats["test"] = Stubborn()
    await app.start()
    await app.stop()

    assert "a face did not end cleanly" in caplog.text
    again = await build.build(settings)
    await again.store.close()
