"""A term's card, and what to say when the word isn't in the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Reply
from bot.chat.text import Text, cut, join, markdown, plain
from bot.library.items import Term
from bot.words import Words

LABEL = 60
NAMES = 6
SHOWN = 60


def private_term(words: Words, term: Term) -> Reply:
    share = Button(words("Share to channel"), encode("term.share", term.id))
    return _card(words, term, ()).with_buttons(share)


def shared_term(words: Words, term: Term, by: str) -> Reply:
    return _card(words, term, plain(words("{name} shared a term", name=by)))


def _card(words: Words, term: Term, note: Text) -> Reply:
    also = words("Also: {names}", names=words.list(list(term.also[:NAMES]))) if term.also else ""
    return Reply(title=term.term, note=note, body=markdown(term.definition), footnote=plain(also))


def did_you_mean(words: Words, typed: str, terms: Sequence[Term]) -> Reply:
    lead = plain(words("“{word}” is not in the glossary.", word=cut(typed, SHOWN)))
    return Reply(
        title=words("Did you mean …"),
        body=join([lead, _names(terms)], "\n\n"),
        buttons=_buttons(terms),
    )


def not_there(words: Words, typed: str, terms: Sequence[Term]) -> Reply:
    lead = plain(words("“{word}” is not in the glossary, and nothing is near it.", word=cut(typed, SHOWN)))
    nearest = plain(words("Nearest in spelling: {names}.", names=words.list([term.term for term in terms])))
    way = plain(words("For a whole question use /faq."))
    return Reply(
        title=words("No such term"),
        body=join([lead, nearest if terms else (), way], "\n\n"),
        buttons=_buttons(terms),
    )


def _names(terms: Iterable[Term]) -> Text:
    return join([plain(f"• {term.term}") for term in terms])


def _buttons(terms: Iterable[Term]) -> tuple[Button, ...]:
    return tuple(Button(cut(term.term, LABEL), encode("term.show", term.id)) for term in terms)


def unreadable(words: Words) -> str:
    return words("I can't find a word in this. Type one term, for example: /term LTR")


def gone(words: Words) -> str:
    return words("This term has left the glossary since the card was posted. /term finds what is in it now.")
