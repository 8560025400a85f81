"""A reply on a terminal and as JSON."""

from __future__ import annotations

from bot.chat.reply import Choice, Menu, Reply
from bot.console import as_data, as_text

MENU = Menu("Group", "me.home:", (Choice("One", "1"), Choice("Two", "2")))


def test_a_menu_says_what_can_be_chosen() -> None:
    reply = Reply("Settings", menus=(MENU,))
    choices = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    assert as_data(reply)["menus"] == [{"label": "Group", "action": "me.home:", "choices": choices}]
    assert "<Group>  me.home:: 1, 2" in as_text(reply)
