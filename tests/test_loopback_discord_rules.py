"""Each rule refuses what breaks it, and a good payload passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.discord_rules import Where, check_choices, check_commands, check_message, check_modal

QUIET: dict[str, Any] = {"allowed_mentions": {"parse": []}}


def button(custom_id: str, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def select(custom_id: str, count: int = 3, **more: Any) -> dict[str, Any]:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": custom_id, "options": options, **more}


def field(size: int) -> dict[str, Any]:
    return {"name": "n", "value": "v" * size}


GOOD = {
    "content": "x" * 2000,
    "embeds": [{"title": "t" * 256, "description": "d" * 4000, "fields": [field(1)] * 25}],
    "components": [row(*(button(f"{number}:{n}") for n in range(5))) for number in range(5)],
    "nonce": "n" * 25,
    "enforce_nonce": True,
    **QUIET,
}


def test_a_full_but_correct_message_passes() -> None:
    assert check_message(GOOD, Where.CHANNEL) == []
    assert check_message({"components": []}, Where.EDIT) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"content": "x" * 2001}, "content: 2001 characters"),
        ({"embeds": [{"title": "t" * 257}]}, "embeds[0].title: "),
        ({"embeds": [{"description": "d" * 4096}] * 2}, "embeds: 8192 characters in all"),
        ({"embeds": [{"title": "t", "fields": [field(1)] * 26}]}, "embeds[0].fields: "),
        ({"embeds": [{"title": "t", "fields": [field(1025)]}]}, "embeds[0].fields[0].value: "),
        ({"embeds": [{"title": "t", "fields": [field(0)]}]}, "must not be empty"),
        ({"embeds": [{"color": 1}]}, "nothing in it"),
        ({"components": [row(button(str(n))) for n in range(6)]}, "6 rows"),
        ({"components": [row(*map(button, "abcdef"))]}, "components[0].components: "),
        ({"components": [row(button("a"), select("b"))]}, "row of its own"),
        ({"components": [row(button("a", label="x" * 81))]}, "components[0].components[0].label: "),
        ({"components": [row(button("a" * 101))]}, "components[0].components[0].custom_id: "),
        ({"components": [row(button("a", label=None))]}, "a label or an emoji"),
        ({"components": [row(button("a")), row(button("a"))]}, "'a' is used twice"),
        ({"components": [row(button("a", style=5))]}, "a link button"),
        ({"components": [row(select("a", 26))]}, "components[0].components[0].options: "),
        ({"components": [row(select("a", max_values=4))]}, "4 of only 3 options"),
        ({"components": [{"type": 10, "content": "x"}]}, "only an action row"),
        ({"nonce": "n" * 26}, "nonce: "),
        ({"allowed_mentions": None}, '"parse": []'),
        ({"allowed_mentions": {"parse": ["users"]}}, '"parse": []'),
        ({"allowed_mentions": {"parse": [], "users": ["1"]}}, "names somebody"),
        ({"content": "", "embeds": [], "components": []}, "empty message"),
        ({"flags": 1 << 15}, "content: is not allowed together with Components V2"),
    ],
)
def test_a_message_that_breaks_a_rule(change: dict[str, Any], complaint: str) -> None:
    found = [str(problem) for problem in check_message(GOOD | change, Where.CHANNEL)]
    assert any(complaint in problem for problem in found), found


def label(part: dict[str, Any]) -> dict[str, Any]:
    return {"type": 18, "label": "A field", "component": part}


def text(custom_id: str) -> dict[str, Any]:
    return {"type": 4, "style": 1, "custom_id": custom_id}


MODAL = {"custom_id": "m", "title": "t" * 45, "components": [label(text(str(n))) for n in range(5)]}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": "t" * 46}, "title: "),
        ({"components": []}, "components: "),
        ({"components": [label(text(str(n))) for n in range(6)]}, "6 components"),
        ({"components": [label(text("a")), label(text("a"))]}, "'a' is used twice"),
        ({"components": [label(text("a")) | {"label": "x" * 46}]}, "components[0].label: "),
        ({"components": [label(button("a"))]}, "components[0].component: "),
    ],
)
def test_a_modal_that_breaks_a_rule(change: dict[str, Any], complaint: str) -> None:
    assert check_modal(MODAL) == []
    found = [str(problem) for problem in check_modal(MODAL | change)]
    assert any(complaint in problem for problem in found), found


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d", **more}


FACT = {"name": "fact", "description": "One fact", "options": [option("topic", required=True), option("how")]}
LONG = [{"name": f"{number}" * 90, "value": "v" * 100} for number in range(10)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "Fact"}, "small letters"),
        ({"name": "two words"}, "small letters"),
        ({"name": "f" * 33}, "[0].name: "),
        ({"description": ""}, "1–100 characters"),
        ({"description": "d" * 101}, "[0].description: "),
        ({"options": [option(f"o{number}") for number in range(26)]}, "[0].options: "),
        ({"options": [option("a"), option("b", required=True)]}, "before optional ones"),
        ({"options": [option("a"), option("a")]}, "named twice"),
        ({"options": [option("a"), option("b", type=1)]}, "cannot be mixed"),
        ({"options": [option("a", autocomplete=True, choices=LONG[:1])]}, "exclude each other"),
        ({"options": [option(f"o{number}", choices=LONG) for number in range(5)]}, "at most 8000"),
        ({"type": 3}, "neither description nor options"),
    ],
)
def test_a_command_that_breaks_a_rule(change: dict[str, Any], complaint: str) -> None:
    assert check_commands([FACT]) == []
    found = [str(problem) for problem in check_commands([FACT | change])]
    assert any(complaint in problem for problem in found), found


def test_too_many_commands_and_equal_names() -> None:
    many = [FACT | {"name": f"fact{number}"} for number in range(101)]
    assert "at most 100" in str(check_commands(many)[0])
    assert "are named 'fact'" in str(check_commands([FACT, FACT])[0])


def test_suggestions() -> None:
    good = [{"name": "n" * 100, "value": "v" * 100}] * 25
    assert check_choices({"choices": good}) == []
    assert check_choices({"choices": [*good, *good[:1]]}) != []
    assert check_choices({"choices": [{"name": "n" * 101, "value": "v"}]}) != []
