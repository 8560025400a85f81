"""What /faq says when it doesn't simply answer: urgent, personal, not taught here, unsure, nothing found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply, Tone
from bot.chat.text import Text, cut, join, markdown, plain, strong
from bot.faq.view import LABEL, entry_buttons, statement_field, titles
from bot.library.items import Entry, Statement, Term
from bot.library.library import Shelf
from bot.library.view import evidence_field, sources
from bot.words import Words


def urgent(words: Words, statement: Statement | None) -> Reply:
    """Nothing that was looked up is mixed in; the pack's own statement waits behind a button."""
    now = words(
        "Bad or getting worse – chest pain, trouble breathing, collapse, bleeding that won't stop, sudden weakness? "
        "Call your local emergency number now: 999, 112 or 911."
    )
    today = words(
        "Otherwise have it looked at today, by an emergency department or an urgent care line, and don't wait to see "
        "whether it passes. Say what treatment it was, where on the body, and when."
    )
    bot = words("This is a study bot. It can't examine anybody, and nobody reads along here.")
    buttons = _statement_button(statement) if statement else ()
    return Reply(
        title=words("This needs urgent medical assessment."),
        tone=Tone.URGENT,
        body=join([strong(now), plain(today), plain(bot)], "\n\n"),
        footnote=plain(words("What you typed is not kept.")),
        buttons=buttons,
    )


def crisis(words: Words) -> Reply:
    """For somebody who may harm themselves, or who asks for another. Numbers of 2026: Samaritans, 988, Lifeline."""
    now = words(
        "In danger right now, or something taken? Call 999, 112 or 911, or go to the nearest emergency department."
    )
    talk = words(
        "You don't have to be alone with this. Somebody is there day and night: 116 123 (UK and Ireland), 988 (US and "
        "Canada), 13 11 14 (Australia); elsewhere your local emergency number. It may also be somebody near you."
    )
    bot = words("This is a study bot, and nobody reads along here.")
    return Reply(
        title=words("This needs urgent medical assessment."),
        tone=Tone.URGENT,
        body=join([strong(now), plain(talk), plain(bot)], "\n\n"),
        footnote=plain(words("What you typed is not kept.")),
    )


def _statement_button(statement: Statement) -> tuple[Button, ...]:
    return (Button(cut(statement.topic, LABEL), encode("faq.statement", statement.id)),)


def personal(
    words: Words, shelf: Shelf, entry: Entry | None, said: Statement | None, nearest: Sequence[Entry]
) -> Reply:
    """The pointer first; under it the entry on who must not be treated, where the question touches it."""
    card = Reply(
        title=words("Ask a clinician about this, not a study bot"),
        tone=Tone.WARNING,
        body=join([plain(_pointer(words)), plain(_warning(words)), *_with_entry(entry)], "\n\n"),
    )
    if entry:
        return replace(
            card,
            fields=(*([statement_field(said)] if said else []), evidence_field(words, entry.evidence)),
            footnote=sources(words, shelf, entry.evidence),
            buttons=entry_buttons([entry]),
        )
    if nearest:
        about = words("What the pack says in general: {title}", title=nearest[0].title)
        return replace(card, footnote=plain(about), buttons=entry_buttons(nearest))
    return card.with_buttons(_help(words))


def _pointer(words: Words) -> str:
    return words(
        "This sounds like somebody's own health, medicines or treatment. Put it to the clinician who knows the case: "
        "doctor, physiotherapist, midwife, or a pharmacist for medicines. Don't start, stop or change a medicine "
        "without asking whoever prescribed it. Learning on placement? Take it to your supervisor."
    )


def _warning(words: Words) -> str:
    return words(
        "Chest pain, breathlessness, fever, spreading redness, heavy bleeding, fainting, or numbness or weakness that "
        "stays needs urgent medical assessment: 999, 112 or 911."
    )


def _with_entry(entry: Entry | None) -> Sequence[Text]:
    return (strong(entry.title), markdown(entry.short)) if entry else ()


def not_taught(words: Words, entries: Sequence[Entry]) -> Reply:
    """Depth, angle, needle, place, time, or a go-ahead."""
    text = words(
        "How something is done – where, how deep, at what angle, with what, for how long – and whether you may do it "
        "is not in here, and no answer of mine is a go-ahead. It is taught hands-on by qualified instructors, under "
        "supervision and where the law allows it. I teach the theory behind it and how good the evidence is."
    )
    return Reply(
        title=words("That is not taught here"),
        body=join([plain(text), _nearest(words, entries)], "\n\n"),
        buttons=(*entry_buttons(entries), _help(words)),
    )


def nothing(words: Words, entries: Sequence[Entry], term: Term | None) -> Reply:
    text = words("I found no entry that answers this, and I'd rather say so than guess.")
    way = words("Try other words, /term for a single word, or /help for all there is.")
    shown = (Button(cut(term.term, LABEL), encode("term.show", term.id)),) if term else ()
    lead = plain(words("The glossary explains “{term}”.", term=term.term)) if term else _nearest(words, entries)
    return Reply(
        title=words("The pack doesn't answer that"),
        body=join([plain(text), lead, plain(way)], "\n\n"),
        buttons=(*shown, *entry_buttons(entries), _help(words)),
    )


def unsure(words: Words, entries: Sequence[Entry]) -> Reply:
    return Reply(
        title=words("Did you mean …"),
        body=titles(entries),
        buttons=entry_buttons(entries),
        footnote=plain(words("None of them? Say it in other words, or press “None of these”.")),
    )


def by_words_alone(words: Words, reply: Reply) -> Reply:
    """The mark of an answer without the encoder: it isn't loaded yet, can't be, or is switched off."""
    return _marked(reply, words("Looked up by words alone, without their meaning; other words may find more."))


def only_the_beginning(words: Words, reply: Reply) -> Reply:
    return _marked(reply, words("Only the first 1,000 characters were looked up; a shorter question finds more."))


def _marked(reply: Reply, mark: str) -> Reply:
    return replace(reply, footnote=join([part for part in (reply.footnote, plain(mark)) if part], "\n"))


def not_understood(words: Words, reply: Reply) -> Reply:
    """For another language than English: the rules for what can't wait don't know its words."""
    note = words("I understand English only. Is it about how somebody feels? Then ask a clinician.")
    return replace(reply, body=join([strong(note), plain(_warning(words)), reply.body], "\n\n"))


def unreadable(words: Words) -> str:
    return words("I can't find a word in this. Ask in a few words, for example: /faq does it hurt")


def _nearest(words: Words, entries: Sequence[Entry]) -> Text:
    return plain(words("The nearest topic is “{title}”.", title=entries[0].title)) if entries else ()


def _help(words: Words) -> Button:
    return Button(words("All commands"), encode("run", "help"))
