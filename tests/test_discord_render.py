"""Replies and forms as Discord gets them: values compared, and every payload judged by the loopback server's rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import key as keys
from adapters.discord.markdown import bold, escape, escape_to, markdown, small
from adapters.discord.modal import modal, values
from adapters.discord.render import card, fallback, post
from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, File, Form, FormField, Menu, Reply, Style, Tone
from bot.chat.text import code, join, link, person, plain, strong, time
from tests.loopback.discord_form import filled
from tests.loopback.discord_rules import Where, check_message, check_modal

HARD = [
    "",
    " ",
    "\u200b",
    "🩹" * 300,
    "@everyone and @here",
    "<@123456789012345678> <@&1> <#2> </say:3> <t:1:R> <:pain:4> <!channel>",
    "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block``` [here](https://example.org)",
    "# Heading\n-# small\n> quote\n- point\n* point\n1. first\n+ plus",
    "https://example.org/a_b_c and :skull: at 12:30:45",
    "\\ \\* \\\\",
    "word " * 800,
    "x" * 4000,
    "*" * 4000,
    "\u202eright to left\u202c e\u0301",
    "line\r\nline\tend",
]
PLAINLY = re.compile(r"\\([^0-9A-Za-z\s])")


def embed_of(reply: Reply) -> dict[str, Any]:
    (embed,) = card(reply).payload["embeds"]
    found: dict[str, Any] = embed
    return found


def text_of(reply: Reply) -> str:
    return str(embed_of(reply)["description"])


@pytest.mark.parametrize("text", HARD)
def test_whatever_people_write_makes_messages_that_discord_takes(text: str) -> None:
    reply = Reply(
        title=text,
        body=join([plain(text), strong(text), code(text), link(text, "https://example.org/(a b)"), person("1", text)]),
        fields=tuple(Field(text, plain(text)) for _ in range(30)),
        buttons=(Button(text, encode("a")), Button(text, url="https://example.org"), Button(text, encode("b"))),
        menus=(Menu(text, encode("m"), (Choice(text, "1", text), Choice(text, "2"))),),
        note=plain(text),
        footnote=join([plain(text), link("Source", "https://example.org")]),
        files=(File(text, b"x", text), File("a b.json", b"{}")),
    )
    assert check_message(card(reply).payload, Where.REPLY) == []
    assert check_message(card(reply).payload, Where.UPDATE) == []
    assert check_message(post(reply, "7/2026-03-02/0").payload, Where.CHANNEL) == []
    assert check_message(fallback(reply).payload, Where.REPLY) == []


@given(st.text(max_size=300))
def test_an_escape_shows_what_was_written_and_nothing_else(text: str) -> None:
    assert PLAINLY.sub(r"\1", escape(text)) == text


@given(st.text(alphabet="*_~`|[]<>@#:/.-1 \nab", max_size=80), st.integers(0, 60))
def test_no_text_outgrows_its_limit(text: str, limit: int) -> None:
    spans = join([plain(text), strong(text), code(text), link(text, "https://example.org/x")], "")
    assert len(escape_to(text, limit)) <= limit
    assert len(markdown(spans, limit)) <= limit
    assert len(small(spans, limit)) <= limit


@given(st.text(alphabet="*_~`|[]()<>@#&!:/.-+=\\123 \nab", max_size=60))
def test_no_marker_of_discord_is_left_bare(text: str) -> None:
    bare = PLAINLY.sub("!", escape(text))
    assert not re.search(r"[*_~`|\[\]<@]|^[ \t]*(?:[>#+-]|\d+\.)|://|:[\w+~-]+:", bare, re.MULTILINE), bare


def test_words_from_outside_stay_words() -> None:
    shown = text_of(Reply("Search", plain("@everyone **look** <@1> [x](https://evil.example) :skull: ||a||")))
    assert shown == (r"\@everyone \*\*look\*\* \<\@1> \[x\](https\://evil.example) \:skull: \|\|a\|\|")
    assert (
        text_of(Reply(body=plain("# no heading\n1. no list\n> no quote")))
        == "\\# no heading\n1\\. no list\n\\> no quote"
    )


def test_nobody_is_ever_notified() -> None:
    for message in (card(Reply("a")), post(Reply("a"), "k"), fallback(Reply("a"))):
        assert message.payload["allowed_mentions"] == {"parse": []}


def test_spans_become_discords_own_markup() -> None:
    moment = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    body = join(
        [
            strong("How sure?"),
            code("a`b"),
            link("Cagnie 2012", "https://doi.org/10.1/(x) y"),
            time(moment, "Monday, 08:00"),
            person("42", "Ana"),
        ]
    )
    assert text_of(Reply(body=body)).split("\n") == [
        "**How sure?**",
        "`` a`b ``",
        "[Cagnie 2012](https://doi.org/10.1/%28x%29%20y)",
        f"<t:{int(moment.timestamp())}:F>",
        "<@42>",
    ]


def test_a_link_that_is_no_web_address_and_a_person_from_elsewhere_are_words() -> None:
    assert text_of(Reply(body=link("click", "javascript:alert(1)"))) == "click"
    assert text_of(Reply(body=person("U0123", "Ana_B"))) == r"Ana\_B"


def test_bold_text_is_bold_line_by_line_and_without_its_outer_spaces() -> None:
    assert markdown(strong(" a \n\nb"), 100) == " **a** \n\n**b**"
    assert markdown(strong("  "), 100) == "  "
    assert bold("", 10) == ""


def test_the_card_reads_from_the_note_down_to_the_small_print() -> None:
    reply = Reply(
        title="Not quite.",
        body=plain("The question."),
        fields=(Field("How sure are we?", plain("Low.")), Field("", ()), Field("Next", plain("Tomorrow."))),
        note=plain("Only you can see this"),
        footnote=join([(*plain("Source: "), *link("Hong 1994", "https://doi.org/10.1/x")), plain("1 point.")]),
        tone=Tone.WRONG,
    )
    embed = embed_of(reply)
    assert embed["author"] == {"name": "Only you can see this"}
    assert embed["title"] == "Not quite."
    assert embed["description"] == (
        "The question.\n\n**How sure are we?**\nLow.\n\n**Next**\nTomorrow.\n\n"
        "-# Source: [Hong 1994](https://doi.org/10.1/x)\n-# 1 point."
    )
    assert card(reply).payload["content"] == ""


def test_a_long_body_never_pushes_out_how_sure_we_are() -> None:
    reply = Reply("A fact", plain("word " * 900), (Field("How sure are we?", plain("LOW.")),), footnote=plain("Source"))
    shown = text_of(reply)
    assert len(shown) <= 4096
    assert " …\n\n**How sure are we?**\nLOW.\n\n-# Source" in shown


def test_long_fields_are_shortened_together_and_say_so() -> None:
    fields = tuple(Field(f"Part {number}", plain("word " * 300)) for number in range(6))
    shown = text_of(Reply("Much", plain("Body."), fields))
    assert all(f"**Part {number}**" in shown for number in range(6))
    assert shown.count(" …") == 6


def test_four_thousand_characters_are_shown_whole() -> None:
    text = "0123456789" * 400
    assert text_of(Reply("Long", plain(text))) == text


def test_a_title_that_is_too_long_is_cut_at_a_word() -> None:
    title = embed_of(Reply("needle " * 60))["title"]
    assert len(title) <= 256
    assert title.endswith("needle …")


def test_a_post_says_its_title_to_notifications_and_says_it_once() -> None:
    message = post(Reply("A *fact*", plain("Body"), note=plain("Day 9 of 28")), "key")
    (embed,) = message.payload["embeds"]
    assert message.payload["content"] == r"**A \*fact\***"
    assert "title" not in embed
    assert embed["author"]["name"] == "Day 9 of 28"


def test_the_key_of_a_post_is_hidden_in_its_first_row_or_stands_small_at_the_foot() -> None:
    pressed = post(Reply("a", plain("b"), buttons=(Button("A", encode("x")),)), "7/2026-03-02/0").payload
    assert pressed["components"][0]["id"] == keys.number("7/2026-03-02/0")
    assert "footer" not in pressed["embeds"][0]
    bare = post(Reply("a", plain("b")), "7/2026-03-02/0").payload
    assert bare["embeds"][0]["footer"] == {"text": keys.reference("7/2026-03-02/0")}
    for message in (pressed, bare):
        assert keys.carried_by(message, "7/2026-03-02/0")
        assert not keys.carried_by(message, "7/2026-03-03/0")
    assert len(keys.nonce("7/2026-03-02/0")) == 25


def test_an_update_clears_what_the_card_had_before() -> None:
    payload = card(Reply("Done")).payload
    assert {key: payload[key] for key in ("content", "components", "attachments")} == {
        "content": "",
        "components": [],
        "attachments": [],
    }


def test_an_empty_reply_is_still_a_message() -> None:
    assert card(Reply()).payload["content"] == "–"


def test_buttons_stand_five_in_a_row_below_the_menus() -> None:
    buttons = tuple(Button(str(number), encode("b", number), style=Style.PRIMARY) for number in range(7))
    menu = Menu("Pick", encode("m"), (Choice("One", "1", "the first"), Choice("Two", "2")))
    rows = card(Reply("a", buttons=buttons, menus=(menu,))).payload["components"]
    assert [len(row["components"]) for row in rows] == [1, 5, 2]
    assert rows[0]["components"][0]["options"] == [
        {"label": "One", "value": "1", "description": "the first"},
        {"label": "Two", "value": "2"},
    ]
    assert rows[1]["components"][0] == {"type": 2, "label": "0", "style": 1, "custom_id": "b:0"}


def test_what_discord_would_refuse_is_left_out() -> None:
    many = tuple(Button(str(number), encode("b", number)) for number in range(40))
    twice = (Button("One", encode("x")), Button("Two", encode("x")), Button("Nothing"))
    assert len(card(Reply("a", buttons=many)).payload["components"]) == 5
    assert [part["label"] for part in card(Reply("a", buttons=twice)).payload["components"][0]["components"]] == ["One"]
    menu = Menu("Pick", encode("m"), tuple(Choice("c", str(number % 30)) for number in range(60)))
    payload = card(Reply("a", menus=(menu,))).payload
    assert len(payload["components"][0]["components"][0]["options"]) == 25
    assert check_message(payload, Where.REPLY) == []


def test_a_picture_is_shown_with_its_alt_text_and_other_files_are_attached() -> None:
    message = card(Reply("a", files=(File("my data.json", b"{}"), File("graph.png", b"png", alt="Blood flow rises"))))
    assert message.payload["attachments"] == [
        {"id": 0, "filename": "my_data.json"},
        {"id": 1, "filename": "graph.png", "description": "Blood flow rises"},
    ]
    assert message.payload["embeds"][0]["image"] == {"url": "attachment://graph.png"}
    assert [file.data for file in message.files] == [b"{}", b"png"]


def test_the_words_of_a_card_are_there_without_the_card() -> None:
    assert fallback(Reply("Title", plain("Body"))).payload["content"] == "**Title**\nBody"


DAYS = tuple(Choice(day, day.lower()) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
FORM = Form(
    "Set up the daily post, with all that belongs to it",
    encode("setup.preview", 7),
    (
        FormField("channel", "Channel", FieldKind.CHANNEL, value=("123456789012345678",)),
        FormField("zone", "The city whose clock sets the daily post for all", FieldKind.SEARCH, search="setup.zone"),
        FormField("about", "About you", FieldKind.PARAGRAPH, "A line", required=False, max_length=9000),
        FormField("days", "Days", FieldKind.SEVERAL, value=("mon", "tue"), choices=DAYS),
        FormField(
            "what", "What", FieldKind.CHOICE, value=("fact",), choices=(Choice("Fact", "fact"), Choice("Q", "q"))
        ),
    ),
    "Preview",
    "A note",
)


def test_a_form_has_a_label_for_each_field_and_comes_back_as_values() -> None:
    shown = modal(FORM)
    assert check_modal(shown) == []
    assert shown["title"] == "Set up the daily post, with all that …"
    assert [part["label"] for part in shown["components"]] == [
        "Channel",
        "The city whose clock sets the daily post …",
        "About you",
        "Days",
        "What",
    ]
    assert shown["components"][1]["description"] == "The city whose clock sets the daily post for all"
    for number, part in enumerate(shown["components"]):
        part["id"], part["component"]["id"] = 2 * number + 1, 2 * number + 2
    assert values(filled(shown, {"zone": "London"})) == {
        "channel": ("123456789012345678",),
        "zone": ("London",),
        "about": (),
        "days": ("mon", "tue"),
        "what": ("fact",),
    }


def test_a_note_is_shown_where_there_is_room() -> None:
    short = Form("Name", encode("name"), (FormField("name", "Name", value=("Ana",)),), "Save", "Shown to *all*.")
    assert modal(short)["components"][0] == {"type": 10, "content": r"Shown to \*all\*."}
    assert check_modal(modal(short)) == []


@pytest.mark.parametrize("count", [1, 2, 5, 6, 10, 11, 25, 40])
@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.SEVERAL])
def test_any_number_of_choices_makes_a_form_that_discord_takes(kind: FieldKind, count: int) -> None:
    choices = tuple(Choice(f"Choice {number} " + "x" * 120, str(number), "h" * 150) for number in range(count))
    for required in (True, False):
        field = FormField("pick", "", kind, value=("0",), choices=choices, required=required)
        assert check_modal(modal(Form("", encode("a"), (field,), "Go"))) == []


@pytest.mark.parametrize("text", HARD)
def test_whatever_people_write_makes_forms_that_discord_takes(text: str) -> None:
    field = FormField("name", text, help=text, value=(text,), max_length=50)
    assert check_modal(modal(Form(text, encode("a"), (field,), text, text.strip()))) == []
