"""All that people do comes in here, also presses on messages from before a restart and forms of an older version."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, cast

import discord

from adapters.discord import limits, scene
from adapters.discord.actions import read_press, run_by
from adapters.discord.answer import OVER, Answer
from adapters.discord.commands import read_line, read_typing
from adapters.discord.components import Json
from adapters.discord.exchange import NETWORK
from adapters.discord.hook import SUGGESTIONS, Hook
from adapters.discord.limits import clip
from adapters.discord.render import Message
from bot.chat.command import Answers, Request
from bot.chat.forms import form_for, lacks_options
from bot.chat.reply import Choice
from bot.chat.router import Router
from bot.words import words_for

log = logging.getLogger(__name__)

Type = discord.InteractionType
Data = Mapping[str, Any]


class Interactions:
    """Never raises: what goes wrong with one interaction is logged and stays with it."""

    def __init__(self, router: Router, hook: Callable[[discord.Interaction], Hook]) -> None:
        self._router = router
        self._hook = hook
        self._open: set[asyncio.Task[Any]] = set()

    async def serve(self, interaction: discord.Interaction) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._answer(interaction)
        except discord.HTTPException as error:
            level = logging.WARNING if error.code in OVER else logging.ERROR
            log.log(level, "an answer was not taken: %s %s", error.status, error.code)
        except NETWORK as error:
            log.error("an answer didn't reach Discord: %s", type(error).__name__)
        except Exception:
            log.exception("an interaction failed")
        finally:
            self._open.discard(task)

    async def finish(self, seconds: float) -> None:
        """Lets those under way end."""
        if self._open:
            await asyncio.wait(self._open, timeout=seconds)

    async def _answer(self, interaction: discord.Interaction) -> None:
        data = cast("Data", interaction.data or {})
        seen, hook = scene.of(interaction), self._hook(interaction)
        if interaction.type is Type.application_command:
            await self._command(data, seen, hook)
        elif interaction.type is Type.autocomplete:
            await self._suggest(data, seen, hook)
        elif interaction.type in (Type.component, Type.modal_submit):
            await self._press(data, seen, hook)

    async def _command(self, data: Data, seen: scene.Scene, hook: Hook) -> None:
        commands = self._router.core.commands
        line = read_line(data, commands)
        command = commands.get(line.name)
        answer = Answer(hook, seen, command.answers if command else Answers.PRIVATE)
        if command and lacks_options(command, line.args):
            await answer.open(form_for(command, words_for(seen.person.locale), line.args))
            return
        request = Request(line.name, line.args, seen.person, seen.place, seen.event)
        await answer.give(self._router.handle(request))

    async def _press(self, data: Data, seen: scene.Scene, hook: Hook) -> None:
        press = read_press(data, seen)
        answer = Answer(hook, seen, self._router.answers(press.action))
        command = run_by(press, self._router.core.commands)
        if command and not seen.form and lacks_options(command, {}):
            await answer.open(form_for(command, words_for(seen.person.locale)))
            return
        await answer.give(self._router.press(press))

    async def _suggest(self, data: Data, seen: scene.Scene, hook: Hook) -> None:
        typing = read_typing(data)
        command = self._router.command(typing.command) if typing else None
        choices: tuple[Choice, ...] = ()
        if typing and command:
            asked = self._router.suggest(command.name, typing.option, typing.text, seen.person, seen.place)
            choices = await _in_time(asked)
        await hook.respond(SUGGESTIONS, Message({"choices": _suggestions(choices)}))


async def _in_time(asked: Coroutine[Any, Any, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """No suggestions are better than late ones, which Discord shows as a failure."""
    try:
        return await asyncio.wait_for(asked, limits.SUGGEST_PATIENCE)
    except TimeoutError:
        return ()


def _suggestions(choices: tuple[Choice, ...]) -> list[Json]:
    fitting = [choice for choice in choices if choice.value and len(choice.value) <= limits.OPTION_TEXT]
    shown = [{"name": clip(choice.label, limits.OPTION_TEXT), "value": choice.value} for choice in fitting]
    return shown[: limits.SUGGESTIONS]
