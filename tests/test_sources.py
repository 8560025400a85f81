"""The names by which cards cite references."""

from __future__ import annotations

import pytest

from bot.chat.text import flatten
from bot.library.items import Evidence, Reference
from bot.library.view import short_name, sources
from bot.words import Words
from tests.talk import Talk


@pytest.mark.parametrize(
    ("authors", "journal", "year", "name"),
    [
        ("Cagnie B, Barbe T", "J Manipulative Physiol Ther 2012;35(9):1-5", 2012, "Cagnie 2012"),
        (
            "National Institute for Health and Care Excellence",
            None,
            2021,
            "National Institute for Health and Care Excellence 2021",
        ),
        ("a-page.example (after a leaflet)", None, None, "a-page.example"),
        ("Mayoral del Moral O", None, 2013, "Mayoral del Moral 2013"),
        (None, "Acupunct Med (online 13 Dec 2021)", 2021, "Acupunct Med 2021"),
        (None, "Eur J Pain 2004;8(2):163-171", 2004, "Eur J Pain 2004"),
        (None, "BioMedical Engineering OnLine, vol 7, article 19", None, "BioMedical Engineering OnLine"),
        (None, "PLoS ONE", None, "PLoS ONE"),
        (None, "3 Biotech 2019;9:1", 2019, "How often do people wash their … 2019"),
        (None, None, 2015, "How often do people wash their … 2015"),
    ],
)
def test_the_short_name_of_a_source(authors: str | None, journal: str | None, year: int | None, name: str) -> None:
    title = "How often do people wash their hands in a hospital"
    source = Reference(
        id="a", authors=authors, year=year, title=title, journal=journal, kind="survey", finding="Rarely."
    )
    assert short_name(source) == name


async def test_two_sources_of_one_name_are_told_apart_by_their_journals(talk: Talk) -> None:
    shelf = talk.core.library.for_community(0)
    references = ("chys2023rct", "chys2023", "brady2014")
    evidence = Evidence(status="contested", grade="low", nuance="Mixed.", references=references)
    assert flatten(sources(Words(), shelf, evidence)) == (
        "Sources: Chys 2023, Braz J Phys Ther; Chys 2023, J Clin Med; Brady 2014"
    )
