"""Spans to Slack's text objects. What is plain stays plain: no markup, no mention, no emoji made of colons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.chat.text import Kind, Span, Text, cut, flatten

Json = dict[str, object]

# Slack knows no escape for its markers. They count only beside a word's edge, and a zero-width space has none.
_GAP = "\u200b"
_MARKER = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)|(?<=:)(?=[\w+'-]+:)|^(?=&gt;)", re.MULTILINE)
_DATE = "{date_short_pretty} {time}"
# Text grows by its escapes; a chunk of this length always fits a section.
_CHUNK = 400
# Two markers that meet may need a gap each.
_SEAM = 2
# A longer address would leave no room for words; its label stands alone.
_ADDRESS = 1000
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,}")


def text_object(text: Text) -> Json:
    """`plain_text`, which is shown as it is, unless a span needs markup."""
    if all(span.kind in (Kind.PLAIN, Kind.PERSON) for span in text):
        return {"type": "plain_text", "text": flatten(text), "emoji": False}
    return {"type": "mrkdwn", "text": mrkdwn(text), "verbatim": True}


def plain_object(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def escape(text: str) -> str:
    """The three characters that Slack reads as control; docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: Text) -> str:
    parts = [_rendered(span) for span in text]
    for index, span in enumerate(text):
        if span.kind in (Kind.STRONG, Kind.CODE):
            parts[index] = _set_off(parts, index)
    return "".join(parts)


def pieces(text: Text, limit: int) -> Iterator[Text]:
    """The text in parts that each fit `limit` when rendered, broken between lines where that is possible."""
    said = tuple(span for span in text if span.text)
    if len(mrkdwn(said)) + _SEAM <= limit:
        yield from _trimmed(said)
        return
    held: list[Span] = []
    length = 0
    for chunk in _chunks(said):
        own = len(mrkdwn(chunk)) + _SEAM
        if held and length + own > limit:
            yield from _trimmed(held)
            held, length = [], 0
        held += chunk
        length += own
    yield from _trimmed(held)


def clip_text(text: Text, limit: int) -> Text:
    """At most `limit` characters of what the reader sees, cut at a word in the last span that has room."""
    kept: list[Span] = []
    room = limit
    for span in text:
        if len(span.text) > room:
            return (*kept, replace(span, text=cut(span.text, room))) if room > 1 else tuple(kept)
        kept.append(span)
        room -= len(span.text)
    return text


def _rendered(span: Span) -> str:
    if span.kind is Kind.STRONG:
        return _wrapped(_plain(span.text), "*")
    if span.kind is Kind.CODE:
        return _wrapped(escape(span.text.replace("`", "'")), "`")
    if span.kind is Kind.LINK and span.target.startswith(("https://", "http://")) and len(span.target) <= _ADDRESS:
        return f"<{_address(span.target)}|{_plain(_one_line(span.text))}>"
    if span.kind is Kind.TIME and span.target.isdecimal():
        return f"<!date^{span.target}^{_DATE}|{escape(_one_line(span.text)).replace('|', '/')}>"
    if span.kind is Kind.CHANNEL and _CHANNEL.fullmatch(span.target):
        return f"<#{span.target}>"
    return _plain(span.text)


def _plain(text: str) -> str:
    return _MARKER.sub(lambda match: f"{_GAP}{match[0]}{_GAP}" if match[0] else _GAP, escape(text))


def _wrapped(text: str, marker: str) -> str:
    """Each line by itself and without the spaces at its ends: a marker beside a space or a line's end marks nothing."""
    lines = (re.fullmatch(r"(\s*)(.*?)(\s*)", line, re.DOTALL) for line in text.split("\n"))
    marked = (m[1] + (f"{marker}{m[2]}{marker}" if m[2] else "") + m[3] for m in lines if m)
    return "\n".join(marked)


def _set_off(parts: list[str], index: int) -> str:
    """A marker in the middle of a word needs a gap around it to count."""
    part = parts[index]
    before = parts[index - 1][-1:] if index else ""
    after = parts[index + 1][:1] if index + 1 < len(parts) else ""
    left = _GAP if before and not before.isspace() and part[:1] in "*`" else ""
    right = _GAP if after and not after.isspace() and part[-1:] in "*`" else ""
    return f"{left}{part}{right}"


def _address(url: str) -> str:
    return escape(url).replace("|", "%7C").replace(" ", "%20")


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "–"


def _chunks(text: Text) -> Iterator[Text]:
    """Small parts in order: whole lines, and long lines in runs of words."""
    line: list[Span] = []
    for span in text:
        for part in _splits(span):
            line.append(part)
            if part.text.endswith("\n") or len(mrkdwn(tuple(line))) >= _CHUNK:
                yield tuple(line)
                line = []
    if line:
        yield tuple(line)


def _splits(span: Span) -> Iterator[Span]:
    if span.kind in (Kind.LINK, Kind.TIME, Kind.PERSON, Kind.CHANNEL):
        yield span if len(span.text) <= _CHUNK else replace(span, text=cut(span.text, _CHUNK))
        return
    for line in span.text.splitlines(keepends=True):
        rest = line
        while len(rest) > _CHUNK:
            at = rest.rfind(" ", _CHUNK // 2, _CHUNK) + 1 or _CHUNK
            yield replace(span, text=rest[:at])
            rest = rest[at:]
        if rest:
            yield replace(span, text=rest)


def _trimmed(spans: Sequence[Span]) -> Iterator[Text]:
    """The spans without empty lines at both ends; nothing, where nothing else is left."""
    texts = [span.text for span in spans]
    filled = [index for index, text in enumerate(texts) if text.strip()]
    if not filled:
        return
    first, last = filled[0], filled[-1]
    texts[first] = texts[first].lstrip("\n")
    texts[last] = texts[last].rstrip()
    yield tuple(
        spans[index] if texts[index] == spans[index].text else replace(spans[index], text=texts[index])
        for index in range(first, last + 1)
    )
