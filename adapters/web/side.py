"""The column beside the conversation: who one plays, and what one can ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from nicegui import ui
from nicegui.element import Element

from adapters.web.elements import el, icon, set_attributes
from adapters.web.learners import MANAGER, slug
from adapters.web.limits import NAME_LENGTH
from bot.chat.command import Command, Who
from bot.chat.people import Person
from bot.words import Words

Choose = Callable[[str], Awaitable[None]]
Example = Callable[[str], None]


class Side:
    """`choose(name)` plays another learner; `example(line)` puts a line into the input."""

    def __init__(self, words: Words, commands: Iterable[Command], choose: Choose, example: Example) -> None:
        self._words = words
        self._commands = list(commands)
        self._choose = choose
        self._example = example
        self._rows: dict[str, tuple[Element, Element]] = {}
        self.element = el("nav", classes="side", aria_label=words("Learners and commands"))
        with self.element:
            el("h2", words("You are"))
            self._people = el("div", classes="people", role="radiogroup", aria_label=words("Who you are"))
            self._add_person()
            self._manager_hint = el("div", classes="hint")
            el("h2", words("Commands"))
            with el("ul", classes="commands"):
                for command in self._commands:
                    self._command(command)

    def show(self, who: Person, names: Iterable[str]) -> None:
        """Marks who is played. The rows stay, so that the keyboard's focus does."""
        for name in names:
            if slug(name) not in self._rows:
                with self._people:
                    self._rows[slug(name)] = self._person(name)
        for user, (row, mark) in self._rows.items():
            chosen = user == who.user
            row.classes(add="chosen" if chosen else "", remove="" if chosen else "chosen")
            set_attributes(mark, checked=True if chosen else None)
        self._manager_hint.clear()
        if who.manager:
            with self._manager_hint:
                self._hint()

    def _person(self, name: str) -> tuple[Element, Element]:
        with el("label", classes="person") as row:
            mark = el("input", type="radio", name="learner", value=name)
            mark.on("change", lambda: self._choose(name), args=[])
            el("span", name[0].upper(), "avatar", aria_hidden="true")
            with el("span", classes="name"):
                el("span", name)
                if name == MANAGER:
                    el("small", self._words("sets things up"))
        return row, mark

    def _add_person(self) -> None:
        async def add() -> None:
            wanted, name.value = name.value, ""
            if wanted.strip():
                await self._choose(wanted)

        with el("div", classes="add"):
            name = ui.input(self._words("Somebody else")).props("outlined dense").props(f"maxlength={NAME_LENGTH}")
            name.on("keydown.enter", add, args=[])
            el("button", self._words("Add"), "button", type="button").on("click", add, args=[])

    def _hint(self) -> None:
        """The quickest way to see what a group would be posted."""
        wanted = [command for command in self._commands if command.name in ("schedule add", "schedule test")]
        if not wanted:
            return
        el("p", self._words("To post the daily card now: add a schedule, preview it, press “Post it now”."))
        for command in wanted:
            self._line_button(command)

    def _command(self, command: Command) -> None:
        with el("li"):
            self._line_button(command)
            help_text = command.help
            if command.who is Who.MANAGERS:
                help_text = self._words("{help} (managers)", help=command.help)
            el("p", help_text, "help")

    def _line_button(self, command: Command) -> None:
        line = command.example or f"/{command.name}"
        button = el("button", f"/{command.name}", "command", type="button")
        button.on("click", lambda: self._example(line), args=[])


class MenuButton:
    """On a narrow screen the side column is folded away behind this button."""

    def __init__(self) -> None:
        self._side: Side | None = None
        self._button = el("button", classes="button menu-button", type="button", aria_expanded="false")
        self._button.on("click", lambda: self._open(not self._opened), args=[])
        with self._button:
            icon("menu")
            self._label = el("span")

    def unfolds(self, side: Side) -> None:
        self._side = side
        set_attributes(self._button, aria_controls=side.element.html_id)

    def show(self, name: str, label: str) -> None:
        self._label.text = name
        set_attributes(self._button, aria_label=label)

    def close(self) -> None:
        self._open(False)

    def _open(self, wanted: bool) -> None:
        if self._side:
            self._side.element.classes(add="open" if wanted else "", remove="" if wanted else "open")
            set_attributes(self._button, aria_expanded=str(wanted).lower())

    @property
    def _opened(self) -> bool:
        return self._side is not None and "open" in self._side.element.classes
