"""Text as spans. Words from outside enter as `plain` and are never read as markup, so no escape can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    TIME = "time"
    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Span:
    """One run of text. `target` is a URL for a link, epoch seconds for a time, a platform's id for a person or channel.

    `text` is what a face shows that can't do better, so it is never empty for those three.
    """

    text: str
    kind: Kind = Kind.PLAIN
    target: str = ""


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    return (Span(text),) if text else ()


def strong(text: str) -> Text:
    return (Span(text, Kind.STRONG),)


def code(text: str) -> Text:
    return (Span(text, Kind.CODE),)


def link(text: str, url: str) -> Text:
    return (Span(text, Kind.LINK, url),)


def time(moment: datetime, text: str) -> Text:
    """A moment that platforms show in the reader's own zone; `text` is the moment in words, for the others."""
    return (Span(text, Kind.TIME, str(int(moment.timestamp()))),)


def person(user: str, text: str) -> Text:
    return (Span(text, Kind.PERSON, user),)


def channel(channel_id: str) -> Text:
    return (Span(f"#{channel_id}", Kind.CHANNEL, channel_id),)


def join(parts: Iterable[Text], separator: str = "\n") -> Text:
    """The parts one after another; empty ones leave no gap."""
    joined: list[Span] = []
    for part in parts:
        if part:
            joined += [Span(separator), *part] if joined else part
    return tuple(joined)


def flatten(text: Text) -> str:
    """The text without any markup. A link keeps its words; its address is left to faces that can show it."""
    return "".join(span.text for span in text)


_MARKUP = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`|\[(?P<label>[^\]]+)\]\((?P<url>https://[^)\s]+)\)")


def markdown(source: str) -> Text:
    """Spans of a pack's own text: **strong**, `code` and [label](https://…). Never used on words from outside."""
    spans: list[Span] = []
    end = 0
    for match in _MARKUP.finditer(source):
        spans += plain(source[end : match.start()])
        spans.append(_marked(match))
        end = match.end()
    return (*spans, *plain(source[end:]))


def _marked(match: re.Match[str]) -> Span:
    if match["strong"]:
        return Span(match["strong"], Kind.STRONG)
    if match["code"]:
        return Span(match["code"], Kind.CODE)
    return Span(match["label"], Kind.LINK, match["url"])


def storable(text: str) -> str:
    """Without what no PostgreSQL text can hold: the character NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def cut(text: str, limit: int, mark: str = " …") -> str:
    """At most `limit` characters, cut at a word, the cut shown by `mark`."""
    if len(text) <= limit:
        return text
    room = max(0, limit - len(mark))
    head = text[:room]
    between = any(sign.isspace() for sign in text[max(0, room - 1) : room + 1])
    at_word = head if between or " " not in head.strip() else head.rsplit(None, 1)[0]
    return (at_word.rstrip(" ,;:–") + mark)[:limit]
