"""A direct message to whoever made a schedule that had to be paused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.codec import encode
from bot.chat.people import MessageRef
from bot.chat.reply import Button, Reply, Tone
from bot.chat.text import plain
from bot.chat.visit import Core
from bot.outbox.kind import Outgoing
from bot.outbox.model import NOTICE_WINDOW, Due
from bot.people.store import person_on
from bot.words import words_for


class Notice:
    """Sent privately, and rather twice than never; /schedule list says the same."""

    window = NOTICE_WINDOW
    repeatable = True

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Mapping[str, Any]:
        return work.payload

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        person = person_on(connection, work.payload["learner"], work.place.platform)
        if person is None:
            return None
        words = words_for("en")
        text = words(
            "{trouble} Nothing was deleted. When it is mended: /schedule resume.", trouble=work.payload["trouble"]
        )
        button = Button(words("Show my schedules"), encode("run", "schedule list"))
        reply = Reply(
            title=words("A scheduled post was paused"), body=plain(text), tone=Tone.WARNING, buttons=(button,)
        )
        return Outgoing(reply, to=person)

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """Nothing follows."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """The schedule's list says it too."""


def notice(work: Due, learner_id: int, trouble: str) -> Due:
    return Due(
        key=f"{work.key}/notice",
        kind="notice",
        community_id=work.community_id,
        schedule_id=work.schedule_id,
        place=work.place,
        payload={"learner": learner_id, "trouble": trouble},
        due_at=work.due_at,
    )
