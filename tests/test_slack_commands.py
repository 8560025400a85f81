"""Typed lines, payloads and the manifest: what Slack sends becomes what the core understands."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from adapters.slack import scene
from adapters.slack.actions import carrying, pressed, read_press, read_submission
from adapters.slack.commands import (
    SHORTCUT,
    SLASH,
    look_up_line,
    readable,
    said_line,
    slash_line,
    typed_line,
    without_mention,
)
from adapters.slack.doctor import SCOPES
from adapters.slack.listeners import EVENTS
from adapters.slack.origin import Card, Origin, dump
from adapters.slack.people import Sender, of_command, of_event, of_interaction
from adapters.slack.render import message
from adapters.slack.wording import spelling
from bot import build
from bot.chat.arguments import Line
from bot.chat.people import MessageRef, Person, Place
from bot.chat.reply import Button, Reply
from bot.settings import ROOT
from tests.slack_toys import Toys, commands

LIST = commands(Toys())
ANNA = Person("slack", "T1", "U1", "anna")


@pytest.mark.parametrize(
    ("command", "text", "line"),
    [
        ("/study", "", Line("study", {})),
        ("/study", "   ", Line("study", {})),
        ("/study", "quiz", Line("quiz", {})),
        ("/study", "/quiz 5", Line("quiz", {"count": "5"})),
        ("/quiz", "blood flow 5", Line("quiz", {"topic": "blood flow", "count": "5"})),
        ("/quiz", "topic:“blood flow”", Line("quiz", {"topic": "blood flow"})),
        ("/faq", "is it &lt;safe&gt; &amp; sound?", Line("faq", {"question": "is it <safe> & sound?"})),
        ("/faq", "what does <@U2|bea> mean", Line("faq", {"question": "what does @bea mean"})),
        ("/study", "me export", Line("me export", {})),
        ("/study", "instructors <@U2|bea>", Line("instructors", {"add": "U2"})),
        ("/study", "instructors add:<@U2>", Line("instructors", {"add": "U2"})),
        ("/study", "dance", Line("dance", {})),
        ("/study", "dance &amp; sing", Line("faq", {"question": "dance & sing"})),
        ("/other", "5", Line("other", {})),
    ],
)
def test_a_slash_command_as_it_is_typed(command: str, text: str, line: Line) -> None:
    assert slash_line(command, text, LIST) == line


def test_a_mention_is_read_like_study() -> None:
    said = without_mention("<@UBOT> quiz <@UBOT|needlewise> flow", "UBOT")
    assert typed_line(said, LIST) == Line("quiz", {"topic": "flow"})
    assert typed_line(without_mention("<@UBOT>", "UBOT"), LIST) == Line("study", {})


def test_a_message_is_looked_up_by_its_words() -> None:
    line = look_up_line("see <https://e.org|this>:\n*why* &amp; how " + "x" * 500, LIST)
    assert str(line.args["question"]).startswith("see this: *why* & how")
    assert len(str(line.args["question"])) <= 200
    assert look_up_line("", LIST) == Line("faq", {})


def test_slacks_tokens_read_as_people_see_them() -> None:
    assert readable("<#C1|general> <#C2> <!here> <!subteam^S1|@team> <mailto:a@b.c|a@b.c>") == (
        "#general #C2 here @team a@b.c"
    )


def test_commands_are_spelled_as_they_are_typed_here() -> None:
    found = spelling(["study", "quiz", "score", "me settings", "help"])
    text = "Use /score, /me settings or /quiz. See https://e.org/score or (/help). /scores isn't one."
    assert found.sub("/study ", text) == (
        "Use /study score, /study me settings or /quiz. See https://e.org/score or (/study help). /scores isn't one."
    )


def test_the_senders_workspace_is_their_own() -> None:
    assert of_command({"user_id": "U1", "team_id": "T1", "user_name": "anna"}) == Sender("U1", "T1", "anna")
    foreign = {"user": {"id": "U1", "team_id": "T2", "username": "anna"}, "team": {"id": "T1"}}
    assert of_interaction(foreign) == Sender("U1", "T2", "anna")
    said = {"team_id": "T1", "event": {"user": "U1", "user_team": "T2", "team": "T1"}}
    assert of_event(said) == Sender("U1", "T2", "")


def press_on_message(**changes: Any) -> dict[str, Any]:
    container = {
        "type": "message",
        "message_ts": "17.1",
        "channel_id": "C1",
        "is_ephemeral": False,
        "thread_ts": "16.0",
    }
    return {
        "type": "block_actions",
        "trigger_id": "13.abc",
        "response_url": "https://hooks.slack.com/x",
        "channel": {"id": "C1"},
        "container": container,
        "actions": [{"type": "button", "action_id": "quiz.answer:5.a", "action_ts": "18.0"}],
        **changes,
    }


def test_a_press_on_a_post() -> None:
    payload = press_on_message()
    where = scene.of_interaction(payload, ANNA, "T1")
    element = pressed(payload)
    assert element is not None
    press = read_press(element, where)
    place = Place("slack", "T1", "C1", "16.0")
    assert (press.action, press.values, press.place, press.event) == ("quiz.answer:5.a", {}, place, "slack-13.abc")
    assert press.message == MessageRef(place, "17.1")
    assert where.origin == Origin(place, Card.MESSAGE, "17.1")


def test_a_press_on_a_private_message_has_no_message_to_edit() -> None:
    payload = press_on_message(container={"message_ts": "17.1", "channel_id": "C1", "is_ephemeral": True})
    where = scene.of_interaction(payload, ANNA, "T1")
    assert where.posted is None
    assert where.origin == Origin(Place("slack", "T1", "C1"), Card.EPHEMERAL, "https://hooks.slack.com/x")


def test_a_press_in_a_window_is_where_the_window_was_opened() -> None:
    place = Place("slack", "T1", "C9", "16.0")
    view = {"id": "V3", "type": "modal", "hash": "h", "private_metadata": dump(Origin(place))}
    stacked = {**view, "root_view_id": "V1", "previous_view_id": "V2"}
    where = scene.of_interaction({"type": "block_actions", "trigger_id": "13.x", "view": stacked}, ANNA, "T1")
    assert (where.place, where.event) == (place, "slack-13.x")
    assert where.window is not None
    assert (where.window.depth, where.window.behind) == (3, "V2")
    sent = scene.of_interaction({"type": "view_submission", "trigger_id": "13.x", "view": view}, ANNA, "T1")
    assert sent.event == "slack-V3-h"


def test_a_submitted_form_presses_its_action() -> None:
    place = Place("slack", "T1", "C9")
    state = {"values": {"name": {"input:name": {"type": "plain_text_input", "value": "Bea"}}}}
    view = {
        "id": "V1",
        "type": "modal",
        "hash": "h",
        "callback_id": "board.name:",
        "state": state,
        "private_metadata": dump(Origin(place, Card.MESSAGE, "17.1")),
    }
    where = scene.of_interaction({"type": "view_submission", "view": view}, ANNA, "T1")
    press = read_submission(view, where)
    assert (press.action, press.values, press.place) == ("board.name:", {"name": ("Bea",)}, place)


def test_a_start_button_brings_its_arguments_back() -> None:
    card = Reply("/quiz", buttons=(Button("Start", "run:quiz"), Button("Other", "toy.more:1")))
    sent: Any = carrying(message(card), {"topic": "blood flow", "count": 5})
    start, other = sent["blocks"][1]["elements"]
    assert "value" not in other
    where = scene.of_interaction(press_on_message(), ANNA, "T1")
    assert read_press(start, where).values == {"topic": ("blood flow",), "count": ("5",)}
    for forged in ("[1]", "no json", '"x"'):
        assert read_press({**start, "value": forged}, where).values == {}
    long: Any = carrying(message(card), {"topic": "x" * 3000})
    assert "value" not in long["blocks"][1]["elements"][0]


def test_a_link_and_a_strange_element_mean_nothing() -> None:
    assert pressed({"actions": [{"type": "button", "action_id": "link:0"}]}) is None
    assert pressed({"actions": [{"type": "button"}]}) is None
    assert pressed({}) is None


def manifest() -> Any:
    return yaml.safe_load((ROOT / "adapters" / "slack" / "manifest.yaml").read_text(encoding="utf-8"))


def test_the_manifest_holds_what_the_code_handles() -> None:
    features, switches = manifest()["features"], manifest()["settings"]
    assert [command["command"] for command in features["slash_commands"]] == list(SLASH)
    assert all(command["should_escape"] for command in features["slash_commands"])
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == [SHORTCUT]
    assert sorted(switches["event_subscriptions"]["bot_events"]) == sorted(EVENTS)
    assert switches["socket_mode_enabled"] is True
    assert switches["interactivity"]["is_enabled"] is True
    assert features["app_home"]["home_tab_enabled"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_manifest_asks_for_the_scopes_that_the_doctor_looks_for() -> None:
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_the_manifest_says_what_each_scope_is_for() -> None:
    text = (ROOT / "adapters" / "slack" / "manifest.yaml").read_text(encoding="utf-8")
    lines = {
        line.strip().split()[1]: line for line in text.splitlines() if line.strip().startswith("- ") and ":" in line
    }
    assert all("#" in lines[scope] for scope in SCOPES if ":" in scope)


def test_the_manifest_keeps_slacks_lengths() -> None:
    shown = manifest()["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("hi", Line("study", {})),
        ("thanks!", Line("study", {})),
        ("schedule", Line("schedule", {})),
        ("leaderbord", Line("leaderbord", {})),
        ("does it <https://x.example|hurt>?", Line("faq", {"question": "does it hurt?"})),
    ],
)
def test_what_is_said_to_the_bot_is_a_greeting_a_command_or_a_question(said: str, line: Line) -> None:
    assert said_line(said, build.commands()) == line
