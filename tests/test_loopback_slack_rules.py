"""The rules for what a bot sends to Slack: what is fine passes, each fault is named."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models import blocks as models
from slack_sdk.models.blocks import block_elements as element_models
from slack_sdk.models.views import View

from tests.loopback import slack_blocks, slack_elements, slack_rules
from tests.loopback.slack_rules import check_message, check_options, check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "A", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value}


def select(*options: Json, **more: Any) -> Json:
    return {"type": "static_select", "placeholder": plain("Pick"), "options": list(options), **more}


def field(element: Json | None = None, **more: Any) -> Json:
    return {"type": "input", "label": plain("L"), "element": element or {"type": "plain_text_input"}, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "submit": plain("Go"), "blocks": list(blocks), **more}


FINE = [
    [section("x" * 3000), {"type": "divider"}, {"type": "header", "text": plain("x" * 150)}],
    [{"type": "section", "fields": [mrkdwn("x" * 1300)] * 10}],
    [actions(*(button("x" * 75, action_id=f"a{number}", value="x" * 2000) for number in range(25)))],
    [actions(select(*(option(str(number), "x" * 75) for number in range(100))))],
    [section(accessory={"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A muscle"})],
    [{"type": "context", "elements": [mrkdwn("one"), plain("two")]}],
    [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart", "title": plain("T")}],
]

FAULTY: list[tuple[list[Json], str]] = [
    ([section("x" * 3001)], "3001 characters, at most 3000"),
    ([section("")], "not empty"),
    ([{"type": "section"}], "needs text or fields"),
    ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "11 fields"),
    ([{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "at most 2000"),
    ([{"type": "header", "text": mrkdwn("x")}], "type 'mrkdwn' is not allowed"),
    ([{"type": "header", "text": plain("x" * 151)}], "at most 150"),
    ([{"type": "divider"}] * 51, "51 blocks, at most 50"),
    ([actions(button("x" * 76))], "at most 75"),
    ([actions(button(value="x" * 2001))], "at most 2000"),
    ([actions(button(url="x" * 3001))], "at most 3000"),
    ([actions(button(style="default"))], "primary or danger"),
    ([actions(button(action_id="x" * 256))], "at most 255"),
    ([actions(button(action_id="same")), actions(button(action_id="same"))], "action_id 'same' occurs 2 times"),
    ([section(block_id="b"), section(block_id="b")], "block_id 'b' occurs 2 times"),
    ([actions(*[button()] * 26)], "26 elements"),
    ([actions()], "0 elements"),
    ([actions({"type": "plain_text_input"})], "can't stand in a actions block"),
    ([actions({"type": "multi_users_select"})], "can't stand in a actions block"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "11 elements"),
    ([{"type": "context", "elements": [button()]}], "can't stand in a context block"),
    ([{"type": "image", "image_url": "https://example.org/a.png"}], "alt_text"),
    ([field()], "type 'input' can't stand in a message"),
    ([{"type": "fancy"}], "type 'fancy' can't stand"),
    ([actions(select(*(option(str(number)) for number in range(101))))], "1 to 100 options"),
    ([actions(select(option(text="x" * 76)))], "at most 75"),
    ([actions(select(option(value="x" * 151)))], "at most 150"),
    ([actions(select({**option(), "description": plain("x" * 76)}))], "at most 75"),
    ([actions(select(option("a"), option("a")))], "the same value"),
    ([actions(select(option("a"), initial_option=option("b")))], "initial option 'b'"),
    ([actions(select(option(), placeholder=plain("x" * 151)))], "at most 150"),
    ([actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]})], "1 to 5 options"),
    ([actions({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]})], "1 to 10 options"),
    ([section("x" * 2700)] * 5, "msg_blocks_too_long"),
]

FAULTY_VIEWS = [
    (modal(section(), title=plain("x" * 25)), "at most 24"),
    (modal(section(), submit=plain("x" * 25)), "at most 24"),
    (modal(section(), close=plain("x" * 25)), "at most 24"),
    (modal(section(), private_metadata="x" * 3001), "at most 3000"),
    (modal(section(), callback_id="x" * 256), "at most 255"),
    (modal(*[section()] * 101), "101 blocks, at most 100"),
    (modal(field(), submit=None), "needed when the view has inputs"),
    (modal(field(button())), "can't stand in a input block"),
    ({"type": "modal", "blocks": []}, "view.title: missing"),
    ({"type": "home", "title": plain("T"), "blocks": []}, "a Home tab has none"),
    ({"type": "panel", "blocks": []}, "modal or home is needed"),
    (modal(section("<!here>")), "would notify people"),
]

PINGS: list[Json] = [
    {"text": "<!channel> look"},
    {"text": "<!here|here>"},
    {"text": "<!everyone>"},
    {"text": "<!subteam^S012|@physios>"},
    {"text": "hello <@U0ANNA>"},
    {"text": "x", "blocks": [section("hi <@U0ANNA|anna>")]},
    {"text": "x", "blocks": [{"type": "context", "elements": [mrkdwn("<!here>")]}]},
    {"text": "x", "attachments": [{"fallback": "<!here>"}]},
    {"text": "x", "link_names": True},
    {"text": "x", "parse": "full"},
    {
        "text": "x",
        "blocks": [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0ANNA"}]}],
            }
        ],
    },
]


@pytest.mark.parametrize("blocks", FINE)
def test_what_slack_takes_passes(blocks: list[Json]) -> None:
    assert check_message({"text": "fallback", "blocks": blocks}) == []


@pytest.mark.parametrize(("blocks", "fault"), FAULTY)
def test_each_fault_of_a_message_is_named(blocks: list[Json], fault: str) -> None:
    assert fault in "\n".join(check_message({"text": "fallback", "blocks": blocks}))


@pytest.mark.parametrize(("view", "fault"), FAULTY_VIEWS)
def test_each_fault_of_a_view_is_named(view: Json, fault: str) -> None:
    assert fault in "\n".join(check_view(view))


def test_a_full_form_passes() -> None:
    form = modal(field(block_id="note"), field(select(option()), optional=True), section(), private_metadata="x" * 3000)
    assert check_view(form) == []


@pytest.mark.parametrize("payload", PINGS)
def test_a_ping_is_found_wherever_it_hides(payload: Json) -> None:
    assert check_message(payload) != []


@pytest.mark.parametrize("text", ["&lt;!channel&gt;", "<https://example.org|@anna>", "<!date^1^{date}|then>", "@here"])
def test_what_notifies_nobody_is_no_ping(text: str) -> None:
    assert check_message({"text": text}) == []


def test_a_ping_may_be_allowed_for_one_person_but_never_for_all() -> None:
    assert check_message({"text": "<@U0ANNA>"}, may_ping={"U0ANNA"}) == []
    assert check_message({"text": "<!channel>"}, may_ping={"U0ANNA", "!channel"}) != []


def test_blocks_need_a_fallback_and_a_message_needs_something() -> None:
    assert "fallback" in check_message({"blocks": [section()]})[0]
    assert "no_text" in check_message({"text": ""})[0]
    assert "cut off" in check_message({"text": "x" * 40_001})[0]


def test_a_suggestion_may_be_empty_but_not_too_long() -> None:
    assert check_options({"options": []}) == []
    assert check_options({"options": [option(str(number)) for number in range(100)]}) == []
    assert check_options({"options": [option(str(number)) for number in range(101)]}) != []
    assert check_options({}) != []
    assert check_options({"option_groups": [{"label": plain("Muscle"), "options": [option()]}]}) == []


def test_the_numbers_agree_with_slack_sdk() -> None:
    assert models.SectionBlock.text_max_length == slack_blocks.SECTION_TEXT
    assert models.SectionBlock.fields_max_length == slack_blocks.SECTION_FIELDS
    assert models.HeaderBlock.text_max_length == slack_blocks.HEADER_TEXT
    assert models.ActionsBlock.elements_max_length == slack_blocks.ACTIONS
    assert models.ContextBlock.elements_max_length == slack_blocks.CONTEXT
    assert models.Block.block_id_max_length == slack_blocks.BLOCK_ID
    assert models.MarkdownBlock.text_max_length == slack_blocks.MARKDOWN_TEXT
    assert element_models.ButtonElement.text_max_length == slack_elements.BUTTON_TEXT
    assert element_models.ButtonElement.value_max_length == slack_elements.BUTTON_VALUE
    assert element_models.ButtonElement.url_max_length == slack_elements.URL
    assert models.Option.label_max_length == slack_elements.OPTION_LABEL
    assert models.Option.value_max_length == slack_elements.OPTION_VALUE
    assert element_models.StaticSelectElement.options_max_length == slack_elements.SELECT_OPTIONS
    assert element_models.OverflowMenuElement.options_max_length == slack_elements.OVERFLOW_OPTIONS
    assert View.title_max_length == slack_rules.VIEW_TITLE
    assert View.private_metadata_max_length == slack_rules.PRIVATE_METADATA
    assert slack_blocks.MOST_BLOCKS["modal"] == View.blocks_max_length
