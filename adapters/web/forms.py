"""A form as a dialog with labelled inputs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from adapters.web.actions import Shown
from adapters.web.elements import el, icon, set_attributes
from adapters.web.inputs import Input, Look, input_for
from bot.chat.reply import Form, FormField
from bot.chat.text import flatten
from bot.words import Words

Submit = Callable[[Mapping[str, tuple[str, ...]]], Awaitable[Shown]]
Done = Callable[[Shown], None]


class FormDialog:
    """Opens at once. `submit` is awaited with the values; a refusal stays here, beside what was typed.

    `done` hears of the outcome once the dialog is gone and has given the focus back.
    """

    def __init__(self, words: Words, form: Form, look: Look, submit: Submit, done: Done) -> None:
        self._words = words
        self._submit = submit
        self._done = done
        self._outcome: Shown | None = None
        self._inputs: dict[str, Input] = {}
        self._dialog = ui.dialog().props("no-backdrop-dismiss transition-duration=120").classes("form-dialog")
        with self._dialog, el("div", classes="form") as box:
            title = el("h2", form.title)
            if form.note:
                el("p", form.note, "note")
            for field in form.fields:
                self._add(field, look)
            self._trouble = el("p", classes="trouble", role="alert")
            self._actions(form)
        set_attributes(box, role="document")
        set_attributes(self._dialog, aria_labelledby=title.html_id)
        self._dialog.on("show", self._begin, args=[])
        self._dialog.on("hide", self._closed, args=[])
        self._dialog.open()

    def _add(self, field: FormField, look: Look) -> None:
        with el("div", classes="question"):
            self._inputs[field.name] = input_for(self._words, field, look, self._send)

    def _actions(self, form: Form) -> None:
        with el("div", classes="buttons end"):
            el("button", self._words("Cancel"), "button", type="button").on("click", self._dialog.close, args=[])
            el("button", form.submit, "button primary", type="button").on("click", self._send, args=[])

    def _begin(self) -> None:
        first = next(iter(self._inputs.values()), None)
        if first:
            first.focus()

    async def _send(self) -> None:
        missing = [given for given in self._inputs.values() if not given.check()]
        if missing:
            self._say(self._words("Please fill in: {names}", names=", ".join(given.label for given in missing)))
            missing[0].focus()
            return
        shown = await self._submit({name: given.values() for name, given in self._inputs.items()})
        if shown.refusal is not None:
            self._say(flatten(shown.refusal.body) or shown.refusal.title)
            return
        self._outcome = shown
        self._dialog.close()

    def _closed(self) -> None:
        self._dialog.delete()
        if self._outcome is not None:
            self._done(self._outcome)

    def _say(self, trouble: str) -> None:
        self._trouble.clear()
        with self._trouble:
            icon("info")
            el("span", trouble)
