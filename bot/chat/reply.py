"""What a handler answers: a card in plain terms, which each face draws in its own way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.chat.text import Text


class Tone(StrEnum):
    """Never shown by colour alone: the title says it in words."""

    NEUTRAL = "neutral"
    RIGHT = "right"
    WRONG = "wrong"
    WARNING = "warning"
    URGENT = "urgent"


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is an encoded action id (see codec.py); a button with a `url` has none."""

    label: str
    action: str = ""
    url: str = ""
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down; the press brings the chosen values under the name `choice`."""

    label: str
    action: str
    choices: tuple[Choice, ...]


class FieldKind(StrEnum):
    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    SEVERAL = "several"
    CHANNEL = "channel"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `search` names an Option's suggester as `command.option`, for the kind SEARCH.

    The value comes back in `Visit.values[name]` as a tuple: one text, several choices, one channel id.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    value: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    search: str = ""
    required: bool = True
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class Form:
    """At most five fields (Discord's limit). `action` is the encoded action id that its submit presses."""

    title: str
    action: str
    fields: tuple[FormField, ...]
    submit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    text: Text


@dataclass(frozen=True, slots=True)
class File:
    """An attachment. A picture has `alt` text; anything else is offered for saving."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A card. `note` stands small above the title, `footnote` small below.

    Who can see it is said by the face, in the platform's own way; a view never says it.
    """

    title: str = ""
    body: Text = ()
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    form: Form | None = None
    files: tuple[File, ...] = ()
    tone: Tone = Tone.NEUTRAL
    note: Text = ()
    footnote: Text = ()

    def with_buttons(self, *buttons: Button) -> Reply:
        return replace(self, buttons=buttons)
