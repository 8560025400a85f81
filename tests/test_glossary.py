"""Asking /term: the term, what was meant, and what is nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.command import Answers
from bot.chat.text import flatten
from bot.glossary.model import look_up, term_in
from tests.fakes import SERVER, person
from tests.pack_texts import dry_needling
from tests.packs import hand_washing_library
from tests.talk import Talk, text_of

TERMS = dry_needling().terms


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("LTR", "term-twitch"),
        ("ltr", "term-twitch"),
        ("Local Twitch Response", "term-twitch"),
        ("twitch?", "term-twitch"),
        ("meta analysis", "term-review"),
        ("micro-trauma", "term-micro-trauma"),
        ("term-collagen", "term-collagen"),
    ],
)
def test_a_term_goes_by_each_of_its_names(typed: str, term: str) -> None:
    found = look_up(typed, TERMS.values()).term

    assert found is not None
    assert found.id == term


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("colagen", "term-collagen"),
        ("pnuemothorax", "term-pneumothorax"),
        ("endorfins", "term-endorphins"),
        ("fibroblats", "term-fibroblast"),
        ("elastografy", "term-elastography"),
    ],
)
def test_a_close_miss_is_offered(typed: str, term: str) -> None:
    meant = look_up(typed, TERMS.values())

    assert meant.term is None
    assert meant.close
    assert meant.nearest[0].id == term


def test_every_name_of_every_term_finds_it_or_another_that_shares_it() -> None:
    for term in TERMS.values():
        for name in (term.term, term.id, *term.also):
            assert look_up(name, TERMS.values()).term is not None


def test_nothing_near_gives_the_three_nearest() -> None:
    meant = look_up("banana", TERMS.values())

    assert meant.term is None
    assert not meant.close
    assert len(meant.nearest) == 3


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what is shear wave elastography", "term-elastography"),
        ("whats an end-plate noise then", "term-end-plate-noise"),
        ("who won the cup", None),
    ],
)
def test_a_question_names_a_term(question: str, term: str | None) -> None:
    found = term_in(TERMS.values(), question)

    assert (found.id if found else None) == term


async def test_the_card_explains_the_term(talk: Talk) -> None:
    card = await talk.say("ann", "/term LTR")

    assert card.title == "Local twitch response"
    assert "A quick contraction" in flatten(card.body)
    assert "LTR" in flatten(card.footnote)


async def test_a_press_shows_what_was_meant(talk: Talk) -> None:
    card = await talk.say("ann", "/term colagen")

    assert card.title == "Did you mean …"
    assert (await talk.press("ann", card, "Collagen")).title == "Collagen"


async def test_what_is_not_there_is_said_with_the_nearest(talk: Talk) -> None:
    card = await talk.say("ann", "/term banana bread")

    assert card.title == "No such term"
    assert "banana bread" in flatten(card.body)
    assert len(card.buttons) == 3


async def test_sharing_names_who_shared(talk: Talk) -> None:
    card = await talk.press("ann", await talk.say("ann", "/term LTR"), "Share to channel")

    assert flatten(card.note) == "Ann shared a term"
    assert talk.router.answers("term.share:term-twitch") is Answers.PUBLIC


@pytest.mark.parametrize("typed", ["😀", "\u200b", "?!", "@everyone", "<!channel>"])
async def test_what_has_no_word_gets_a_clear_sentence(talk: Talk, typed: str) -> None:
    assert "can't find a word" in text_of(await talk.say("ann", f"/term {typed}"))


@pytest.mark.parametrize("typed", ["'; DROP TABLE x; --", "x" * 4000, "[a](b) *c* _d_"])
async def test_strange_words_are_answered(talk: Talk, typed: str) -> None:
    card = await talk.say("ann", f"/term {typed}")

    assert card.title in ("No such term", "Did you mean …")
    assert len(flatten(card.body)) < 600


async def test_a_term_that_is_gone_says_so(talk: Talk) -> None:
    assert "has left the glossary" in text_of(await talk.act("ann", "term.show:gone"))


async def test_suggestions_forgive_typos(talk: Talk) -> None:
    async def suggested(typed: str) -> list[str]:
        return [found.value for found in await talk.router.suggest("term", "word", typed, person("ann"), SERVER)]

    assert (await suggested("pneumo"))[0] == "term-pneumothorax"
    assert (await suggested("colagen"))[0] == "term-collagen"
    assert len(await suggested("")) == 25


def test_another_subject_has_its_own_terms(tmp_path: Path) -> None:
    terms = hand_washing_library(tmp_path).for_community(1).terms

    assert look_up("abhr", terms.values()).term is terms["term-rub"]
