"""From a typed line, a press or a form to the router, and its reply to the right readers. Knows nothing of HTML."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.web.channel import EVERYBODY, Channel, Entry
from adapters.web.commands import Local, Suggestion, offer
from adapters.web.learners import CHANNEL, HERE, Roster, slug
from bot.chat.arguments import parse
from bot.chat.codec import decode
from bot.chat.command import Answers, Command, OptionType, Press, Request
from bot.chat.forms import form_for, lacks_options
from bot.chat.people import MessageRef, Person
from bot.chat.reply import Choice, Form, FormField, Reply, Tone
from bot.chat.router import RUN, Router
from bot.words import words_for

Values = Mapping[str, tuple[str, ...]]

GREETINGS = ("study", "help")


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of it: a card, a form that asks for more, or a refusal of a form's words, which stays in the form."""

    entry: Entry | None = None
    form: Form | None = None
    refusal: Reply | None = None


class Conversation:
    """The conversation of all learners with the core."""

    def __init__(self, router: Router, channel: Channel, roster: Roster) -> None:
        self.router = router
        self.channel = channel
        self.roster = roster

    async def greet(self, who: Person) -> None:
        """The first card that a learner sees: the way in, if there is a command for it."""
        if self.channel.has_met(who.user):
            return
        name = next((name for name in GREETINGS if self.router.command(name)), None)
        reply = await self.router.handle(Request(name, {}, who, HERE, _event())) if name else None
        if reply and not self.channel.has_met(who.user):
            self.channel.show(who.user, reply)

    async def say(self, who: Person, line: str) -> Shown:
        self.channel.say(who.user, who.name, line)
        parsed = parse(line, self.router.core.commands)
        command = self.router.command(parsed.name)
        args = self._with_learners(command, parsed.args) if command else parsed.args
        if command and lacks_options(command, args):
            return Shown(form=form_for(command, words_for(who.locale), args))
        reply = await self.router.handle(Request(parsed.name, args, who, HERE, _event()))
        return self._show(who, reply, command.answers if command else Answers.PRIVATE, None)

    def _with_learners(self, command: Command, args: Mapping[str, str | int]) -> dict[str, str | int]:
        """Names as ids: “Ben” and “@ben” are ben. A name that nobody here has stays a mention, which is refused."""
        people = {option.name for option in command.options if option.type is OptionType.USER}
        here = {slug(name) for name in self.roster.names()}

        def named(typed: str) -> str:
            return slug(typed) if slug(typed) in here else f"@{typed.lstrip('@')}"

        return {key: named(str(value)) if key in people and value else value for key, value in args.items()}

    def _is_plain_refusal(self, reply: Reply) -> bool:
        """Says what is wrong and no more; a button that opens a form adds nothing where the form is still open."""
        more = [button for button in reply.buttons if self.router.answers(button.action) is not Answers.FORM]
        return reply.tone is Tone.WARNING and not (more or reply.menus or reply.fields)

    async def press(self, who: Person, action: str, values: Values, origin: Entry | None) -> Shown:
        """A button or a menu of the card `origin`."""
        form = self._asking(who, action, values)
        if form:
            return Shown(form=form)
        message = MessageRef(HERE, origin.id) if origin else None
        answers = self.router.answers(action)
        reply = await self.router.press(Press(action, dict(values), who, HERE, _event(), message))
        return self._show(who, reply, answers, origin)

    async def submit(self, who: Person, form: Form, values: Values, origin: Entry | None) -> Shown:
        """Like a press; a plain refusal comes back for the form, so that nothing typed is lost."""
        message = MessageRef(HERE, origin.id) if origin else None
        reply = await self.router.press(Press(form.action, dict(values), who, HERE, _event(), message))
        if reply and self._is_plain_refusal(reply):
            return Shown(refusal=reply)
        return self._show(who, reply, self.router.answers(form.action), origin)

    async def suggest(self, who: Person, line: str) -> tuple[Suggestion, ...]:
        """What may come next in a typed line."""
        offered = offer(line, self.router.core.commands, self.local())
        if offered.wanted is None:
            return offered.ready
        wanted = offered.wanted
        choices = await self.router.suggest(wanted.command, wanted.option.name, wanted.typed, who, HERE)
        return (*offered.ready, *(wanted.suggestion(choice) for choice in choices))

    async def search(self, who: Person, field: FormField, typed: str) -> tuple[Suggestion, ...]:
        """Choices for a form's field of the kind SEARCH."""
        command, _, option = field.search.rpartition(".")
        choices = await self.router.suggest(command, option, typed, who, HERE)
        return tuple(Suggestion(choice.label, choice.help, choice.label, choice.value) for choice in choices)

    def local(self) -> Local:
        people = tuple(Choice(name, slug(name)) for name in self.roster.names())
        return Local(people, (Choice(f"#{CHANNEL}", CHANNEL),))

    def _asking(self, who: Person, action: str, values: Values) -> Form | None:
        """The form of a command whose button doesn't bring all that the command needs."""
        name, value = decode(action)
        command = self.router.command(value) if name == RUN else None
        given = {key: found[0] for key, found in values.items() if found}
        return form_for(command, words_for(who.locale), given) if command and lacks_options(command, given) else None

    def _show(self, who: Person, reply: Reply | None, answers: Answers, origin: Entry | None) -> Shown:
        """A refusal is never shown to everybody, and never in place of a card that everybody sees."""
        if reply is None:
            return Shown()
        if reply.form:
            return Shown(form=reply.form)
        refused = reply.tone is Tone.WARNING
        if answers is Answers.PUBLIC and not refused:
            return Shown(self.channel.show(EVERYBODY, reply))
        if answers is Answers.UPDATE and origin and not (origin.public and refused):
            return Shown(self.channel.change(origin, reply))
        return Shown(self.channel.show(who.user, reply))


def _event() -> str:
    return f"web-{uuid.uuid4().hex}"
