"""`needlewise say`: a conversation of one command and its presses, through the same router as everywhere."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence

from bot.build import App, build
from bot.chat.arguments import parse
from bot.chat.command import Press, Request
from bot.chat.people import Person, Place
from bot.chat.reply import Reply
from bot.errors import SetupError
from bot.settings import Settings

HERE = Place("cli", "cli", "terminal")


async def converse(
    settings: Settings, text: str, presses: Sequence[str], filled: Mapping[str, str], *, who: str, manager: bool
) -> list[Reply]:
    """The reply to the command, then one for each press. `filled` goes with the presses, as a form's fields would."""
    app = await build(settings)
    try:
        person = Person("cli", "", who, who, "en-GB", manager)
        replies = [await _command(app, text, person)]
        for press in presses:
            replies.append(await _press(app, replies[-1], press, filled, person))
        return replies
    finally:
        await app.store.close()


async def _command(app: App, text: str, person: Person) -> Reply:
    line = parse(text, app.core.commands)
    if line.name == "faq":
        await asyncio.to_thread(app.look_up.run)
    return _one(await app.router.handle(Request(line.name, line.args, person, HERE, _event())))


async def _press(app: App, reply: Reply, press: str, filled: Mapping[str, str], person: Person) -> Reply:
    values = {field.name: field.value for field in reply.form.fields} if reply.form else {}
    values |= {name: (text,) for name, text in filled.items()}
    return _one(await app.router.press(Press(_action(reply, press), values, person, HERE, _event())))


def _action(reply: Reply, press: str) -> str:
    """An action's id, or a button's label in the last reply; its beginning is enough where just one begins so."""
    if ":" in press:
        return press
    labels = {button.label: button.action for button in reply.buttons}
    found = [label for label in labels if label == press] or [label for label in labels if label.startswith(press)]
    if len(found) == 1:
        return labels[found[0]]
    if reply.form and press in (reply.form.submit, "submit"):
        return reply.form.action
    raise SetupError(f"There is no button “{press}” here. There are: {', '.join(labels) or 'none'}.")


def _one(reply: Reply | None) -> Reply:
    assert reply is not None, "a new event is never a repeated one"
    return reply


def _event() -> str:
    return f"cli-{uuid.uuid4().hex}"
