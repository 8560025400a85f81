"""A small pack on another subject, written into a folder, to see that nothing depends on dry needling."""

from __future__ import annotations

from pathlib import Path

from bot.library.library import Library, load_library

FILES = {
    "pack.yaml": """
id: hand-washing
title: Hand washing
about: Why clean hands matter.
language: en
version: "1.0"
licence: CC BY 4.0
source: A ward's teaching notes.
topics:
  - id: why
    title: Why it matters
    about: What hands carry.
""",
    "entries.yaml": """
- id: faq-rub
  topic: why
  title: Is alcohol rub as good as soap?
  short: For hands that look clean, rub is usually preferred. Use soap and water when they are dirty.
  long: A longer answer on rub, gel, soap and water.
  patient: We clean our hands before we touch you.
  evidence: {status: supported, grade: moderate, nuance: Many studies count germs rather than infections.}
  asked_as: [rub or soap, is gel enough, do i need to wash if i used gel]
- id: faq-gloves
  topic: why
  title: Do gloves replace washing?
  short: No. Hands are cleaned before gloves go on and after they come off.
  long: Gloves leak, and hands get dirty when gloves are taken off.
  evidence: {status: supported, grade: low, nuance: Observations on wards.}
  asked_as: [gloves instead of washing, wearing gloves all day, are gloves enough]
- id: faq-cracked
  topic: why
  title: Who should not use rub?
  short: People with cracked skin should ask occupational health first.
  long: Broken skin stings and may get worse.
  evidence: {status: opinion, grade: not graded, nuance: Local guidance.}
  asked_as: [cracked skin and gel, eczema and gel, who must not use alcohol gel]
""",
    "glossary.yaml": """
- id: term-rub
  term: Alcohol rub
  also: [ABHR, hand gel]
  definition: A liquid or gel with alcohol that is rubbed into dry hands.
- id: term-audit
  term: Audit
  definition: Counting what is done and comparing it with what should be done.
""",
    "rules.yaml": """
- id: caution-skin
  kind: suitability
  any: [eczema, cracked skin, broken skin, allergy to alcohol]
  entry: faq-cracked
- id: technique-rub
  kind: technique
  any: [how many seconds, how long ... rub, which steps]
""",
}


def hand_washing(folder: Path, **changes: str) -> Path:
    """The folder of the pack. `changes` replaces files by their name without `.yaml`; an empty text leaves one out."""
    pack = folder / "hand-washing"
    pack.mkdir(parents=True)
    for name, text in {**FILES, **{f"{key}.yaml": text for key, text in changes.items()}}.items():
        if text:
            (pack / name).write_text(text, encoding="utf-8")
    return pack


def hand_washing_library(folder: Path) -> Library:
    return load_library(hand_washing(folder))
