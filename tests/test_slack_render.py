"""Replies as Slack's blocks, compared as values and held against the workspace's own rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits, views
from adapters.slack.inputs import read_values
from adapters.slack.origin import Card, Origin, dump, load
from adapters.slack.render import message
from adapters.slack.spans import clip_text, mrkdwn, pieces, text_object
from bot.chat.people import Place
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Menu, Reply, Style
from bot.chat.text import Text, code, flatten, join, link, markdown, person, plain, strong, time
from bot.words import words_for
from tests.loopback.slack_choices import form_state
from tests.loopback.slack_rules import check_message, check_view

GAP = "\u200b"
WORDS = words_for("en")
ORIGIN = Origin(Place("slack", "T1", "C1"))
HOSTILE = "<!channel> <@U1> <!here> @everyone &amp; *bold* _it_ ~no~ `x` :smile: <https://evil.example|click>"
NASTY = [
    "x" * 4000,
    "word " * 800,
    "😀" * 3000,
    HOSTILE,
    "> quoted\n>>> more",
    "zero\u200bwidth\u2060joiner\ufeff",
    "& < >" * 1000,
    "*`_~" * 900,
    "line\n" * 2000,
    "\n" * 9000,
    " \n\t",
    "",
]


def sections(blocks: Any) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def test_a_card_from_top_to_bottom() -> None:
    reply = Reply(
        title="Needle in, local blood flow up",
        note=plain("Day 9 of 28"),
        body=plain("In 20 healthy adults it rose."),
        fields=(
            Field(
                "How sure are we?", join([strong("LOW."), plain("One small group, no sham, no patients at all.")], " ")
            ),
        ),
        buttons=(Button("Quiz me", "quiz:1", style=Style.PRIMARY), Button("Read", url="https://example.org")),
        menus=(Menu("Topic", "pick:", (Choice("Flow", "flow", "in muscle"),)),),
        footnote=link("Cagnie 2012", "https://example.org/a?b=1&c=2"),
    )
    sent: Any = message(reply)
    kinds = [block["type"] for block in sent["blocks"]]
    assert kinds == ["context", "header", "section", "section", "context", "actions", "actions"]
    assert sent["blocks"][2]["text"] == {"type": "plain_text", "text": "In 20 healthy adults it rose.", "emoji": False}
    assert sections(sent["blocks"])[1] == "*How sure are we?*\n*LOW.* One small group, no sham, no patients at all."
    assert sent["blocks"][4]["elements"][0]["text"] == "<https://example.org/a?b=1&amp;c=2|Cagnie 2012>"
    buttons = sent["blocks"][5]["elements"]
    assert [(b["action_id"], b.get("style"), b.get("url")) for b in buttons] == [
        ("quiz:1", "primary", None),
        ("link:1", None, "https://example.org"),
    ]
    assert sent["blocks"][6]["elements"][0]["options"][0]["description"]["text"] == "in muscle"
    assert sent["text"].startswith(
        "Needle in, local blood flow up\nIn 20 healthy adults it rose.\nHow sure are we?: LOW."
    )
    assert check_message(sent) == []


def test_words_from_outside_are_shown_as_they_are() -> None:
    sent: Any = message(Reply(body=plain(HOSTILE)))
    assert sent["blocks"][0]["text"] == {"type": "plain_text", "text": HOSTILE, "emoji": False}
    assert check_message(sent) == []


def test_beside_markup_they_are_escaped_and_mark_nothing() -> None:
    shown = mrkdwn(join([strong("Anna"), plain("<!channel> *b* snake_case _it_ :smile: & co")], " "))
    assert shown == (
        f"*Anna* &lt;!channel&gt; {GAP}*{GAP}b{GAP}*{GAP} snake_case {GAP}_{GAP}it{GAP}_{GAP} :{GAP}smile: &amp; co"
    )
    assert mrkdwn((*strong("A"), *plain("\n> quoted"))) == f"*A*\n{GAP}&gt; quoted"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (strong("Right: "), "*Right:* "),
        (strong("two\nlines"), "*two*\n*lines*"),
        ((*plain("un"), *strong("marked")), f"un{GAP}*marked*"),
        ((*strong("A"), *plain("b")), f"*A*{GAP}b"),
        (strong("  "), "  "),
        (code("a`b < c"), "`a'b &lt; c`"),
        (link("see | here>", "https://e.org/a|b"), "<https://e.org/a%7Cb|see | here&gt;>"),
        (link("not that", "javascript:alert(1)"), "not that"),
        (person("U1", "Anna"), "Anna"),
        (markdown("**bold** and [a](https://e.org)"), "*bold* and <https://e.org|a>"),
    ],
)
def test_each_span(text: Text, shown: str) -> None:
    assert mrkdwn(text) == shown


def test_a_time_is_shown_in_the_readers_zone() -> None:
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert mrkdwn(time(moment, "Mon 2 Mar <8:00>")) == (
        "<!date^1772438400^{date_short_pretty} {time}|Mon 2 Mar &lt;8:00&gt;>"
    )


def test_a_long_text_is_split_between_lines_before_it_is_cut() -> None:
    body = "\n".join(f"{number} " + "word " * 30 for number in range(40))
    shown = sections(message(Reply(body=plain(body)))["blocks"])
    assert len(shown) == 3
    assert "".join(" ".join(shown).split()) == "".join(body.split())
    assert all(len(part) <= limits.SECTION_TEXT for part in shown)


def test_what_is_too_long_for_slack_is_cut_at_a_word_and_says_so() -> None:
    sent: Any = message(
        Reply("Long", plain("word " * 6000), buttons=(Button("Next", "next:"),), footnote=plain("Source"))
    )
    shown = sections(sent["blocks"])
    assert shown[-1].endswith("word …")
    assert [block["type"] for block in sent["blocks"][-2:]] == ["context", "actions"]
    assert check_message(sent) == []


def test_many_buttons_stand_in_rows_of_five() -> None:
    sent: Any = message(Reply("Many", buttons=tuple(Button(f"B{n}", f"go:{n}") for n in range(12))))
    assert [len(block["elements"]) for block in sent["blocks"] if block["type"] == "actions"] == [5, 5, 2]
    assert check_message(sent) == []


def test_the_same_action_twice_is_one_button() -> None:
    sent: Any = message(Reply("Twice", buttons=(Button("A", "go:1"), Button("B", "go:1"))))
    assert len(sent["blocks"][1]["elements"]) == 1


def test_short_fields_stand_beside_each_other() -> None:
    fields = tuple(Field(f"Day {n}", plain(f"{n} points")) for n in range(12))
    sent: Any = message(Reply("Scores", fields=fields))
    assert [len(block["fields"]) for block in sent["blocks"] if "fields" in block] == [10, 2]
    assert check_message(sent) == []


def test_an_empty_reply_is_still_a_message() -> None:
    assert check_message(message(Reply())) == []


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_slacks_rules(text: str) -> None:
    reply = Reply(
        title=text,
        note=(*strong(text), *plain(text)),
        body=(*plain(text), *strong(text), *code(text), *link(text or "x", "https://e.org")),
        fields=(Field(text, plain(text)), Field("Short", plain("x"))),
        buttons=(Button(text, "go:1"), Button("Next", "go:2")),
        menus=(Menu(text, "pick:", (Choice(text, "a", text), Choice("b", "x" * 151))),),
        footnote=plain(text),
    )
    assert check_message(message(reply)) == []
    for view in (views.panel(reply, ORIGIN, WORDS), views.home(reply, ORIGIN)):
        assert check_view(view) == []


spans = st.lists(
    st.builds(
        lambda make, text: make(text),
        st.sampled_from(
            [plain, strong, code, lambda text: link(text, "https://e.org"), lambda text: person("U1", text)]
        ),
        st.text(max_size=500),
    ),
    max_size=12,
).map(lambda parts: tuple(span for part in parts for span in part))


@given(spans)
@settings(max_examples=150, deadline=None)
def test_pieces_lose_no_word_and_fit(text: Text) -> None:
    found = list(pieces(text, 1500))
    assert all(len(mrkdwn(piece)) <= 1500 for piece in found)
    assert "".join("".join(map(flatten, found)).split()) == "".join(flatten(text).split())


@given(spans, st.integers(2, 300))
@settings(max_examples=150, deadline=None)
def test_a_cut_keeps_its_limit(text: Text, limit: int) -> None:
    assert len(flatten(clip_text(text, limit))) <= limit


@given(st.text(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_no_words_from_outside_notify_anybody(text: str) -> None:
    assert check_message(message(Reply(title=text, body=(*strong("Anna"), *plain(text))))) == []


def test_a_window_says_its_title_once() -> None:
    short: Any = views.panel(Reply("Right.", plain("Well done.")), ORIGIN, WORDS)
    assert short["title"]["text"] == "Right."
    assert [block["type"] for block in short["blocks"]] == ["context", "section"]
    assert "Only you can see this" in str(short["blocks"][0])
    long: Any = views.panel(Reply("Needle in, local blood flow up"), ORIGIN, WORDS)
    assert long["title"]["text"] == "Needle in, local blood…"
    assert long["blocks"][1]["text"]["text"] == "Needle in, local blood flow up"
    assert long["close"]["text"] == "Close"


def test_a_window_holds_more_than_a_message() -> None:
    fields = tuple(
        Field(f"Command {n}", plain("What it does, in more than a few words, so that it is long.")) for n in range(80)
    )
    assert len(sections(views.panel(Reply("Help", fields=fields), ORIGIN, WORDS)["blocks"])) == 80
    assert len(sections(message(Reply("Help", fields=fields))["blocks"])) < 50


def every_field() -> Form:
    choices = tuple(Choice(f"Choice {n}", str(n)) for n in range(12))
    fields = (
        FormField("name", "Name", value=("x" * 50,), max_length=32, help="Shown to others"),
        FormField("why", "Why", FieldKind.PARAGRAPH, max_length=4000, required=False),
        FormField("one", "One", FieldKind.CHOICE, choices=choices, value=("3",)),
        FormField("some", "Some", FieldKind.SEVERAL, choices=choices[:3], value=("1", "2")),
        FormField("many", "Many", FieldKind.SEVERAL, choices=choices, value=("11",)),
        FormField("where", "Where", FieldKind.CHANNEL, value=("C1",)),
        FormField("what", "What", FieldKind.SEARCH, search="faq.question", value=("Kept",)),
    )
    return Form(
        "Everything that can be asked", "toy.save:7", fields, "Save all of it, and then some", note="Take your time."
    )


@pytest.mark.parametrize("takes_words", [True, False])
def test_a_form_has_an_input_for_each_field_and_its_values_come_back(takes_words: bool) -> None:
    view: Any = views.form(every_field(), ORIGIN, WORDS, lambda field: takes_words)
    assert check_view(view) == []
    assert view["callback_id"] == "toy.save:7"
    blocks = [{"block_id": f"b{n}", **block} for n, block in enumerate(view["blocks"])]
    assert read_values(form_state(blocks, {})) == {
        "name": ("x" * 32,),
        "one": ("3",),
        "some": ("1", "2"),
        "many": ("11",),
        "where": ("C1",),
        "what": ("Kept",),
    }


def test_a_channel_that_is_no_channel_is_not_offered() -> None:
    form = replace(every_field(), fields=(FormField("where", "Where", FieldKind.CHANNEL, value=("D1",)),))
    view: Any = views.form(form, ORIGIN, WORDS, lambda field: False)
    assert view["blocks"][1]["element"]["default_to_current_conversation"] is True


def test_own_words_count_where_nothing_was_chosen() -> None:
    select, typed = (
        {"type": "external_select", "selected_option": None},
        {"type": "plain_text_input", "value": " Mine "},
    )
    picked = {"type": "external_select", "selected_option": {"value": "theirs"}}
    assert read_values({"q": {"s": select}, "q.own-words": {"i": typed}}) == {"q": ("Mine",)}
    assert read_values({"q": {"s": picked}, "q.own-words": {"i": typed}}) == {"q": ("theirs",)}


@pytest.mark.parametrize("state", [None, [], {"a": None}, {"a": {"b": None}}, {"a": {"b": {"selected_options": None}}}])
def test_a_state_that_is_none_gives_no_values(state: object) -> None:
    assert read_values(state) == {}


def test_an_origin_comes_back_and_nothing_else_does() -> None:
    origin = Origin(Place("slack", "T1", "C1", "17.1"), Card.EPHEMERAL, "https://hooks.slack.com/actions/T1/1/abc")
    assert load(dump(origin), "T1") == origin
    empty = Origin(Place("slack", "T1", ""))
    for forged in (
        "",
        "{}",
        "[]",
        '["T2","C1","","",""]',
        '["T1","C1","","elsewhere","x"]',
        '["T1",5,"","",""]',
        "[" * 50,
    ):
        assert load(forged, "T1") == empty


def test_text_objects_use_markup_only_where_it_is_needed() -> None:
    assert text_object(plain("a"))["type"] == "plain_text"
    assert text_object(strong("a")) == {"type": "mrkdwn", "text": "*a*", "verbatim": True}
