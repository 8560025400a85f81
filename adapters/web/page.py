"""The page: header, side column, conversation and input of one open tab."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import quote

from nicegui import ui
from nicegui.client import Client

from adapters.web.actions import Conversation, Shown
from adapters.web.channel import Entry
from adapters.web.combobox import Combobox
from adapters.web.commands import Local, Suggestion
from adapters.web.elements import el, icon
from adapters.web.forms import FormDialog
from adapters.web.limits import LINE_LENGTH
from adapters.web.logo import DRAWING
from adapters.web.side import MenuButton, Side
from adapters.web.stream import Stream
from bot.chat.reply import FormField
from bot.words import words_for

LOGO = f"data:image/svg+xml,{quote(DRAWING)}"

Values = Mapping[str, tuple[str, ...]]


class Tab:
    """One open page. Who is played stands in its address, so that a reload and a bookmark keep it."""

    def __init__(self, conversation: Conversation, name: str) -> None:
        self._conversation = conversation
        self._words = words_for("en")
        self._who = conversation.roster.add(name)
        self._layout()
        self._show_learner()

    @property
    def local(self) -> Local:
        return self._conversation.local()

    def search(self, field: FormField) -> Callable[[str], Awaitable[Sequence[Suggestion]]]:
        return lambda typed: self._conversation.search(self._who, field, typed)

    async def greet(self) -> None:
        await self._conversation.greet(self._who)

    def watch(self, client: Client) -> None:
        """Hears what is posted for as long as the page is open."""
        self._conversation.channel.subscribe(self._stream)
        client.on_delete(lambda: self._conversation.channel.unsubscribe(self._stream))

    def _layout(self) -> None:
        words, commands = self._words, self._conversation.router.core.commands.values()
        with el("div", classes="page"):
            el("a", words("Skip to the input"), "skip", href="#composer", target="_self")
            with el("header", classes="top"):
                self._header()
            self._side = Side(words, commands, self._choose, self._put_line)
            self._menu.unfolds(self._side)
            with el("main", classes="room"):
                self._title = el("h1", classes="visually-hidden")
                self._stream = Stream(words, self._press)
                self._composer()
            self._dialogs = el("div")

    def _header(self) -> None:
        el("img", classes="logo", src=LOGO, alt="")
        el("span", "Needlewise", "brand")
        notice = self._words("Playground: everything stays on this computer. Educational, no medical advice.")
        el("p", notice, "notice")
        self._menu = MenuButton()

    def _composer(self) -> None:
        with el("div", classes="composer", id="composer"):
            label = self._words("Type / for commands")
            self._input = Combobox(self._suggest, max_length=LINE_LENGTH, title=label, label=label, on_enter=self._send)
            with el("button", classes="button primary send", type="button") as send:
                icon("send")
                el("span", self._words("Send"))
            send.on("click", self._send, args=[])

    def _show_learner(self) -> None:
        self._title.text = self._words("Conversation of {name}", name=self._who.name)
        name = self._who.name
        self._menu.show(name, self._words("You are {name}. Learners and commands", name=name))
        self._menu.close()
        self._side.show(self._who, self._conversation.roster.names())
        self._stream.show(self._who.user, self._conversation.channel.seen_by(self._who.user))

    async def _choose(self, name: str) -> None:
        self._who = self._conversation.roster.add(name)
        ui.navigate.history.replace(f"/?me={quote(self._who.name)}")
        self._show_learner()
        await self.greet()

    def _put_line(self, line: str) -> None:
        self._menu.close()
        self._input.set(Suggestion(line, "", line))
        self._input.focus()

    async def _suggest(self, line: str) -> Sequence[Suggestion]:
        return await self._conversation.suggest(self._who, line)

    async def _send(self) -> None:
        line = self._input.text.strip()
        self._input.clear()
        if line:
            shown = await self._conversation.say(self._who, line[:LINE_LENGTH])
            self._follow(shown, None)
            if shown.entry:
                self._stream.reveal(shown.entry)

    async def _press(self, entry_id: str, action: str, values: Values) -> None:
        origin = self._conversation.channel.find(entry_id)
        shown = await self._conversation.press(self._who, action, values, origin)
        self._follow(shown, origin)
        if shown.entry:
            self._stream.focus(shown.entry)

    def _follow(self, shown: Shown, origin: Entry | None) -> None:
        """Asks on, if a form is what came of it."""
        if not shown.form:
            return
        form = shown.form

        async def submit(values: Values) -> Shown:
            return await self._conversation.submit(self._who, form, values, origin)

        def done(outcome: Shown) -> None:
            self._follow(outcome, origin)
            if outcome.entry:
                self._stream.focus(outcome.entry)

        with self._dialogs:
            FormDialog(self._words, form, self, submit, done)
