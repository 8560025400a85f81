"""Spans to HTML and to words for a screen reader. Pure. All text is escaped, so nothing from outside is markup."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from bot.chat.reply import Reply
from bot.chat.text import Kind, Span, Text, flatten


def html_of(text: Text) -> str:
    """Paragraphs at empty lines, line breaks elsewhere."""
    inside = "".join(_html(span) for span in text).strip("\n")
    return f"<p>{inside.replace(chr(10) * 2, '</p><p>').replace(chr(10), '<br>')}</p>" if inside else ""


def _html(span: Span) -> str:
    words = escape(span.text)
    if span.kind is Kind.PLAIN:
        return words
    words = words.replace("\n", "<br>")
    if span.kind is Kind.LINK:
        return f'<a href="{escape(span.target)}">{words}</a>' if span.target.startswith("https://") else words
    if span.kind is Kind.TIME:
        return f'<time datetime="{_iso(span.target)}">{words}</time>' if span.target.isdecimal() else words
    return f"<{_TAGS[span.kind]}>{words}</{_TAGS[span.kind]}>"


_TAGS = {Kind.STRONG: "strong", Kind.CODE: "code", Kind.PERSON: "b", Kind.CHANNEL: "b"}


def _iso(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def spoken(reply: Reply) -> str:
    """The gist of a card in one line, for the live region: everything but footnote and buttons."""
    parts = [flatten(reply.note), reply.title, flatten(reply.body)]
    parts += [f"{field.name} {flatten(field.text)}" for field in reply.fields]
    parts += [file.alt for file in reply.files if file.alt]
    return ". ".join(" ".join(part.split()).rstrip(".") for part in parts if part.strip())
