"""One entry of the conversation as elements: a typed line, or a card with its buttons, menus and files."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from adapters.web.channel import Entry
from adapters.web.elements import el, icon, set_attributes
from adapters.web.learners import CHANNEL
from adapters.web.markup import html_of
from bot.chat.reply import Button, Field, File, Menu, Reply, Style, Tone
from bot.chat.text import Text, flatten
from bot.words import Words

PressHandler = Callable[[str, str, Mapping[str, tuple[str, ...]]], Awaitable[None]]

ICONS = {Tone.RIGHT: "check_circle", Tone.WRONG: "cancel", Tone.WARNING: "info", Tone.URGENT: "warning"}


class Card:
    """Draws an entry and draws it again when it changes. `on_press(entry id, action, values)` is awaited."""

    def __init__(self, words: Words, entry: Entry, on_press: PressHandler) -> None:
        self._words = words
        self._on_press = on_press
        self.entry = entry
        self._busy = False
        self.element = el("article", classes="entry", tabindex="-1", data_entry=entry.id)
        self.show(entry)

    def show(self, entry: Entry) -> None:
        self.entry = entry
        self.element.clear()
        with self.element:
            if entry.reply is None:
                self._typed(entry)
            else:
                self._card(entry, entry.reply)

    def focus(self) -> None:
        """To the card, because the button that was pressed may be gone with the old content."""
        self.element.run_method("focus")

    def _typed(self, entry: Entry) -> None:
        set_attributes(self.element, aria_label=self._words("{name} typed", name=entry.by))
        self.element.classes("typed")
        el("p", entry.said, "said", dir="auto")

    def _card(self, entry: Entry, reply: Reply) -> None:
        title = reply.title or self._tone_word(reply.tone) or self._words("Reply")
        set_attributes(self.element, aria_label=title)
        with el("div", classes=f"card tone-{reply.tone}"):
            self._head(entry, reply)
            self._title(reply)
            _text(reply.body, "body")
            for field in reply.fields:
                _field(field)
            for file in reply.files:
                _file(self._words, file)
            _text(reply.footnote, "footnote")
            for menu in reply.menus:
                self._menu(menu)
            self._buttons(reply)

    def _head(self, entry: Entry, reply: Reply) -> None:
        """Who sees it, in words; then the note."""
        private = self._words("Only you can see this")
        note = flatten(reply.note)
        with el("div", classes="head"):
            with el("span", classes="readers public" if entry.public else "readers"):
                icon("forum" if entry.public else "lock")
                el("span", self._words("Posted in #{channel}", channel=CHANNEL) if entry.public else private)
            if note:
                el("span", note, "note")
            local = entry.at.astimezone()
            el("time", f"{local:%H:%M}", "at", datetime=entry.at.astimezone(ZoneInfo("UTC")).isoformat())

    def _title(self, reply: Reply) -> None:
        words = reply.title or self._tone_word(reply.tone)
        if not words:
            return
        with el("h2", classes="title"):
            if reply.tone in ICONS:
                icon(ICONS[reply.tone])
            el("span", words)

    def _tone_word(self, tone: Tone) -> str:
        named = {
            Tone.RIGHT: self._words("Right"),
            Tone.WRONG: self._words("Not right"),
            Tone.WARNING: self._words("Please note"),
            Tone.URGENT: self._words("Urgent"),
        }
        return named.get(tone, "")

    def _buttons(self, reply: Reply) -> None:
        if not reply.buttons:
            return
        with el("div", classes="buttons"):
            for button in reply.buttons:
                self._button(button)

    def _button(self, button: Button) -> None:
        classes = f"button {button.style}" if button.style is not Style.PLAIN else "button"
        if button.url:
            if button.url.startswith("https://"):
                el("a", button.label, classes, href=button.url)
            return
        letter = len(button.label) == 1
        label = self._words("Answer {letter}", letter=button.label) if letter else None
        element = el(
            "button", button.label, f"{classes} letter" if letter else classes, type="button", aria_label=label
        )
        element.on("click", lambda: self._press(button.action, {}))

    def _menu(self, menu: Menu) -> None:
        async def chosen(event: ValueChangeEventArguments[Any]) -> None:
            if event.value is not None:
                await self._press(menu.action, {"choice": (str(event.value),)})

        options = {choice.value: _label(choice.label, choice.help) for choice in menu.choices}
        ui.select(options, label=menu.label, on_change=chosen).props("outlined dense").classes("menu")

    async def _press(self, action: str, values: Mapping[str, tuple[str, ...]]) -> None:
        """A second press while the first is being answered is the slip of a finger."""
        if self._busy:
            return
        self._busy = True
        try:
            await self._on_press(self.entry.id, action, values)
        finally:
            self._busy = False


def _label(label: str, help_text: str) -> str:
    return f"{label} – {help_text}" if help_text else label


def _text(text: Text, classes: str) -> None:
    if text:
        ui.html(html_of(text)).classes(classes).props("dir=auto")


def _field(field: Field) -> None:
    with el("section", classes="field"):
        el("h3", field.name)
        _text(field.text, "body")


def _file(words: Words, file: File) -> None:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    address = f"data:{kind};base64,{base64.b64encode(file.data).decode()}"
    if file.alt:
        el("img", classes="picture", src=address, alt=file.alt)
        return
    with el("a", classes="button file", href=address, download=file.name):
        icon("download")
        el("span", words("Save {name}", name=file.name))
