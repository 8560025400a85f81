"""A Reply as a Discord message: an embed with rows of components, and the content that a notification shows.

The whole text stands in the embed's description, where a field may be longer than the 1,024 characters of Discord's
own fields and small print may hold links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.discord import key as keys
from adapters.discord import limits
from adapters.discord.attachments import attachments, filename
from adapters.discord.components import rows
from adapters.discord.limits import clip
from adapters.discord.markdown import bold, escape_to, markdown, small
from bot.chat.reply import Field, File, Reply, Tone
from bot.chat.text import flatten

Json = dict[str, Any]

COLOURS = {
    Tone.NEUTRAL: 0x4F6D7A,
    Tone.RIGHT: 0x2E8B57,
    Tone.WRONG: 0xB7791F,
    Tone.WARNING: 0xC05621,
    Tone.URGENT: 0xC53030,
}
NOBODY: Json = {"parse": []}
# What the fields and the small print leave to the body, if it needs that much.
BODY_LEAST = 1200
FOOTNOTE_MOST = 900
FIELD_SIZES = (4000, 2000, 1200, 800, 500, 300, 150, 80)


@dataclass(frozen=True, slots=True)
class Message:
    """A payload and the files that go with it, in the order of its attachments."""

    payload: Json
    files: tuple[File, ...] = ()


def card(reply: Reply) -> Message:
    """The answer to somebody: the embed says everything. All keys are there, so that an update leaves nothing over."""
    embed = _embed(reply) | ({"title": title} if (title := escape_to(reply.title, limits.EMBED_TITLE)).strip() else {})
    return _message(reply, "", embed, rows(reply))


def post(reply: Reply, key: str = "") -> Message:
    """A message that nobody asked for. Its title is the content, because that is what a notification shows and what
    a screen reader reads first; the embed then goes on without it. With a key, `find` finds it again."""
    embed, components = _embed(reply), rows(reply)
    if key and components:
        components[0]["id"] = keys.number(key)
    elif key:
        embed["footer"] = {"text": keys.reference(key)}
    return _message(reply, bold(reply.title, limits.CONTENT), embed, components)


def fallback(reply: Reply) -> Message:
    """Words and nothing else, for a card that Discord refused."""
    title = bold(reply.title, 300)
    body = markdown(reply.body, limits.CONTENT - len(title) - 1)
    text = f"{title}\n{body}".strip() or "–"
    return Message({"content": text, "embeds": [], "components": [], "attachments": [], "allowed_mentions": NOBODY})


def _message(reply: Reply, content: str, embed: Json, components: list[Json]) -> Message:
    payload: Json = {
        "content": content,
        "embeds": [embed] if embed.keys() - {"color"} else [],
        "components": components,
        "attachments": attachments(reply.files),
        "allowed_mentions": NOBODY,
    }
    if not (content or payload["embeds"] or components or reply.files):
        payload["content"] = "–"
    return Message(payload, reply.files[: limits.ATTACHMENTS])


def _embed(reply: Reply) -> Json:
    embed: Json = {"color": COLOURS[reply.tone]}
    if note := flatten(reply.note).strip():
        embed["author"] = {"name": clip(note, limits.EMBED_AUTHOR)}
    if text := _text(reply):
        embed["description"] = text
    picture = next((index for index, file in enumerate(reply.files[: limits.ATTACHMENTS]) if file.alt), None)
    if picture is not None:
        embed["image"] = {"url": f"attachment://{filename(reply.files[picture], picture)}"}
    return embed


def _text(reply: Reply) -> str:
    """Body, fields and small print. A long body is cut first, so that what says how sure we are stays whole."""
    footnote = small(reply.footnote, FOOTNOTE_MOST)
    room = limits.EMBED_DESCRIPTION - len(footnote) - 4
    reserved = min(BODY_LEAST, len(flatten(reply.body)))
    fields = _fields(reply.fields, room - reserved)
    body = markdown(reply.body, room - len(fields))
    return "\n\n".join(part for part in (body.strip(), fields, footnote) if part)


def _fields(fields: tuple[Field, ...], room: int) -> str:
    """All fields in the largest equal size in which they fit together."""
    shown = ""
    for size in FIELD_SIZES:
        shown = "\n\n".join(filter(None, (_field(field, size) for field in fields)))
        if len(shown) <= room:
            return shown
    return shown[: max(0, shown.rfind("\n\n", 0, room))]


def _field(field: Field, size: int) -> str:
    return "\n".join(filter(None, (bold(field.name, limits.EMBED_TITLE), markdown(field.text, size).strip())))
