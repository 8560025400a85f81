"""Spans to Discord's Markdown. What is plain stays plain: no markup, no mention, no emoji made of colons."""

from __future__ import annotations

import re

from bot.chat.text import Kind, Span, Text, cut, flatten

# A backslash before any of Discord's own characters shows the character. At the start of a line there are more of
# them (headings, quotes, lists, small print); colons make emoji and bare links.
_EVERYWHERE = r"[\\*_~`|\[\]<@]"
_LINE_START = r"(?<![^\n])(?P<indent>[ \t]*)(?P<mark>[>#+-]|\d+(?=\.))"
_COLON = r":(?=[\w+~-]+:|//)"
_SPECIAL = re.compile(f"{_LINE_START}|{_EVERYWHERE}|{_COLON}")
_MARK = " …"


def escape(text: str) -> str:
    return _SPECIAL.sub(_escaped, text)


def escape_to(text: str, limit: int) -> str:
    """Escaped and at most `limit` characters long, cut at a word before it is escaped."""
    room = limit
    while len(escaped := escape(cut(text, room))) > limit:
        # An escape doubles a character at the most, so this never takes away too much.
        room = min(room, len(text)) - max(1, (len(escaped) - limit) // 2)
    return escaped


def markdown(text: Text, limit: int) -> str:
    """At most `limit` characters. Markup is never cut in two: the span that doesn't fit is cut as plain text."""
    done = ""
    for number, span in enumerate(text):
        piece = _rendered(span)
        if len(done) + len(piece) > limit:
            return _with_cut(done, text[number:], limit)
        done += piece
    return done


def small(text: Text, limit: int) -> str:
    """Discord's small print: each line by itself begins with `-# `."""
    shown, room = "", limit
    while room > 0:
        lines = [line.strip() for line in markdown(text, room).split("\n")]
        shown = "\n".join(f"-# {line}" for line in lines if line)
        if len(shown) <= limit:
            return shown
        room -= max(1, len(shown) - limit)
    return ""


def bold(text: str, limit: int) -> str:
    inner = escape_to(" ".join(text.split()), limit - 4)
    return f"**{inner}**" if inner else ""


def _escaped(match: re.Match[str]) -> str:
    if not match["mark"]:
        return "\\" + match[0]
    if match["mark"].isdecimal():
        return f"{match['indent']}{match['mark']}\\"
    return f"{match['indent']}\\{match['mark']}"


def _with_cut(done: str, rest: Text, limit: int) -> str:
    """`done` with as much of the rest as fits; if there is no room even for the mark, the end of `done` is left."""
    room = limit - len(done)
    if room > len(_MARK):
        return done + escape_to(flatten(rest), room)
    kept = done[: max(0, done.rfind(" ", 0, max(0, limit - len(_MARK))))]
    return (kept + _MARK)[: max(0, limit)]


def _rendered(span: Span) -> str:
    shapes = {
        Kind.STRONG: _strong,
        Kind.CODE: _code,
        Kind.LINK: _link,
        Kind.TIME: _time,
        Kind.PERSON: _person,
        Kind.CHANNEL: _channel,
    }
    shape = shapes.get(span.kind)
    return shape(span) if shape and span.text.strip() else escape(span.text)


def _strong(span: Span) -> str:
    """Line by line, without the spaces at the ends: a marker beside a space marks nothing."""
    return "\n".join(_strong_line(line) for line in span.text.split("\n"))


def _strong_line(line: str) -> str:
    words = line.strip()
    return line.replace(words, f"**{escape(words)}**") if words else line


def _code(span: Span) -> str:
    """Nothing inside is markup; a backtick needs a fence of two, with spaces beside it."""
    words = re.sub("`+", "`", " ".join(span.text.split()))
    return f"`` {words} ``" if "`" in words else f"`{words}`"


def _link(span: Span) -> str:
    """Only web addresses; brackets and spaces in them would end the link."""
    if not span.target.startswith(("https://", "http://")):
        return escape(span.text)
    address = span.target.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("\n", "")
    return f"[{escape(' '.join(span.text.split()))}]({address})"


def _time(span: Span) -> str:
    return f"<t:{span.target}:F>" if span.target.isdecimal() else escape(span.text)


def _person(span: Span) -> str:
    return f"<@{span.target}>" if span.target.isdecimal() else escape(span.text)


def _channel(span: Span) -> str:
    return f"<#{span.target}>" if span.target.isdecimal() else escape(span.text)
