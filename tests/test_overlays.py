"""What a group has switched off, as several processes see it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cohort.overlays import Overlays
from bot.cohort.store import set_topics_off
from bot.store.tables import community
from tests.patience import until
from tests.talk import Talk, form_of, talking, text_of

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
        await there.say("ben", "/fact")
        settings = await here.say("ana", "/cohort settings", manager=True)
        form = form_of(await here.press("ana", settings, "Choose topics", manager=True))
        await here.act("ana", form.action, manager=True, values={"topics": ("myths",)})

        async def refused() -> bool:
            return "not a topic here" in text_of(await there.say("ben", "/fact topic:safety"))

        await until(refused, 2)
