"""Commands and actions as values in a list. Discord, Slack, the page, the command line and /help all read this list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.chat.people import MessageRef, Person, Place
from bot.chat.reply import Choice, Reply

if TYPE_CHECKING:
    from bot.chat.visit import Visit


class Who(StrEnum):
    ALL = "all"
    MANAGERS = "managers"


class Answers(StrEnum):
    """Known before a handler runs, because a platform must be told at once who will see the answer.

    PRIVATE: only the asker sees it. PUBLIC: a message for the channel. UPDATE: the pressed card is replaced.
    PANEL: private and stepwise, its presses UPDATE it; a modal on Slack. FORM: the first answer is a form.
    """

    PRIVATE = "private"
    PUBLIC = "public"
    UPDATE = "update"
    PANEL = "panel"
    FORM = "form"


class OptionType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    USER = "user"
    CHANNEL = "channel"


Suggest = Callable[["Visit", str], Awaitable[tuple[Choice, ...]]]


@dataclass(frozen=True, slots=True)
class Option:
    """`rest` takes all remaining words of a typed line (`/faq does it hurt`). `suggest` gives choices while typing."""

    name: str
    help: str
    type: OptionType = OptionType.TEXT
    required: bool = False
    rest: bool = False
    choices: tuple[Choice, ...] = ()
    suggest: Suggest | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class Command:
    """`name` has one word, or two for a subcommand (`me export`). `run(visit, **options)` makes the answer."""

    name: str
    help: str
    run: Callable[..., Awaitable[Reply]]
    options: tuple[Option, ...] = ()
    who: Who = Who.ALL
    answers: Answers = Answers.PRIVATE
    example: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button, a menu or a form does. `run(visit, value)`; a form's words are in `visit.values`."""

    name: str
    run: Callable[[Visit, str], Awaitable[Reply]]
    who: Who = Who.ALL
    answers: Answers = Answers.UPDATE


@dataclass(frozen=True, slots=True)
class Request:
    """A command as it came in. `event` is the platform's id of this delivery: the same twice is one request."""

    name: str
    args: dict[str, str | int]
    person: Person
    place: Place
    event: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button, menu or form as it came in; `action` is the encoded id."""

    action: str
    values: dict[str, tuple[str, ...]]
    person: Person
    place: Place
    event: str
    message: MessageRef | None = None
