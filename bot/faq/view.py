"""The cards of an entry: the short answer, the longer one, words for a patient, and the one that is shared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, Reply, Style
from bot.chat.text import Text, cut, join, markdown, plain
from bot.glossary.view import private_term
from bot.library.items import Entry, Statement, Term
from bot.library.library import Shelf
from bot.library.suggestions import Suggested
from bot.library.view import evidence_field, sources
from bot.words import Words

LABEL = 60
CHOICE_LABEL = 100


def private_entry(
    words: Words, shelf: Shelf, entry: Entry, nexts: Sequence[Entry], said: Statement | None = None
) -> Reply:
    """`said` is the safety statement on what was asked about; it comes first, the entry's own words below it."""
    more = Button(words("Longer answer"), encode("faq.long", entry.id), style=Style.PRIMARY)
    card = _private(words, shelf, entry, markdown(entry.short), more, nexts)
    return replace(card, fields=(statement_field(said), *card.fields)) if said else card


def term_first(words: Words, term: Term, nearest: Sequence[Entry]) -> Reply:
    """For somebody who typed only a term: what it means, and the entries that it may be about."""
    card = private_term(words, term)
    if not nearest:
        return card
    more = Field(words("Answers that may be on it"), titles(nearest))
    return replace(card, fields=(*card.fields, more), buttons=(*entry_buttons(nearest), *card.buttons))


def long_entry(words: Words, shelf: Shelf, entry: Entry, nexts: Sequence[Entry]) -> Reply:
    less = Button(words("Short answer"), encode("faq.entry", entry.id))
    return _private(words, shelf, entry, markdown(entry.long.replace("\n", "\n\n")), less, nexts)


def _private(words: Words, shelf: Shelf, entry: Entry, body: Text, turn: Button, nexts: Sequence[Entry]) -> Reply:
    note = plain(shelf.title(entry.topic))
    patient = [Button(words("Patient words"), encode("faq.patient", entry.id))] if entry.patient else []
    share = Button(words("Share to channel"), encode("faq.share", entry.id))
    return Reply(
        title=entry.title,
        note=note,
        body=body,
        fields=(evidence_field(words, entry.evidence), *_see_also(words, nexts)),
        footnote=sources(words, shelf, entry.evidence),
        buttons=(turn, *patient, *entry_buttons(nexts), share),
    )


def shared_entry(words: Words, shelf: Shelf, entry: Entry, by: str) -> Reply:
    """Says who shared it, never what they had asked."""
    note = plain(words("{name} shared an answer · {topic}", name=by, topic=shelf.title(entry.topic)))
    return Reply(
        title=entry.title,
        note=note,
        body=markdown(entry.short),
        fields=(evidence_field(words, entry.evidence),),
        footnote=sources(words, shelf, entry.evidence),
        buttons=(Button(words("Read more, just for me"), encode("faq.open", entry.id)),),
    )


def patient_words(words: Words, entry: Entry, text: str) -> Reply:
    return Reply(
        title=words("In a patient's words: {title}", title=entry.title),
        body=markdown(text),
        fields=(evidence_field(words, entry.evidence),),
        buttons=(Button(words("Short answer"), encode("faq.entry", entry.id)),),
        footnote=plain(
            words("To explain the theory, not to advise anybody. Never put a patient's details into a chat.")
        ),
    )


def statement_card(words: Words, shelf: Shelf, statement: Statement) -> Reply:
    """A safety statement in full; what it rests on stands below."""
    names = [reference.title for reference in shelf.references(statement.references)]
    return Reply(
        title=statement.topic,
        body=markdown(statement.text),
        footnote=plain(words("Rests on: {basis}", basis=statement.basis) if names else statement.basis),
    )


def statement_field(statement: Statement) -> Field:
    return Field(statement.topic, markdown(statement.text))


def entry_buttons(entries: Iterable[Entry]) -> tuple[Button, ...]:
    return tuple(Button(cut(entry.title, LABEL), encode("faq.entry", entry.id)) for entry in entries)


def choice(words: Words, item: Suggested) -> Choice:
    """A suggestion; what isn't an answer of its own says what it is."""
    if isinstance(item, Entry):
        label = item.title
    elif isinstance(item, Term):
        label = words("Term: {term}", term=item.term)
    else:
        label = words("Fact: {title}", title=item.title)
    return Choice(cut(label, CHOICE_LABEL), item.id)


def titles(entries: Iterable[Entry]) -> Text:
    return join([plain(f"• {entry.title}") for entry in entries])


def _see_also(words: Words, nexts: Sequence[Entry]) -> tuple[Field, ...]:
    return (Field(words("See also"), titles(nexts)),) if nexts else ()


def gone(words: Words) -> str:
    return words("This answer has left the pack since the card was posted. /faq finds what is in it now.")
