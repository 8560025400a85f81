"""The schema. Only `space` and `identity` (and the places that messages went to) hold platform ids.

Answers are the source of truth: `award` is a projection of them and can be rebuilt (scores/rebuild.py).
Ids that stand in buttons or in keys of posts are never used again, hence `sqlite_autoincrement`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.types import Json, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _reference(name: str, target: str, *, index: bool = False) -> Column[int]:
    """The row goes with its target."""
    key = ForeignKey(f"{target}.id", ondelete="CASCADE")
    return Column(name, Integer, key, nullable=False, index=index)


def _optional(name: str, target: str, *, index: bool = False, ondelete: str = "SET NULL") -> Column[int]:
    """The row outlives its target, unless told otherwise."""
    return Column(name, Integer, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=True, index=index)


community = Table(
    "community",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("set_up", Boolean, nullable=False, default=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

space = Table(
    "space",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    _reference("community_id", "community", index=True),
)

learner = Table(
    "learner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("zone", String(64)),
    _optional("home_id", "community"),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

identity = Table(
    "identity",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("realm", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    _reference("learner_id", "learner", index=True),
)

membership = Table(
    "membership",
    metadata,
    Column("community_id", Integer, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("learner_id", Integer, ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
    Column("instructor", Boolean, nullable=False, default=False),
    # asked: null until the learner was asked whether to be on the board; board_name: null while hidden.
    Column("asked_at", UtcTime),
    Column("board_name", String(40)),
    # keep_misses: null until they said whether questions that found nothing may be kept, without their name
    Column("keep_misses", Boolean),
    # tell_questions: false for an instructor who wants no message when a question waits; null until they said so
    Column("tell_questions", Boolean),
    Column("joined_at", UtcTime, nullable=False),
    Index(None, "learner_id"),
)

overlay = Table(
    "overlay",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("community_id", "community", index=True),
    # kind: 'topic-off'; 'example' (ways of asking an entry); 'elsewhere' (a question answered elsewhere, by its digest)
    Column("kind", String(16), nullable=False),
    Column("item_id", String(40), nullable=False),
    Column("value", Json),
    UniqueConstraint("community_id", "kind", "item_id"),
)

dealt = Table(
    "dealt",
    metadata,
    Column("learner_id", Integer, ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
    Column("community_id", Integer, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("item_id", String(40), primary_key=True),
    Column("times", Integer, nullable=False, default=1),
    Column("at", UtcTime, nullable=False),
)

quiz = Table(
    "quiz",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("community_id", "community"),
    _reference("learner_id", "learner", index=True),
    Column("topic", String(40)),
    # The item ids still to be asked, in order; questions already posed are rows of `posed`.
    Column("items", Json, nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

posed = Table(
    "posed",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("community_id", "community", index=True),
    # learner_id: whom a private question was put to; null for a question to everybody
    _optional("learner_id", "learner", index=True, ondelete="CASCADE"),
    _optional("quiz_id", "quiz", index=True, ondelete="CASCADE"),
    Column("item_id", String(40), nullable=False, index=True),
    Column("revision", String(12), nullable=False),
    Column("options", Json, nullable=False),
    Column("context", String(8), nullable=False),
    Column("place", Json),
    Column("message", String(64)),
    Column("opens_at", UtcTime, nullable=False),
    Column("closes_at", UtcTime),
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("learner_id", "learner"),
    _reference("community_id", "community"),
    _reference("posed_id", "posed"),
    Column("attempt", Integer, nullable=False),
    Column("options", Json, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("confidence", String(8)),
    Column("late", Boolean, nullable=False, default=False),
    Column("at", UtcTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("zone", String(64), nullable=False),
    UniqueConstraint("posed_id", "learner_id", "attempt"),
    Index(None, "learner_id", "community_id"),
    sqlite_autoincrement=True,
)

award = Table(
    "award",
    metadata,
    Column("answer_id", Integer, ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True),
    _reference("learner_id", "learner"),
    _reference("community_id", "community"),
    Column("item_id", String(40), nullable=False),
    Column("points", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "community_id", "at"),
    Index(None, "learner_id", "item_id"),
)

schedule = Table(
    "schedule",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("community_id", "community", index=True),
    Column("place", Json, nullable=False),
    Column("what", String(16), nullable=False),
    Column("topic", String(40)),
    # times: wall-clock times of a day, "08:00,20:00"; their order numbers the slots
    Column("times", String(60), nullable=False),
    Column("days", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    # What is left out: own dates ("2027-04-02"), a calendar's public holidays ("GB-ENG"), all after `until`.
    Column("skipped", Json, nullable=False),
    Column("holidays", String(12)),
    Column("until", Date),
    Column("paused", String(200)),
    _optional("made_by", "learner"),
    Column("made_at", UtcTime, nullable=False),
    Column("next_due_at", UtcTime, index=True),
    sqlite_autoincrement=True,
)

due = Table(
    "due",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),
    _reference("community_id", "community", index=True),
    _optional("schedule_id", "schedule", index=True),
    # Those of the place: a process claims only what it can send, and one message at a time for a channel.
    Column("platform", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("place", Json, nullable=False),
    Column("payload", Json, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("state", String(8), nullable=False),
    # owner: the process that holds the lease; null with a lease: nobody before then
    Column("owner", String(32)),
    Column("lease_until", UtcTime),
    # begun_at: the first try; what was sent is looked for from then on
    Column("begun_at", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("message", String(64)),
    Column("trouble", String(300)),
    Column("done_at", UtcTime),
    Index(None, "state", "due_at"),
)

# A question that found nothing: no author, no time of day, and an id that says nothing about the order.
miss = Table(
    "miss",
    metadata,
    Column("id", String(16), primary_key=True),
    _reference("community_id", "community", index=True),
    Column("text", String(300), nullable=False),
    Column("day", Date, nullable=False, index=True),
)

# A question that somebody sent to the instructors.
inquiry = Table(
    "inquiry",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("community_id", "community", index=True),
    _reference("learner_id", "learner", index=True),
    # token: of the form that sent it; platform: on which it was asked and will be answered
    Column("token", String(16), nullable=False),
    Column("platform", String(16), nullable=False),
    # name: null unless the asker wanted to give it
    Column("name", String(80)),
    Column("text", String(500), nullable=False),
    # state: 'open', 'answered', 'waiting' (answered, but no direct message got through)
    Column("state", String(8), nullable=False),
    Column("reply", String(1000)),
    Column("asked_at", UtcTime, nullable=False, index=True),
    UniqueConstraint("token"),
    sqlite_autoincrement=True,
)

event = Table(
    "event",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
)

# What one of several processes holds: its own place among them ("process/…"), a shard's gateway ("discord/0").
lease = Table(
    "lease",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", UtcTime, nullable=False),
)
