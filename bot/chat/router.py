"""From a request to its reply: finds the handler, checks who may, turns errors into replies, logs one line."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from sqlalchemy.exc import OperationalError

from bot.chat.arguments import near_commands
from bot.chat.codec import decode, encode
from bot.chat.command import Action, Answers, Command, Option, OptionType, Press, Request, Who
from bot.chat.people import Person, Place
from bot.chat.reply import Button, Choice, Reply, Style, Tone
from bot.chat.text import cut, plain, storable
from bot.chat.visit import Core, Visit
from bot.cohort.overlays import Overlays
from bot.errors import UserError
from bot.people.events import Repeated
from bot.people.store import admit
from bot.people.visitors import Visitors
from bot.words import Words, words_for

log = logging.getLogger(__name__)

MAX_SUGGESTIONS = 25
RUN = "run"


class Router:
    """`handle` and `press` always give a Reply, except None for an event that was already answered."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._visitors = Visitors(core.store)
        self._overlays = Overlays(core.store, core.library)

    def command(self, name: str) -> Command | None:
        return self.core.commands.get(name)

    def action(self, encoded: str) -> Action | None:
        return self.core.actions.get(decode(encoded)[0])

    def answers(self, encoded: str) -> Answers:
        """Who will see the answer to a press; an id that nobody knows is answered in private."""
        name, value = decode(encoded)
        if name == RUN:
            command = self.command(value)
            return command.answers if command else Answers.PRIVATE
        action = self.action(encoded)
        return action.answers if action else Answers.PRIVATE

    async def handle(self, request: Request) -> Reply | None:
        words = words_for(request.person.locale)
        command = self.command(request.name)
        if command is None:
            return _unknown_command(words, request.name, self.core.commands)

        async def run() -> Reply:
            visit = await self._visit(request.person, request.place, request.event)
            _admit_to(command.who, visit)
            return await command.run(visit, **checked(command, request.args, words))

        again = "" if request.args else encode(RUN, request.name)
        return await _guarded(request.name, request.person, words, run, again)

    async def press(self, press: Press) -> Reply | None:
        words = words_for(press.person.locale)
        name, value = decode(press.action)
        if name == RUN:
            args: dict[str, str | int] = {key: found[0] for key, found in press.values.items() if found}
            return await self.handle(Request(value, args, press.person, press.place, press.event))
        action = self.core.actions.get(name)
        if action is None:
            return _outdated(words)

        async def run() -> Reply:
            visit = await self._visit(press.person, press.place, press.event)
            _admit_to(action.who, visit)
            return await action.run(replace(visit, values=press.values, message=press.message), value)

        return await _guarded(name, press.person, words, run, "" if press.values else press.action)

    async def suggest(
        self, name: str, option_name: str, typed: str, person: Person, place: Place
    ) -> tuple[Choice, ...]:
        """Choices while typing, for who may use the command. An error gives none: there is nowhere to show it."""
        command = self.command(name)
        option = next((option for option in command.options if option.name == option_name), None) if command else None
        if command is None or option is None or option.suggest is None:
            return ()
        try:
            visit = await self._visit(person, place, "")
            _admit_to(command.who, visit)
            return (await option.suggest(visit, typed))[:MAX_SUGGESTIONS]
        except UserError:
            return ()
        except Exception:
            log.exception("suggest %s %s", name, option_name)
            return ()

    async def _visit(self, person: Person, place: Place, event: str) -> Visit:
        core, now = self.core, self.core.clock()
        await self._overlays.refresh()
        visitor = await self._visitors.find(person, place)
        if visitor is None:
            name = words_for(person.locale)("Study group")
            visitor = await core.store.write(lambda connection: admit(connection, person, place, name, now))
        return Visit(core, visitor, person, place, words_for(person.locale), now, event)


def checked(command: Command, args: dict[str, str | int], words: Words) -> dict[str, str | int]:
    """The arguments as the options declare them. Raises UserError, naming the option and what it takes."""
    known = {option.name: option for option in command.options}
    for name in args:
        if name not in known:
            names = words.list(list(known)) or words("none")
            raise UserError(
                words(
                    "/{command} has no option “{name}”. It knows: {names}.",
                    command=command.name,
                    name=cut(name, 30),
                    names=names,
                )
            )
    values: dict[str, str | int] = {}
    for option in command.options:
        if args.get(option.name, "") != "":
            values[option.name] = _value(option, args[option.name], words)
        elif option.required:
            raise UserError(
                words(
                    "/{command} needs {option}: {help}. Example: {example}",
                    command=command.name,
                    option=option.name,
                    help=words(option.help),
                    example=command.example,
                )
            )
    return values


