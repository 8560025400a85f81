"""Replies in Slack's words: commands as they are typed here, and people by name, so that nobody is pinged."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace

from adapters.slack.commands import SLASH
from adapters.slack.people import PEOPLE_SCOPE
from adapters.slack.remedies import remedy
from bot.chat.codec import decode
from bot.chat.command import Press, Request, Who
from bot.chat.people import Person
from bot.chat.reply import Form, Reply, Tone
from bot.chat.router import RUN, Router
from bot.chat.text import Kind, Span, Text, join, plain

NameOf = Callable[[str], Awaitable[str]]


class Asked:
    """The router, with its replies worded for Slack. `name_of` gives a person's shown name by user id, `may_look`
    whether the bot can see who is an admin."""

    def __init__(self, router: Router, name_of: NameOf, may_look: Callable[[], bool] = lambda: True) -> None:
        self._router = router
        self._name_of = name_of
        self._may_look = may_look
        self._spelling = spelling(router.core.commands)

    async def handle(self, request: Request) -> Reply | None:
        reply = await self._router.handle(request)
        return reply and await self.worded(self._explained(reply, request.person, f"{RUN}:{request.name}"))

    async def press(self, press: Press) -> Reply | None:
        reply = await self._router.press(press)
        return reply and await self.worded(self._explained(reply, press.person, press.action))

    async def worded(self, reply: Reply) -> Reply:
        names = {user: await self._name_of(user) for user in _unnamed(reply)}
        return _mapped(reply, self.spelled, names)

    def _explained(self, reply: Reply, person: Person, encoded: str) -> Reply:
        """A refusal of what only managers may do, with the reason why the bot can't see that somebody is one."""
        if self._may_look() or person.manager or reply.tone is not Tone.WARNING:
            return reply
        if who_may(self._router, encoded) is not Who.MANAGERS:
            return reply
        reason = remedy("missing_scope", "", PEOPLE_SCOPE)
        return replace(reply, footnote=join([reply.footnote, plain(reason)], " · "))

    def spelled(self, text: str) -> str:
        """`/score` is typed as `/study score`, since the workspace knows four commands only."""
        return self._spelling.sub("/study ", text)

    def spelled_form(self, form: Form) -> Form:
        return replace(form, title=self.spelled(form.title), note=self.spelled(form.note))


def who_may(router: Router, encoded: str) -> Who | None:
    """Who may do what a button or `run:<command>` stands for; None for what nobody knows."""
    action, name = decode(encoded)
    wanted = router.command(name) if action == RUN else router.action(encoded)
    return wanted.who if wanted else None


def spelling(commands: Iterable[str]) -> re.Pattern[str]:
    """Finds the slash of each command that Slack doesn't know by itself."""
    words = sorted({name.split()[0] for name in commands} - {name.lstrip("/") for name in SLASH})
    return re.compile(rf"(?<![\w/.])/(?=(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?![\w/]))")


def _unnamed(reply: Reply) -> set[str]:
    texts = (reply.note, reply.body, reply.footnote, *(field.text for field in reply.fields))
    return {s.target for text in texts for s in text if s.kind is Kind.PERSON and s.text == s.target}


def _mapped(reply: Reply, spelled: Callable[[str], str], names: Mapping[str, str]) -> Reply:
    def word(span: Span) -> Span:
        if span.kind is Kind.PERSON:
            return replace(span, text=names.get(span.target, span.text))
        spelt = spelled(span.text)
        return span if spelt == span.text else replace(span, text=spelt)

    def text(spans: Text) -> Text:
        return tuple(map(word, spans))

    return replace(
        reply,
        title=spelled(reply.title),
        note=text(reply.note),
        body=text(reply.body),
        footnote=text(reply.footnote),
        fields=tuple(replace(field, name=spelled(field.name), text=text(field.text)) for field in reply.fields),
        buttons=tuple(replace(button, label=spelled(button.label)) for button in reply.buttons),
        form=replace(reply.form, title=spelled(reply.form.title), note=spelled(reply.form.note))
        if reply.form
        else None,
    )
