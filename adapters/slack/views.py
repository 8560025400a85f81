"""Modals and the Home tab. A modal is a panel, which shows a card, or a form, which asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters.slack import limits
from adapters.slack.inputs import input_block, own_words_block
from adapters.slack.limits import clip
from adapters.slack.origin import Origin, dump
from adapters.slack.render import blocks
from adapters.slack.spans import Json, plain_object, text_object
from bot.chat.reply import FieldKind, Form, FormField, Reply
from bot.chat.text import join, plain
from bot.words import Words

# The callback id of a modal that has nothing to submit; a form's is its action.
PANEL = "panel"
PRODUCT = "Needlewise"

# Whether a searching field also takes free words.
TakesWords = Callable[[FormField], bool]


def panel(reply: Reply, origin: Origin, words: Words) -> Json:
    """The window's title is the card's, which stands above the text as well only where the window cuts it.

    Slack marks what only one person sees in a channel, but not in a window, so the window's note says it.
    """
    title = clip(reply.title or PRODUCT, limits.VIEW_TITLE)
    private = replace(reply, note=join([plain(words("Only you can see this")), reply.note], " · "))
    drawn = blocks(private, limits.VIEW_BLOCKS, title=title != reply.title)
    return {**_modal(PANEL, title, origin, words), "blocks": drawn}


def form(asked: Form, origin: Origin, words: Words, takes_words: TakesWords) -> Json:
    note = (
        [{"type": "section", "text": text_object(plain(clip(asked.note, limits.SECTION_TEXT)))}] if asked.note else []
    )
    inputs = [block for field in asked.fields for block in _inputs(field, words, takes_words)]
    return {
        **_modal(asked.action, clip(asked.title, limits.VIEW_TITLE), origin, words),
        "submit": plain_object(clip(asked.submit, limits.VIEW_BUTTON)),
        "blocks": [*note, *inputs],
    }


def waiting(origin: Origin, words: Words) -> Json:
    return panel(Reply(body=plain(words("One moment …"))), origin, words)


def home(reply: Reply, origin: Origin) -> Json:
    return {"type": "home", "private_metadata": dump(origin), "blocks": blocks(reply, limits.VIEW_BLOCKS)}


def _modal(callback: str, title: str, origin: Origin, words: Words) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": dump(origin),
        "title": plain_object(title),
        "close": plain_object(clip(words("Close"), limits.VIEW_BUTTON)),
    }


def _inputs(field: FormField, words: Words, takes_words: TakesWords) -> list[Json]:
    if field.kind is FieldKind.SEARCH and takes_words(field):
        own = own_words_block(field, words("Or in your own words"))
        return [input_block(field, optional=True), own]
    return [input_block(field)]
