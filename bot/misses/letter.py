"""The direct message that brings an instructor's reply to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.people import MessageRef, Place
from bot.chat.visit import Core
from bot.misses import store, view
from bot.misses.model import KEPT, Inquiry
from bot.outbox.kind import Outgoing
from bot.outbox.model import Due
from bot.people.store import person_on
from bot.words import words_for


class Letter:
    """Sent rather twice than never. Where no message gets through, the reply waits until its asker comes."""

    window = KEPT
    repeatable = True

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Mapping[str, Any]:
        return work.payload

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        """None for an asker who is gone, or who is no longer known on the platform where they asked."""
        question = store.find_inquiry(connection, work.payload["inquiry"])
        if question is None or question.reply is None:
            return None
        person = person_on(connection, question.learner_id, question.platform)
        if person is None:
            store.let_wait(connection, question.id)
            return None
        return Outgoing(view.reply(words_for("en"), question), to=person)

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """Nothing follows."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        store.let_wait(connection, work.payload["inquiry"])


def letter(question: Inquiry, now: datetime) -> Due:
    """Its place names no channel, since nobody but the row of the question knows whom it is for."""
    return Due(
        key=store.reply_key(question.id),
        kind="letter",
        community_id=question.community_id,
        schedule_id=None,
        place=Place(question.platform, "", f"inquiry-{question.id}"),
        payload={"inquiry": question.id},
        due_at=now,
    )
