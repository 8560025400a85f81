"""An input with suggestions below or above it: the pattern “editable combobox with list” of the ARIA guide."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import background_tasks, ui
from nicegui.events import ValueChangeEventArguments

from adapters.web.commands import Suggestion
from adapters.web.elements import el, set_attributes
from adapters.web.limits import DEBOUNCE, SUGGESTIONS_SHOWN

LookUp = Callable[[str], Awaitable[Sequence[Suggestion]]]
Enter = Callable[[], Awaitable[None]]


class Combobox:
    """Arrow keys walk the suggestions, Enter takes the marked one, Escape closes the list.

    Enter without a mark calls `on_enter`. `title` names the list, `label` the input, unless another element does.
    `value` is what the taken suggestion stands for, or the typed text.
    """

    def __init__(
        self, look_up: LookUp, *, max_length: int, title: str, label: str | None = None, on_enter: Enter | None = None
    ) -> None:
        self._look_up = look_up
        self._on_enter = on_enter
        self._found: Sequence[Suggestion] = ()
        self._marked = -1
        self._focused = False
        self._taken: Suggestion | None = None
        self._asking: asyncio.Task[None] | None = None
        with el("div", classes="combobox"):
            self.input = ui.input(label, on_change=self._typed).props("outlined autocomplete=off")
            self._list = el("ul", classes="suggestions", role="listbox", aria_label=title)
        self._list.on("mousedown.prevent", lambda: None)
        self._prepare(max_length)

    @property
    def text(self) -> str:
        return self.input.value or ""

    @property
    def value(self) -> str:
        return self._taken.value if self._taken and self._taken.line == self.text else self.text

    def set(self, suggestion: Suggestion) -> None:
        self._taken = suggestion
        self.input.value = suggestion.line

    def focus(self) -> None:
        self.input.run_method("focus")

    def clear(self) -> None:
        self.input.value = ""
        self._close()

    def _prepare(self, max_length: int) -> None:
        set_attributes(self.input, role="combobox", aria_autocomplete="list", maxlength=max_length)
        set_attributes(self.input, aria_controls=self._list.html_id, spellcheck="false")
        self.input.on("keydown.down.prevent", lambda: self._walk(1))
        self.input.on("keydown.up.prevent", lambda: self._walk(-1))
        self.input.on("keydown.enter.prevent", self._entered)
        self.input.on("keydown.esc", self._close, args=[])
        self.input.on("focus", self._entering, args=[])
        self.input.on("blur", self._leaving, args=[])
        self._close()

    def _entering(self) -> None:
        self._focused = True

    def _leaving(self) -> None:
        self._focused = False
        self._close()

    def _typed(self, event: ValueChangeEventArguments[Any]) -> None:
        if not (self._taken and self._taken.line == event.value):
            self._taken = None
        self._mark(-1)
        self._ask(DEBOUNCE.total_seconds() if event.value else 0)

    def _ask(self, wait: float) -> None:
        if self._asking:
            self._asking.cancel()
        self._asking = background_tasks.create(self._show_found(wait), name="suggestions")

    async def _show_found(self, wait: float) -> None:
        await asyncio.sleep(wait)
        typed = self.text
        found = (await self._look_up(typed))[:SUGGESTIONS_SHOWN]
        if self._focused and typed == self.text and not self._list.is_deleted:
            self._show([suggestion for suggestion in found if suggestion.line != typed])

    async def _walk(self, step: int) -> None:
        if not self._found:
            self._ask(0)
            return
        self._mark((self._marked + step) % len(self._found))

    async def _entered(self) -> None:
        if 0 <= self._marked < len(self._found):
            self._take(self._found[self._marked])
        elif self._on_enter:
            await self._on_enter()

    def _take(self, suggestion: Suggestion) -> None:
        self.set(suggestion)
        self._close()
        self.focus()

    def _show(self, found: Sequence[Suggestion]) -> None:
        self._found, self._marked = found, -1
        self._list.clear()
        with self._list:
            for suggestion in found:
                with el("li", classes="suggestion", role="option", aria_selected="false") as item:
                    el("span", suggestion.label, "label")
                    el("span", suggestion.help, "help")
                item.on("click", lambda _, suggestion=suggestion: self._take(suggestion))
        self._list.set_visibility(bool(found))
        set_attributes(self.input, aria_expanded=str(bool(found)).lower(), aria_activedescendant=None)

    def _mark(self, index: int) -> None:
        """Marks one suggestion, or with -1 none, so that Enter sends what was typed since."""
        if index == self._marked:
            return
        self._marked = index
        set_attributes(self.input, aria_activedescendant=None)
        for number, item in enumerate(self._list.default_slot.children):
            set_attributes(item, aria_selected=str(number == index).lower())
            if number == index:
                set_attributes(self.input, aria_activedescendant=item.html_id)
                item.run_method("scrollIntoView", {"block": "nearest"})

    def _close(self) -> None:
        if self._asking:
            self._asking.cancel()
        self._show(())
