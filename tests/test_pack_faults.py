"""A wrong item is shown with its file, its line and its id, and with what to do, in words for a clinician."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hand_washing import faults, write_out

MANY = "word " * 61

# file, what is replaced, by what, and the one fault that this must give
WRONG_ITEMS = {
    "a yes that YAML reads as something else": (
        "facts", "title: Rub was used in about two of three contacts", "title: yes",
        "facts.yaml:3: fact-rub-time: title: YAML reads yes as yes/no; put it in quotes: 'yes'",
    ),
    "a number that should be a text": (
        "pack", 'version: "1.0"', "version: 1.0",
        "pack.yaml:5: hand-washing: version: YAML reads 1.0 as a number; put it in quotes: '1.0'",
    ),
    "a date that should be a text": (
        "pack", '"2026-09-01"', "2026-09-01",
        "pack.yaml:11: hand-washing: reviewed_by, date: YAML reads 2026-09-01 as a date; "
        "put it in quotes: '2026-09-01'",
    ),
    "a year in quotes": (
        "references", "year: 2024", 'year: "2024"',
        "references.yaml:4: ward2024: year: a whole number is expected here, without quotes",
    ),
    "a yes in quotes": (
        "questions", "right: true", 'right: "yes"',
        "questions.yaml:13: q-rub-dirty: options, no. 2, right: write true or false here, without quotes",
    ),
    "a word written twice": (
        "facts", "  topic: why\n", "  topic: why\n  topic: why\n",
        "facts.yaml:3: fact-rub-time: 'topic' stands twice; keep one of them",
    ),
    "a word that is not known": (
        "facts", "  text:", "  txet: more\n  text:",
        "facts.yaml:4: fact-rub-time: txet: this word is not known here; check its spelling",
    ),
    "a word that is missing": (
        "facts", "  title: Rub was used in about two of three contacts\n", "",
        "facts.yaml:1: fact-rub-time: title is missing",
    ),
    "a text that is empty": (
        "facts", "title: Rub was used in about two of three contacts", 'title: ""',
        "facts.yaml:3: fact-rub-time: title is empty; write it, or take the line out",
    ),
    "a text that was forgotten": (
        "facts", "title: Rub was used in about two of three contacts", "title:",
        "facts.yaml:3: fact-rub-time: title is empty; write it, or take the line out",
    ),
    "a status that does not exist": (
        "facts", "status: supported", "status: proven",
        "facts.yaml:6: fact-rub-time: evidence, status: must be one of 'supported', 'partly supported', 'contested', "
        "'overclaimed' or 'opinion'",
    ),
    "a status that was forgotten": (
        "facts", "status: supported", "status:",
        "facts.yaml:6: fact-rub-time: evidence, status is empty; write it, or take the line out",
    ),
    "too many words": (
        "facts", "In one audit,", f"{MANY}In one audit,",
        "facts.yaml:4: fact-rub-time: text: has 77 words; at most 60 are allowed here",
    ),
    "a title that is too long": (
        "facts", "Rub was used in", "Rub was used in" + " so" * 40,
        "facts.yaml:3: fact-rub-time: title: longer than 120 characters; shorten it",
    ),
    "a list with too little in it": (
        "entries", "    - is alcohol gel enough\n    - do i need to wash if i used gel\n", "",
        "entries.yaml:15: faq-rub: asked_as: at least 3 are needed",
    ),
    "a text in the place of a list": (
        "facts", "references: [ward2024]", "references: ward2024",
        "facts.yaml:9: fact-rub-time: evidence, references: a list is expected here: [like, this], or lines that "
        "start with '- '",
    ),
    "a text in the place of parts": (
        "questions",
        "- id: a\n      text: Alcohol rub\n      why: Rub does not lift dirt off the skin.", "- Alcohol rub",
        "questions.yaml:8: q-rub-dirty: options, no. 1: parts are expected here, each as 'name: text'",
    ),
    "an id with a capital": (
        "entries", "id: faq-rub", "id: Faq_rub",
        "entries.yaml:1: Faq_rub: id: 'Faq_rub' can't stand here; an id is small letters, "
        "digits and hyphens",
    ),
    "an address that is none": (
        "references", "https://example.org/report", "www.example.org",
        "references.yaml:6: ward2024: url: 'www.example.org' can't stand here; an address "
        "starts with https://",
    ),
    "an unknown topic": (
        "facts", "topic: why", "topic: whys",
        "facts.yaml:2: fact-rub-time: topic: there is no topic 'whys' in pack.yaml; did you mean 'why'?",
    ),
    "an unknown reference": (
        "facts", "[ward2024]", "[ward2025]",
        "facts.yaml:9: fact-rub-time: evidence, references: there is no reference 'ward2025' in references.yaml; "
        "did you mean 'ward2024'?",
    ),
    "an unknown fact": (
        "questions", "fact: fact-rub-time ", "fact: fact-rub-thyme ",
        "questions.yaml:5: q-rub-dirty: fact: there is no fact 'fact-rub-thyme' in facts.yaml; "
        "did you mean 'fact-rub-time'?",
    ),
    "an unknown claim": (
        "facts", "  evidence:", "  claims: [A1]\n  evidence:",
        "facts.yaml:5: fact-rub-time: claims: there is no claim 'A1' in claims.yaml; add it there",
    ),
    "no right option": (
        "questions", "      right: true\n", "",
        "questions.yaml:8: q-rub-dirty: options: 0 options are marked 'right: true'; exactly one must be",
    ),
    "two right options": (
        "questions", "text: Alcohol rub\n", "text: Alcohol rub\n      right: true\n",
        "questions.yaml:8: q-rub-dirty: options: 2 options are marked 'right: true'; exactly one must be",
    ),
    "two options of one id": (
        "questions", "- id: b", "- id: a",
        "questions.yaml:8: q-rub-dirty: options: two options have the same id; give each a letter of its own",
    ),
    "an option without its why": (
        "questions", "      why: Rub does not lift dirt off the skin.\n", "",
        "questions.yaml:8: q-rub-dirty: options, no. 1, why is missing",
    ),
    "a retired id that is still used": (
        "pack", "topics:", "retired: [fact-rub-time]\ntopics:",
        "facts.yaml:1: fact-rub-time: id: 'fact-rub-time' is listed as retired in pack.yaml; such an id is never "
        "used again, choose another",
    ),
    "an id that two files use": (
        "entries", "id: faq-rub", "id: fact-rub-time",
        "facts.yaml:1: fact-rub-time: id: 'fact-rub-time' is also used in entries.yaml; choose another",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_ITEMS)
def test_a_wrong_item_is_named_with_its_remedy_and_nothing_else_is(name: str, tmp_path: Path) -> None:
    file, old, new, said = WRONG_ITEMS[name]

    assert faults(write_out(tmp_path / "pack", **{file: (old, new)})) == [said]
