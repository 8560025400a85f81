"""What a group has switched off, as several processes see it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cohort.overlays import Overlays
from bot.cohort.store import set_topics_off
from bot.store.tables import community
from tests.talk import Talk, talking

HOME = 1


async def test_what_is_switched_off_is_read_before_it_is_needed_and_then_kept(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say("ana", "/fact")
    overlays = Overlays(talk.core.store, talk.core.library)
    await talk.write(lambda connection: set_topics_off(connection, HOME, {"myths"}))
    await overlays.refresh()
    shelf = talk.core.library.for_community(HOME)
    assert shelf.topics_off == {"myths"}
    await talk.say("ben", "/fact")
    await overlays.refresh()
    assert talk.core.library.for_community(HOME) is shelf, "or its index would be made again"


async def test_a_group_that_is_gone_has_nothing_switched_off(talk: Talk) -> None:
    await talk.say("ana", "/fact")
    await talk.write(lambda connection: set_topics_off(connection, HOME, {"myths"}))
    await talk.say("ana", "/fact")
    await talk.write(lambda connection: connection.execute(sa.delete(community)))
    await Overlays(talk.core.store, talk.core.library).refresh()
    assert talk.core.library.for_community(HOME).topics_off == frozenset()


@pytest.mark.postgres
async def test_what_one_process_switches_off_is_off_in_the_other(tmp_path: Path) -> None:
    async with talking(tmp_path) as here, talking(tmp_path) as there:
        await here.say("ana", "/fact")
        await there.say("ben", "/fact")
        form = await here.press("ana", await here.say("ana", "/cohort settings", manager=True), "Choose topics", manager=True)
        assert form.form is not None
        await here.act("ana", form.form.action, manager=True, values={"topics": ("myths",)})
        await heard(there)
        assert "not a topic here" in str(await there.say("ben", "/fact topic:pain"))


async def heard(talk: Talk) -> None:
    """Until what was committed before has come to this process."""
    import asyncio

    await asyncio.sleep(0.1)
