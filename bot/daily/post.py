"""A scheduled post: what it holds is decided once, and kept in its payload, so that a second try sends the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.chat.people import MessageRef
from bot.chat.port import Postponed
from bot.chat.text import join
from bot.chat.visit import Core
from bot.daily import store, view
from bot.daily.card import Payload, asked_in, card_of
from bot.daily.choice import Told
from bot.daily.model import ANSWERING
from bot.daily.notice import notice
from bot.library.items import Question
from bot.library.library import Shelf
from bot.outbox import store as outbox
from bot.outbox.kind import Outgoing
from bot.outbox.model import Due, is_late
from bot.people.store import zone_of
from bot.quiz.model import mix
from bot.quiz.store import To, find_posed, pose
from bot.schedule import store as schedules
from bot.schedule.model import DAILY
from bot.schedule.queue import is_orphan, is_stopped
from bot.words import words_for


class Post:
    """A fact, a question, or the daily card with both."""

    repeatable = False

    def __init__(self, window: timedelta) -> None:
        self.window = window

    def prepare(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Payload:
        """Raises Postponed as long as its schedule is paused."""
        if is_stopped(connection, work):
            raise Postponed("The schedule is paused.")
        if "day" in work.payload:
            return work.payload
        shelf, what = core.library.for_community(work.community_id), work.payload["what"]
        chosen = _told_before(connection, shelf, work).post(what, work.payload.get("topic"))
        before = store.last_posed(connection, work.community_id, work.place, now) if what == DAILY else None
        return {
            **work.payload,
            "day": chosen.day,
            "fact": chosen.fact.id if chosen.fact else None,
            "question": chosen.question.id if chosen.question else None,
            "posed": _pose(connection, work, chosen.question, chosen.chance, now) if chosen.question else None,
            "before": before.id if before else None,
        }

    def show(self, connection: sa.Connection, core: Core, work: Due, now: datetime) -> Outgoing | None:
        if is_orphan(work):
            return None
        shelf, words = core.library.for_community(work.community_id), words_for("en")
        asked = asked_in(connection, shelf, work.payload)
        zone = zone_of(connection, work.community_id)
        first = work.payload["day"] <= 1
        part = view.open_question(words, *asked, zone, first=first) if asked else None
        card = card_of(connection, words, shelf, work.payload, part)
        if card is None:
            return None
        if is_late(work, now):
            late = view.late_note(words, work.due_at, zone)
            card = replace(card, note=join([card.note, late], " · "))
        return Outgoing(card)

    def sent(self, connection: sa.Connection, core: Core, work: Due, message: MessageRef, now: datetime) -> None:
        """A question's answer is due at its closing time, in the same message."""
        posed = find_posed(connection, work.payload.get("posed") or 0)
        if posed is None or posed.closes_at is None:
            return
        store.note_posted(connection, posed.id, message)
        reveal = replace(
            work,
            key=f"{work.key}/reveal",
            kind="reveal",
            payload={"posed": posed.id, "message": message.message, "what": work.payload["what"]},
            due_at=posed.closes_at,
            state="pending",
            place=message.place,
        )
        outbox.add(connection, reveal)

    def failed(self, connection: sa.Connection, core: Core, work: Due, trouble: str) -> None:
        """A place that can't be posted to pauses its schedule and tells whoever made it; nothing is deleted."""
        if work.schedule_id is None:
            return
        schedules.pause(connection, work.schedule_id, trouble)
        plan = schedules.find(connection, work.community_id, work.schedule_id)
        if plan and plan.made_by:
            outbox.add(connection, notice(work, plan.made_by, trouble))


def _told_before(connection: sa.Connection, shelf: Shelf, work: Due) -> Told:
    """Posts of one moment are chosen in the order of their keys, whichever of them is prepared first, so that a
    forecast is right also where several are prepared at once. Not so one whose first try was cut off."""
    others = store.of_one_moment(connection, work) if work.attempts <= 1 else []
    behind = [key for key, _ in others if key > work.key]
    told = Told(shelf, work.community_id, store.past_posts(connection, work.community_id, {work.key, *behind}))
    for key, payload in others:
        if key < work.key and "day" not in payload:
            told.post(payload["what"], payload.get("topic"))
    return told


def _pose(connection: sa.Connection, work: Due, question: Question, chance: random.Random, now: datetime) -> int:
    """Everybody sees the options in the same order, so that they can talk about “B”."""
    options = mix(question, chance)
    closes_at = work.due_at + ANSWERING
    return pose(connection, To(work.community_id), question, options, "daily", now, closes_at).id
