"""The fact card."""

from __future__ import annotations

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply, Style
from bot.chat.text import Text, markdown, plain
from bot.library.items import Fact
from bot.library.library import Shelf
from bot.library.view import evidence_field, sources
from bot.words import Words


def fact_card(words: Words, shelf: Shelf, fact: Fact, note: Text) -> Reply:
    return Reply(
        title=fact.title,
        note=note,
        body=markdown(fact.text),
        fields=(evidence_field(words, fact.evidence),),
        footnote=sources(words, shelf, fact.evidence),
    )


def private_fact(words: Words, shelf: Shelf, fact: Fact, seen: int, total: int, topic: str | None) -> Reply:
    count = words("fact {seen} of {total}", seen=seen, total=total)
    note = plain(f"{shelf.title(fact.topic)} · {count}")
    return fact_card(words, shelf, fact, note).with_buttons(*_buttons(words, fact, topic))


def looked_up_fact(words: Words, shelf: Shelf, fact: Fact) -> Reply:
    """One that was chosen by its name: it doesn't count among those that were dealt."""
    return fact_card(words, shelf, fact, plain(shelf.title(fact.topic))).with_buttons(*_buttons(words, fact, None))


def _buttons(words: Words, fact: Fact, topic: str | None) -> tuple[Button, ...]:
    return (
        Button(words("Quiz me on this"), encode("fact.quiz", fact.id), style=Style.PRIMARY),
        Button(words("Another fact"), encode("fact.next", topic or "")),
        Button(words("Share to channel"), encode("fact.share", fact.id)),
    )


def shared_fact(words: Words, shelf: Shelf, fact: Fact, by: str) -> Reply:
    note = plain(words("{name} shared a fact · {topic}", name=by, topic=shelf.title(fact.topic)))
    card = fact_card(words, shelf, fact, note)
    return card.with_buttons(Button(words("Quiz me on this"), encode("fact.quiz", fact.id)))


def nothing_there(words: Words, topic: str) -> str:
    return words("There are no facts on {topic} yet. /fact without a topic takes one from all of them.", topic=topic)


def gone(words: Words) -> str:
    return words("This item has left the pack since the card was posted. /fact shows one that is in it.")
