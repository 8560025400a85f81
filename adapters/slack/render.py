"""A Reply as Slack's blocks, and as the plain text for notifications and screen readers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from adapters.slack import limits
from adapters.slack.limits import clip
from adapters.slack.spans import Json, clip_text, escape, pieces, plain_object, text_object
from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, Menu, Reply, Style
from bot.chat.text import Text, flatten, join, plain, strong

# The action of a button that opens a web page: Slack reports its press, and nothing is to be done.
LINK = "link"
# Fewer in a row read better on a phone than the 25 that Slack allows.
BUTTONS_A_ROW = 5
# A field this short may stand beside another.
SHORT_FIELD = 60
# What stands small above and below a card is short; more than this would take the room of the card itself.
NOTE = 300
FOOTNOTE = 1200
# Less room than this is not worth the beginning of another part.
SCRAP = 40


def message(reply: Reply) -> Json:
    """`text` and `blocks`, as chat.postMessage, chat.update and response_urls take them."""
    return {"text": fallback(reply), "blocks": blocks(reply, limits.MESSAGE_BLOCKS, limits.MESSAGE_TOTAL)}


def blocks(reply: Reply, most: int, total: int | None = None, *, title: bool = True) -> list[Json]:
    """Body and fields are cut where `most` blocks or `total` characters end; buttons and sources always stay.

    `title` is false where the window's own title says it.
    """
    head = [*_context(reply.note, NOTE), *([_header(reply.title)] if title and reply.title else [])]
    tail = [*_context(reply.footnote, FOOTNOTE), *_actions(reply.buttons), *_menus(reply.menus)]
    room = None if total is None else total - _size([*head, *tail])
    middle = _fitting(_parts(reply), most - len(head) - len(tail), room)
    return [*head, *middle, *tail] or [_section(plain("–"))]


def fallback(reply: Reply) -> str:
    """The whole card as escaped text: a notification shows its beginning, a screen reader reads it instead of the
    blocks."""
    fields = [join([plain(field.name), field.text], ": ") for field in reply.fields]
    lines = join([plain(reply.title), reply.body, *fields, reply.footnote])
    text = escape(flatten(clip_text(lines, limits.FALLBACK_TEXT)))
    return text or "–"


def _parts(reply: Reply) -> list[Sequence[Text]]:
    """The texts of each section: one, or up to ten short fields beside each other."""
    parts: list[Sequence[Text]] = [(piece,) for piece in pieces(reply.body, limits.SECTION_TEXT)]
    fields = [_field(field) for field in reply.fields if field.name or field.text]
    if len(fields) > 1 and all(len(flatten(field)) <= SHORT_FIELD for field in fields):
        return parts + [fields[at : at + limits.SECTION_FIELDS] for at in range(0, len(fields), limits.SECTION_FIELDS)]
    return parts + [(piece,) for field in fields for piece in pieces(field, limits.SECTION_TEXT)]


def _field(field: Field) -> Text:
    return join([strong(field.name) if field.name else (), field.text])


def _fitting(parts: Iterable[Sequence[Text]], most: int, room: int | None) -> list[Json]:
    """As many sections as fit; the one that doesn't is cut, and the cut shows."""
    fitted: list[Json] = []
    for texts in parts:
        section = _section(*texts)
        if room is not None and _size([*fitted, section]) > room:
            last = _cut_to(texts[0], room - _size(fitted))
            return [*fitted, last] if last and len(fitted) < most else fitted
        if len(fitted) >= most:
            return fitted
        fitted.append(section)
    return fitted


def _cut_to(text: Text, room: int) -> Json | None:
    length = room
    while length > SCRAP:
        section = _section(clip_text(text, length))
        if _size([section]) <= room:
            return section
        length = length * 9 // 10
    return None


def _size(parts: Sequence[Json]) -> int:
    return len(json.dumps(parts, ensure_ascii=False)) if parts else 0


def _section(*texts: Text) -> Json:
    if len(texts) == 1:
        return {"type": "section", "text": text_object(texts[0])}
    return {"type": "section", "fields": [text_object(text) for text in texts]}


def _header(title: str) -> Json:
    return {"type": "header", "text": plain_object(clip(title, limits.HEADER_TEXT))}


def _context(text: Text, longest: int) -> list[Json]:
    elements = [text_object(piece) for piece in pieces(clip_text(text, longest), limits.CONTEXT_TEXT)]
    return [{"type": "context", "elements": elements[: limits.CONTEXT_ELEMENTS]}] if elements else []


def _actions(buttons: Sequence[Button]) -> list[Json]:
    elements = list(
        {str(element["action_id"]): element for element in map(_button, range(len(buttons)), buttons)}.values()
    )
    rows = range(0, len(elements), BUTTONS_A_ROW)
    return [{"type": "actions", "elements": elements[at : at + BUTTONS_A_ROW]} for at in rows]


def _button(number: int, button: Button) -> Json:
    element: Json = {
        "type": "button",
        "text": plain_object(clip(button.label, limits.BUTTON_LABEL)),
        "action_id": button.action or encode(LINK, number),
    }
    if button.url:
        element["url"] = button.url[: limits.URL]
    if button.style is not Style.PLAIN:
        element["style"] = button.style.value
    return element


def _menus(menus: Sequence[Menu]) -> list[Json]:
    drawn = (_menu(menu) for menu in menus)
    return [{"type": "actions", "elements": [element]} for element in drawn if element["options"]]


def _menu(menu: Menu) -> Json:
    return {
        "type": "static_select",
        "action_id": menu.action,
        "placeholder": plain_object(clip(menu.label, limits.PLACEHOLDER)),
        "options": options(menu.choices),
    }


def options(choices: Iterable[Choice]) -> list[Json]:
    """A select's options. One whose value Slack can't carry is left out, since a cut value would mean another."""
    carried = {c.value: c for c in choices if 0 < len(c.value) <= limits.OPTION_VALUE}
    return [_option(choice) for choice in list(carried.values())[: limits.OPTIONS]]


def _option(choice: Choice) -> Json:
    option: Json = {"text": plain_object(clip(choice.label, limits.OPTION_LABEL)), "value": choice.value}
    if choice.help:
        option["description"] = plain_object(clip(choice.help, limits.OPTION_HELP))
    return option
