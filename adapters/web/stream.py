"""The conversation as one learner sees it, kept up to date."""

from __future__ import annotations

from nicegui.elements.mixins.text_element import TextElement

from adapters.web.cards import Card, PressHandler
from adapters.web.channel import Entry
from adapters.web.elements import el
from adapters.web.limits import KEPT
from adapters.web.markup import spoken
from bot.words import Words


class Stream:
    """Fulfils channel.Listener. What is for somebody else is passed over."""

    def __init__(self, words: Words, on_press: PressHandler) -> None:
        self._words = words
        self._on_press = on_press
        self._reader = ""
        self._cards: dict[str, Card] = {}
        with el("div", classes="scroller", role="region", tabindex="0", aria_label=words("Conversation")):
            self._list = el("div", classes="stream")
        self._news: TextElement = el("div", classes="visually-hidden", role="status", aria_live="polite")

    def show(self, reader: str, entries: list[Entry]) -> None:
        """Another learner's view, from the beginning."""
        self._reader = reader
        self._cards.clear()
        self._list.clear()
        for entry in entries:
            self._draw(entry)

    def added(self, entry: Entry) -> None:
        if not self._sees(entry):
            return
        self._draw(entry)
        self._announce(entry)
        if len(self._cards) > 2 * KEPT:
            oldest = next(iter(self._cards))
            self._cards.pop(oldest).element.delete()

    def changed(self, entry: Entry) -> None:
        card = self._cards.get(entry.id)
        if card is not None and self._sees(entry):
            card.show(entry)
            self._announce(entry)

    def focus(self, entry: Entry) -> None:
        card = self._cards.get(entry.id)
        if card is not None:
            card.focus()

    def reveal(self, entry: Entry) -> None:
        """Into view, in case the reader has scrolled up; the focus stays where it is."""
        card = self._cards.get(entry.id)
        if card is not None:
            card.element.run_method("scrollIntoView", {"block": "nearest"})

    def _sees(self, entry: Entry) -> bool:
        return entry.public or entry.reader == self._reader

    def _draw(self, entry: Entry) -> None:
        with self._list:
            self._cards[entry.id] = Card(self._words, entry, self._on_press)

    def _announce(self, entry: Entry) -> None:
        if entry.reply is not None:
            self._news.text = spoken(entry.reply)
