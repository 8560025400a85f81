"""Text as the page shows it: words from outside are never markup."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.web.learners import Roster, clean, person, slug
from adapters.web.markup import html_of, spoken
from bot.chat import text
from bot.chat.reply import Field, File, Reply
from bot.chat.text import Kind, Span, plain


def test_kinds_of_spans() -> None:
    moment = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    parts = (
        *text.strong("Low."),
        *text.code("/fact"),
        *text.link("Cagnie 2012", "https://doi.org/10.1/x?a=1&b=2"),
        *text.time(moment, "Mon 08:00"),
        *text.person("ana", "@Ana"),
    )
    assert html_of(parts) == (
        "<p><strong>Low.</strong><code>/fact</code>"
        '<a href="https://doi.org/10.1/x?a=1&amp;b=2">Cagnie 2012</a>'
        '<time datetime="2026-03-02T08:00:00+00:00">Mon 08:00</time><b>@Ana</b></p>'
    )


def test_paragraphs_and_lines() -> None:
    assert html_of(plain("one\ntwo\n\nthree\n")) == "<p>one<br>two</p><p>three</p>"
    assert html_of((Span("a\n\nb", Kind.STRONG),)) == "<p><strong>a<br><br>b</strong></p>"
    assert html_of(()) == ""


def test_markup_from_outside_is_text() -> None:
    nasty = '<img src=x onerror="alert(1)"> **bold** [x](javascript:alert(1)) @everyone <!channel> &amp;'
    shown = html_of(plain(nasty))
    assert "<img" not in shown
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; **bold** [x](javascript:alert(1))" in shown
    assert html_of(text.strong("<b>")) == "<p><strong>&lt;b&gt;</strong></p>"


def test_only_https_becomes_a_link() -> None:
    for target in ("javascript:alert(1)", "http://example.org", "data:text/html,x", '" onclick="x'):
        assert html_of((Span("here", Kind.LINK, target),)) == "<p>here</p>"
    assert html_of((Span("soon", Kind.TIME, "tomorrow"),)) == "<p>soon</p>"


def test_the_live_region_says_the_gist() -> None:
    reply = Reply(
        title="Right.",
        note=plain("Only you can see this"),
        body=plain("One.\n\nTwo"),
        fields=(Field("How sure are we?", plain("LOW.")),),
        files=(File("chart.png", b"", "A rising line"), File("a.csv", b"")),
        footnote=plain("Source"),
    )
    assert spoken(reply) == "Only you can see this. Right. One. Two. How sure are we? LOW. A rising line"


def test_names_become_learners() -> None:
    assert slug("  Łukasz O'Neil ") == "łukasz-o-neil"
    assert clean(" Eve\n\u202e Adams ") == "Eve Adams"
    assert clean("!!!") == ""
    assert len(clean("x" * 100)) == 32
    assert person("manager").manager
    assert not person("Ana").manager


def test_the_roster_knows_each_learner_once() -> None:
    roster = Roster()
    assert roster.add("ana").name == "Ana"
    assert roster.add("Dora").user == "dora"
    assert roster.add("  ").name == "Ana"
    assert roster.names() == ("Ana", "Ben", "Chidi", "Manager", "Dora")
