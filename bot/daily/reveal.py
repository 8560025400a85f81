"""The answer at a question's closing time, in the message that asked it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.chat.people import MessageRef
from bot.chat.visit import Core
from bot.daily import store, view
from bot.daily.card import Payload, asked_in, card_of
from bot.outbox import store as outbox
from bot.outbox.kind import Outgoing
from bot.outbox.model import REVEAL_WINDOW, Due
from bot.words import words_for


class Reveal:
    """The right answer and how the group answered, in the question's own message."""

    window = REVEAL_WINDOW
    repeatable = True

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Payload:
        return work.payload

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        shelf, words = core.library.for_community(work.community_id), words_for("en")
        post = outbox.find(connection, work.key.removesuffix("/reveal"))
        asked = asked_in(connection, shelf, work.payload)
        if asked is None or post is None:
            return None
        part = view.closed_question(words, *asked, store.tally(connection, asked[0].id))
        card = card_of(connection, words, shelf, post.payload, part)
        return Outgoing(card, edits=MessageRef(work.place, work.payload["message"])) if card else None

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """Nothing follows."""

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """A message that was deleted needs no answer."""
