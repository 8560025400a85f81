"""Presses, menus and submitted forms as Press, and who is to see the answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from adapters.discord.modal import values
from adapters.discord.scene import Scene
from bot.chat.codec import decode
from bot.chat.command import Answers, Command, Press
from bot.chat.reply import Reply, Tone
from bot.chat.router import RUN

# The name under which a menu's choice reaches the core.
CHOICE = "choice"


class Way(Enum):
    """How an answer is shown: to one person, to the channel, or in place of the message that was pressed on."""

    PRIVATE = auto()
    PUBLIC = auto()
    UPDATE = auto()


def read_press(data: Mapping[str, Any], scene: Scene) -> Press:
    """A form's custom id is the action that its submit presses."""
    found = values(data.get("components") or []) if scene.form else {}
    if not scene.form and "values" in data:
        found = {CHOICE: tuple(str(value) for value in data["values"])}
    return Press(str(data.get("custom_id", "")), found, scene.person, scene.place, scene.event, scene.posted)


def run_by(press: Press, commands: Mapping[str, Command]) -> Command | None:
    """The command that a `run:…` button asks for."""
    name, value = decode(press.action)
    return commands.get(value) if name == RUN else None


def way(answers: Answers, scene: Scene) -> Way:
    """An update needs a message to replace; a command, or a form that a command opened, has none."""
    if answers is Answers.PUBLIC:
        return Way.PUBLIC
    return Way.UPDATE if answers is Answers.UPDATE and scene.message else Way.PRIVATE


def way_of(reply: Reply, planned: Way, scene: Scene) -> Way:
    """A refusal is for the asker alone and never takes the place of a card that others see."""
    seen = planned is Way.PUBLIC or (planned is Way.UPDATE and not scene.hidden)
    return Way.PRIVATE if seen and is_refusal(reply) else planned


def is_refusal(reply: Reply) -> bool:
    """The router's cards for what didn't work have two sentences and nothing else."""
    more = reply.fields or reply.buttons or reply.menus or reply.files or reply.note or reply.footnote
    return reply.tone is Tone.WARNING and not more
