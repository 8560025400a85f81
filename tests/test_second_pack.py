"""A pack on another subject, written by following the guide, works without a line of Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.reply import Tone
from bot.library.library import load_library
from bot.library.pack import FILES
from tests.hand_washing import GUIDE, example, faults, write_out
from tests.talk import Talk, text_of


@pytest.fixture
def washing(talk: Talk, tmp_path: Path) -> Talk:
    """A conversation about nothing but hand washing."""
    library = load_library(write_out(tmp_path / "hand-washing"))
    return Talk(replace(talk.core, library=library), talk.clock, talk.board)


def test_the_example_of_the_guide_has_no_faults(tmp_path: Path) -> None:
    assert faults(write_out(tmp_path / "hand-washing")) == []


def test_the_example_shows_the_files_that_teach() -> None:
    assert set(example()) >= {
        "pack.yaml",
        "references.yaml",
        "entries.yaml",
        "facts.yaml",
        "questions.yaml",
        "rules.yaml",
    }


def test_the_guide_names_every_file_of_a_pack() -> None:
    guide = GUIDE.read_text(encoding="utf-8")

    assert [name for name in ["pack.yaml", *FILES] if f"| `{name}` |" not in guide] == []


async def test_its_facts_are_dealt(washing: Talk) -> None:
    card = await washing.say("student1", "/fact")

    assert card.title == "Rub was used in about two of three contacts"
    assert "LOW · the studies agree" in text_of(card)
    assert "Nurse 2024" in text_of(card)


async def test_its_questions_are_asked_and_judged(washing: Talk) -> None:
    card = await washing.say("student1", "/quiz topic:why")
    right = next(button for button in card.buttons if button.action.endswith(".b"))

    feedback = await washing.act("student1", right.action)

    assert feedback.tone is Tone.RIGHT
    assert "Dirt has to be washed off" in text_of(feedback)


async def test_its_entries_are_found(washing: Talk) -> None:
    answer = await washing.say("student1", "/faq is alcohol gel enough")

    assert "rub is usually preferred" in text_of(answer)


async def test_its_rules_come_before_the_look_up(washing: Talk) -> None:
    answer = await washing.say("student1", "/faq i have cracked hands is alcohol gel enough")

    assert "rub is usually preferred" not in text_of(answer)
    assert "clinician" in text_of(answer)


async def test_nothing_of_another_pack_shows_through(washing: Talk) -> None:
    refused = await washing.say("student1", "/fact topic:mech-blood-flow")

    assert "is not a topic here. There are: " in text_of(refused)
