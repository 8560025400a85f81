"""Buttons and menus as rows of components."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from adapters.discord import limits
from adapters.discord.limits import clip
from bot.chat.reply import Button, Choice, Menu, Reply, Style

log = logging.getLogger(__name__)

Json = dict[str, Any]
T = TypeVar("T")

ROW, BUTTON, SELECT = 1, 2, 3
STYLES = {Style.PLAIN: 2, Style.PRIMARY: 1, Style.DANGER: 4}
LINK = 5


def rows(reply: Reply) -> list[Json]:
    """Menus first, each in a row of its own; then the buttons, five a row. What Discord has no room for is left out."""
    used: set[str] = set()
    menus = [_row([_menu(menu)]) for menu in _single(reply.menus, lambda menu: menu.action, used) if menu.choices]
    buttons = [_button(button) for button in _single(reply.buttons, lambda button: button.action or button.url, used)]
    step = limits.ROW_BUTTONS
    found = menus + [_row(buttons[at : at + step]) for at in range(0, len(buttons), step)]
    if len(found) > limits.ROWS:
        log.warning("a card has %s rows of buttons and menus; Discord shows %s", len(found), limits.ROWS)
    return found[: limits.ROWS]


def options(choices: Sequence[Choice], most: int, chosen: Sequence[str] = ()) -> list[Json]:
    fitting = [choice for choice in choices if len(choice.value) <= limits.OPTION_TEXT]
    single = list(_single(fitting, lambda choice: choice.value, set()))
    if len(single[:most]) < len(choices):
        log.warning("a list has %s choices; Discord takes %s", len(choices), len(single[:most]))
    return [_option(choice, choice.value in chosen) for choice in single[:most]]


def _single(items: Iterable[T], name: Callable[[T], str], used: set[str]) -> Iterable[T]:
    """Discord refuses a message in which two components do the same."""
    for item in items:
        if name(item) and name(item) not in used:
            used.add(name(item))
            yield item
        else:
            log.warning("left out, because Discord wants distinct ids: %s", name(item) or "a button without an action")


def _row(components: list[Json]) -> Json:
    return {"type": ROW, "components": components}


def _button(button: Button) -> Json:
    shown: Json = {"type": BUTTON, "label": clip(button.label, limits.BUTTON_LABEL)}
    if button.url:
        return shown | {"style": LINK, "url": button.url[: limits.BUTTON_URL]}
    return shown | {"style": STYLES[button.style], "custom_id": button.action}


def _menu(menu: Menu) -> Json:
    shown: Json = {"type": SELECT, "custom_id": menu.action, "placeholder": clip(menu.label, limits.PLACEHOLDER)}
    return shown | {"options": options(menu.choices, limits.SELECT_OPTIONS)}


def _option(choice: Choice, chosen: bool) -> Json:
    option: Json = {"label": clip(choice.label, limits.OPTION_TEXT), "value": choice.value}
    if choice.help:
        option["description"] = clip(choice.help, limits.OPTION_TEXT)
    if chosen:
        option["default"] = True
    return option
