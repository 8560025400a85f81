"""An entry on something new, with five examples, as a clinician would add it to the pack on dry needling."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from textwrap import dedent

from bot.library.library import load_library
from bot.library.pack import Pack
from bot.settings import ROOT

ID = "practice-exam-day"
# As docs/faq.md shows it.
_SHOWN = re.search(
    r"^ *```yaml\n(?P<entry>.*?)^ *```$", (ROOT / "docs" / "faq.md").read_text(), re.MULTILINE | re.DOTALL
)
assert _SHOWN
ENTRY = "\n" + dedent(_SHOWN["entry"])
# Each shares two or three words with the examples, most of them small ones.
ASKED = (
    "how is the osce run",
    "what should we bring for the practical test",
    "how much time is there per station",
)
OLD = (
    ("does it hurt", "faq-pain"),
    ("how many sessions until it works", "faq-sessions"),
    ("what is the twitch", "faq-twitch"),
    ("is it different from acupuncture", "faq-acupuncture"),
    ("can it cause harm", "faq-harm"),
    ("does it make more blood flow", "mech-blood-flow"),
    ("why learn the theory behind it", "faq-why-science"),
    ("who must not have it", "faq-suitability"),
    ("what is micro-trauma", "def-micro-trauma"),
    ("does collagen get remodelled", "mech-remodeling"),
)


def pack_with_newcomer(folder: Path) -> Pack:
    """A copy of the pack with the entry at the end of its entries."""
    copy = shutil.copytree(ROOT / "content" / "packs" / "dry-needling", folder / "dry-needling")
    with (copy / "entries.yaml").open("a", encoding="utf-8") as entries:
        entries.write(ENTRY)
    (pack,) = load_library(copy).packs
    return pack
