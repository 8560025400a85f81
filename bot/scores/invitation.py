"""Whether to be on the leaderboard: asked once, after the first quiz; the answer can be changed any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.chat.codec import encode
from bot.chat.command import Action, Answers
from bot.chat.reply import Button, Field, Form, FormField, Reply
from bot.chat.text import plain
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.people.model import Visitor
from bot.store.tables import membership
from bot.words import Words

NAME_LENGTH = 32


def with_invitation(words: Words, card: Reply) -> Reply:
    text = words("You choose the name that others see. You can change it or leave at any time with /me settings.")
    field = Field(words("Shall your points show on the leaderboard?"), plain(text))
    buttons = (
        Button(words("Show me on it"), encode("board.join")),
        Button(words("No, thanks"), encode("board.no")),
    )
    return replace(card, fields=(*card.fields, field), buttons=(*card.buttons, *buttons))


async def join(visit: Visit, value: str) -> Reply:
    return Reply(form=name_form(visit.words, visit.membership.board_name or visit.person.name))


def name_form(words: Words, name: str) -> Form:
    help_text = words("Others see it. It need not be your real name.")
    field = FormField(
        "name", words("Name on the leaderboard"), help=help_text, value=(name[:NAME_LENGTH],), max_length=NAME_LENGTH
    )
    return Form(words("Leaderboard"), encode("board.name"), (field,), words("Show me"))


async def save_name(visit: Visit, value: str) -> Reply:
    name = clean_name(visit)
    await visit.write(lambda connection: set_board_name(connection, visit.visitor, name, visit.now))
    text = visit.words("You are on the leaderboard as {name}. /leaderboard shows it.", name=name)
    return Reply(title=visit.words("Done"), body=plain(text))


async def decline(visit: Visit, value: str) -> Reply:
    await visit.write(lambda connection: set_board_name(connection, visit.visitor, None, visit.now))
    text = visit.words("You stay off the leaderboard, and I won't ask again. /me settings changes that.")
    return Reply(title=visit.words("Fine"), body=plain(text))


def clean_name(visit: Visit) -> str:
    """The name from a form: printable, on one line, not empty. Raises UserError."""
    name = " ".join("".join(letter for letter in visit.value("name") if letter.isprintable()).split())[:NAME_LENGTH]
    if not name:
        raise UserError(visit.words("Please give a name with at least one letter."))
    return name


def set_board_name(connection: sa.Connection, who: Visitor, name: str | None, now: datetime) -> None:
    mine = (membership.c.learner_id == who.learner.id, membership.c.community_id == who.community.id)
    connection.execute(sa.update(membership).where(*mine).values(board_name=name, asked_at=now))


def note_asked(connection: sa.Connection, who: Visitor, now: datetime) -> None:
    """From now on this learner isn't asked again."""
    mine = (membership.c.learner_id == who.learner.id, membership.c.community_id == who.community.id)
    connection.execute(sa.update(membership).where(*mine, membership.c.asked_at.is_(None)).values(asked_at=now))


ACTIONS = (
    Action("board.join", join, answers=Answers.FORM),
    Action("board.name", save_name, answers=Answers.PRIVATE),
    Action("board.no", decline, answers=Answers.PRIVATE),
)
