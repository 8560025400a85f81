"""Commands as Discord registers them, and as they come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.commands import LOOK_UP, payload, read_line, read_typing, same
from bot import build
from bot.chat.command import Option
from bot.chat.reply import Choice
from tests.discord_toys import Toys, commands
from tests.loopback.discord_command_rules import check_commands

TOYS = commands(Toys())
SHOWN = {command["name"]: command for command in payload(TOYS, {"me": "About you"})}


def test_discord_takes_the_toys_and_the_real_commands() -> None:
    assert check_commands(payload(TOYS)) == []
    assert check_commands(payload(build.commands())) == []


def test_options_are_declared_by_their_type() -> None:
    assert SHOWN["card"]["options"] == [
        {
            "type": 3,
            "name": "topic",
            "description": "What about",
            "required": False,
            "max_length": 60,
            "autocomplete": True,
        },
        {
            "type": 4,
            "name": "count",
            "description": "How many",
            "required": False,
            "min_value": 1,
            "max_value": 20,
        },
        {
            "type": 3,
            "name": "level",
            "description": "How hard",
            "required": False,
            "choices": [{"name": "Easy", "value": "easy"}, {"name": "Hard", "value": "hard"}],
        },
        {"type": 6, "name": "who", "description": "Whom", "required": False},
        {"type": 7, "name": "where", "description": "Where", "required": False, "channel_types": [0, 5]},
    ]


def test_two_words_make_a_group_with_a_description() -> None:
    group = SHOWN["me"]
    assert group["description"] == "About you"
    assert [(option["type"], option["name"]) for option in group["options"]] == [(1, "export"), (1, "settings")]
    assert {command["name"]: command for command in payload(TOYS)}["me"]["description"] == "Your data · Your settings"


def test_commands_are_offered_to_all_in_servers_and_direct_messages() -> None:
    for command in SHOWN.values():
        assert "default_member_permissions" not in command
        assert (command["contexts"], command["integration_types"]) == ([0, 1], [0])


def test_a_message_can_be_looked_up_where_there_is_a_faq() -> None:
    assert SHOWN[LOOK_UP]["type"] == 3
    assert LOOK_UP not in [command["name"] for command in payload({"card": TOYS["card"]})]


def test_required_options_come_first() -> None:
    late = Option("last", "Needed", required=True)
    command = replace(TOYS["card"], options=(*TOYS["card"].options, late))
    (shown,) = payload({"card": command})
    assert shown["options"][0]["name"] == "last"
    assert check_commands([shown]) == []


def test_what_discord_cannot_hold_is_said_at_the_start_and_not_by_discord() -> None:
    with pytest.raises(ValueError, match="not both: me"):
        payload({**TOYS, "me": replace(TOYS["card"], name="me")})
    many = Option("pick", "One", choices=tuple(Choice(str(number), str(number)) for number in range(26)))
    with pytest.raises(ValueError, match="pick"):
        payload({"card": replace(TOYS["card"], options=(many,))})


def test_long_helps_are_cut() -> None:
    (shown,) = payload({"card": replace(TOYS["card"], help="word " * 40)})
    assert len(shown["description"]) <= 100
    assert shown["description"].endswith(" …")


def test_what_discord_adds_is_no_difference() -> None:
    wanted = payload(TOYS)
    assert same([registered(command) for command in reversed(wanted)], wanted)


@pytest.mark.parametrize("change", [{"description": "Other"}, {"contexts": [0]}, {"name": "cards"}])
def test_a_change_is_a_difference(change: dict[str, Any]) -> None:
    wanted = payload(TOYS)
    assert not same([registered({**wanted[0], **change}), *map(registered, wanted[1:])], wanted)
    assert not same([registered(command) for command in wanted[1:]], wanted)


def test_a_typed_command_becomes_a_name_and_arguments() -> None:
    options = [{"type": 3, "name": "topic", "value": "twitch"}, {"type": 4, "name": "count", "value": 3}]
    assert line({"name": "card", "type": 1, "options": options}) == ("card", {"topic": "twitch", "count": 3})
    people = [{"type": 6, "name": "who", "value": "42"}, {"type": 7, "name": "where", "value": "43"}]
    assert line({"name": "card", "options": people}) == ("card", {"who": "42", "where": "43"})
    inside = [{"type": 1, "name": "settings", "options": options[:1]}]
    assert line({"name": "me", "options": inside}) == ("me settings", {"topic": "twitch"})
    assert line({"name": "me", "options": [{"type": 1, "name": "export"}]}) == ("me export", {})


def test_what_is_being_typed_is_found_also_in_a_subcommand() -> None:
    focused = {"type": 3, "name": "topic", "value": "bl", "focused": True}
    typing = read_typing({"name": "me", "options": [{"type": 1, "name": "settings", "options": [focused]}]})
    assert typing is not None
    assert (typing.command, typing.option, typing.text) == ("me settings", "topic", "bl")
    assert read_typing({"name": "card", "options": []}) is None


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ({"content": "Does it\nhurt?"}, {"question": "Does it hurt?"}),
        ({"content": "word " * 20}, {"question": "word word word word word word word word"}),
        ({"content": "", "embeds": [{"title": "Needle in"}]}, {"question": "Needle in"}),
        ({"content": "", "embeds": []}, {}),
    ],
)
def test_a_message_is_looked_up_by_its_words(message: dict[str, Any], asked: dict[str, str]) -> None:
    data = {"type": 3, "name": LOOK_UP, "target_id": "7", "resolved": {"messages": {"7": message}}}
    assert line(data) == ("faq", asked)


def line(data: dict[str, Any]) -> tuple[str, dict[str, str | int]]:
    read = read_line(data, TOYS)
    return read.name, read.args


def registered(command: dict[str, Any]) -> dict[str, Any]:
    """As Discord gives it back."""
    own: dict[str, Any] = {"id": "1", "application_id": "2", "version": "3", "nsfw": False, "dm_permission": True}
    own |= {"default_member_permissions": None, "name_localizations": None, "description": ""}
    options = [without_defaults(option) for option in command.get("options", [])]
    return own | command | ({"options": options} if options else {})


def without_defaults(option: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in option.items() if value not in (False, [])}
    if "options" in kept:
        kept["options"] = [without_defaults(inner) for inner in kept["options"]]
    if "choices" in kept:
        kept["choices"] = [{**choice, "name_localizations": None} for choice in kept["choices"]]
    return kept