def _value(option: Option, raw: str | int, words: Words) -> str | int:
    if option.type is OptionType.NUMBER:
        return _number(option, raw, words)
    text = storable(str(raw)).strip()
    if option.type is OptionType.CHOICE and text not in {choice.value for choice in option.choices}:
        known = words.either([choice.value for choice in option.choices])
        raise UserError(
            words(
                "“{text}” is not a choice for {option}. Choose {known}.",
                text=cut(text, 40),
                option=option.name,
                known=known,
            )
        )
    return text


def _number(option: Option, raw: str | int, words: Words) -> int:
    low, high = option.minimum or 0, option.maximum or 1_000_000
    try:
        number = int(raw)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise UserError(
            words(
                "{option} must be a whole number from {low} to {high}.",
                option=option.name,
                low=low,
                high=high,
            )
        )
    return number


def _admit_to(who: Who, visit: Visit) -> None:
    if who is not Who.MANAGERS or visit.manager:
        return
    if not visit.place.space:
        raise UserError(
            visit.words("In a direct message I can't see who manages a group. Do this in a channel of the group.")
        )
    raise UserError(
        visit.words(
            "Only managers and instructors can do this: {managers}, or somebody they named with /cohort instructors.",
            managers=_managers(visit.words, visit.person.platform),
        )
    )


def _managers(words: Words, platform: str) -> str:
    """Who manages, where the reader is."""
    known = {
        "discord": words("people with Manage Server"),
        "slack": words("workspace owners and admins"),
        "web": words("“Manager” in the list of learners"),
    }
    return known.get(platform, words("Manage Server on Discord, owners and admins on Slack"))


async def _guarded(
    name: str, person: Person, words: Words, run: Callable[[], Awaitable[Reply]], again: str
) -> Reply | None:
    """`again` is the id of a button that tries once more after a failure, where nothing typed would be lost by it."""
    started, outcome = time.perf_counter(), "ok"
    try:
        return await run()
    except UserError as error:
        outcome = "refused"
        return Reply(title=words("That didn't work"), body=plain(str(error)), tone=Tone.WARNING)
    except Repeated:
        outcome = "repeated"
        return None
    except Exception as error:
        reference = secrets.token_hex(3)
        outcome = f"failed {reference}"
        log.exception("request %s failed (%s)", name, reference)
        return _failed(words, error, reference, again)
    finally:
        milliseconds = (time.perf_counter() - started) * 1000
        log.info("%s %s %s %.0f ms", person.platform, name, outcome, milliseconds)


def _failed(words: Words, error: Exception, reference: str, again: str) -> Reply:
    if isinstance(error, OperationalError):
        text = words(
            "I can't reach my database just now, so this was not saved; everything before it was. Try again in a "
            "minute. If it stays, tell whoever runs the bot: needlewise doctor, reference {reference}.",
            reference=reference,
        )
    else:
        text = words(
            "Something went wrong on our side, and nothing was lost. Please try again. "
            "If it stays, tell whoever runs the bot this reference: {reference}.",
            reference=reference,
        )
    buttons = (Button(words("Try again"), again, style=Style.PRIMARY),) if again else ()
    return Reply(title=words("Sorry"), body=plain(text), buttons=buttons, tone=Tone.WARNING)


def _unknown_command(words: Words, name: str, commands: Mapping[str, Command]) -> Reply:
    """Half of a command (“schedule”) is completed, a slip is named, with buttons for what needs no more words."""
    group = [full for full in commands if full.startswith(f"{name} ")]
    meant = group or near_commands(name, commands)
    if group:
        seconds = words.either([full.split()[1] for full in group])
        text = words("/{name} needs one more word: {seconds}.", name=name, seconds=seconds)
    elif meant:
        names = words.either([f"/{near}" for near in meant])
        text = words("There is no command “{name}”. Did you mean {names}?", name=cut(name, 40), names=names)
    else:
        text = words("There is no command “{name}”. /help lists them all.", name=cut(name, 40))
    ready = [full for full in meant if full in commands and not _needs_more(commands[full])]
    buttons = tuple(Button(f"/{full}", encode(RUN, full)) for full in ready)
    return Reply(title=words("That didn't work"), body=plain(text), buttons=buttons, tone=Tone.WARNING)


def _needs_more(command: Command) -> bool:
    return any(option.required for option in command.options)


def _outdated(words: Words) -> Reply:
    text = words("This button is from an older version and does nothing any more. /study shows what there is now.")
    return Reply(title=words("An old button"), body=plain(text), tone=Tone.WARNING)
