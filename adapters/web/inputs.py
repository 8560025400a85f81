"""One question of a form as an input with its label and its help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from nicegui import ui
from nicegui.element import Element

from adapters.web.combobox import Combobox, Enter
from adapters.web.commands import Local, Suggestion
from adapters.web.elements import el, set_attributes
from adapters.web.limits import MOST_RADIOS
from bot.chat.reply import Choice, FieldKind, FormField
from bot.words import Words


class Look(Protocol):
    """What a form asks while it is being filled in."""

    @property
    def local(self) -> Local: ...

    def search(self, field: FormField) -> Callable[[str], Awaitable[Sequence[Suggestion]]]: ...


class Input:
    """`values()` is what the core gets: one text, several choices, or nothing."""

    def __init__(self, field: FormField, element: Element, read: Callable[[], Sequence[str]]) -> None:
        self.label = field.label
        self._required = field.required
        self._element = element
        self._read = read

    def values(self) -> tuple[str, ...]:
        return tuple(value for value in self._read() if value.strip())

    def check(self) -> bool:
        return bool(self.values()) or not self._required

    def focus(self) -> None:
        self._element.run_method("focus")


def input_for(words: Words, field: FormField, look: Look, send: Enter) -> Input:
    """`send` is what Enter does in a line of text."""
    label = field.label if field.required else words("{label} (optional)", label=field.label)
    if field.kind is FieldKind.SEARCH:
        return _search(field, label, look, send)
    if field.kind is FieldKind.SEVERAL:
        return _several(field, label)
    if field.kind in (FieldKind.CHOICE, FieldKind.CHANNEL):
        return _choice(field, label, look.local.channels if field.kind is FieldKind.CHANNEL else field.choices)
    return _text(field, label, send)


def _text(field: FormField, label: str, send: Enter) -> Input:
    first = next(iter(field.value), "")
    with _labelled(field, label) as mark:
        element = (ui.textarea if field.kind is FieldKind.PARAGRAPH else ui.input)(value=first).props(
            "outlined dense hide-bottom-space"
        )
    set_attributes(element, maxlength=field.max_length, aria_required=str(field.required).lower())
    if field.kind is FieldKind.PARAGRAPH:
        element.props("counter autogrow")
    else:
        element.on("keydown.enter.prevent", send, args=[])
    mark(element)
    return Input(field, element, lambda: [element.value or ""])


def _search(field: FormField, label: str, look: Look, send: Enter) -> Input:
    with _labelled(field, label) as mark:
        box = Combobox(look.search(field), max_length=field.max_length, title=label, on_enter=send)
    box.input.props("dense hide-bottom-space")
    set_attributes(box.input, aria_required=str(field.required).lower())
    if field.value:
        box.set(Suggestion(field.value[0], "", field.value[0], field.value[0]))
    mark(box.input)
    return Input(field, box.input, lambda: [box.value])


def _choice(field: FormField, label: str, choices: Sequence[Choice]) -> Input:
    options = {choice.value: _worded(choice) for choice in choices}
    first = next((value for value in field.value if value in options), None)
    if len(options) > MOST_RADIOS:
        with _labelled(field, label) as mark:
            chosen = ui.select(options, value=first, clearable=not field.required).props(
                "outlined dense hide-bottom-space"
            )
        mark(chosen)
        return Input(field, chosen, lambda: [str(chosen.value or "")])
    return _marks(field, label, choices, "radio")


def _several(field: FormField, label: str) -> Input:
    return _marks(field, label, field.choices, "checkbox")


def _marks(field: FormField, label: str, choices: Sequence[Choice], kind: str) -> Input:
    """The browser's own radio buttons or check boxes, which every keyboard and screen reader knows."""
    chosen = {choice.value for choice in choices if choice.value in field.value}

    def change(value: str) -> None:
        if kind == "radio":
            chosen.clear()
        chosen.symmetric_difference_update({value})

    marks = []
    with _group(field, label, "radiogroup" if kind == "radio" else "group") as group:
        for choice in choices:
            with el("label", classes="option"):
                mark = el("input", type=kind, name=group.html_id, checked=True if choice.value in chosen else None)
                mark.on("change", lambda _, value=choice.value: change(value), args=[])
                el("span", _worded(choice))
            marks.append(mark)
    return Input(field, marks[0] if marks else group, lambda: [c.value for c in choices if c.value in chosen])


def _worded(choice: Choice) -> str:
    return f"{choice.label} – {choice.help}" if choice.help else choice.label


def _group(field: FormField, label: str, role: str) -> Element:
    group = el("div", classes="group", role=role)
    with group:
        legend = el("p", label, "legend")
        if field.help:
            el("p", field.help, "help")
    set_attributes(group, aria_labelledby=legend.html_id)
    return group


@contextmanager
def _labelled(field: FormField, label: str) -> Iterator[Callable[[Element], None]]:
    """Label and help above the input that is made inside; the function given ties them to it."""
    named = el("label", label, "legend")
    note = el("p", field.help, "help") if field.help else None

    def tie(element: Element) -> None:
        set_attributes(named, for_=element.html_id)
        set_attributes(element, aria_describedby=note.html_id if note else None)

    yield tie
