"""A pack of twelve entries on mending bicycles, to see how /faq does on a subject that nobody tuned it for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.library.library import load_library
from bot.library.pack import Pack

# By entry: its title, and five ways of asking it.
ENTRIES: dict[str, tuple[str, list[str]]] = {
    "bike-puncture": (
        "How do I mend a flat tyre?",
        [
            "my tyre is flat",
            "how to patch an inner tube",
            "puncture repair",
            "there's a hole in the tube, what now",
            "air leaks out overnight",
        ],
    ),
    "bike-pressure": (
        "How hard should I pump the tyres?",
        [
            "tyre pressure",
            "how many psi or bar",
            "are my wheels pumped up enough",
            "pump them hard or soft for gravel",
            "what does the number on the side of the tyre mean",
        ],
    ),
    "bike-chain-oil": (
        "How often does the chain need oil?",
        [
            "chain lube how often",
            "my chain squeaks",
            "which oil goes on a chain",
            "how to clean and grease the chain",
            "dirty black chain",
        ],
    ),
    "bike-chain-worn": (
        "When is a chain worn out?",
        [
            "chain wear gauge",
            "is my chain stretched",
            "how many kilometres does a chain last",
            "replace the chain when",
            "new chain jumps on old sprockets",
        ],
    ),
    "bike-brake-pads": (
        "When do brake pads need changing?",
        [
            "brake pads worn",
            "brake blocks thickness",
            "metal scraping sound when I brake",
            "new pads for disc brakes",
            "how long do brake shoes last",
        ],
    ),
    "bike-brake-bleed": (
        "Why does the brake lever feel spongy?",
        [
            "bleeding hydraulic brakes",
            "lever comes all the way to the bar",
            "air in the brake hose",
            "brake fluid or mineral oil",
            "soft brake lever",
        ],
    ),
    "bike-gears": (
        "Why do the gears skip?",
        [
            "derailleur adjustment",
            "gears jump under load",
            "it won't shift into the biggest cog",
            "indexing the rear mech",
            "shifting is slow and clunky",
        ],
    ),
    "bike-wheel-true": (
        "How do I straighten a wobbly wheel?",
        [
            "truing a wheel",
            "my rim rubs on one side",
            "buckled wheel",
            "a spoke is loose",
            "broken spoke replace",
        ],
    ),
    "bike-saddle": (
        "How high should the saddle be?",
        [
            "seat height",
            "saddle too low",
            "how far up does the seatpost go",
            "knee bend at the bottom of the stroke",
            "set up my seat for a longer ride",
        ],
    ),
    "bike-lights": (
        "Which lights do I need at night?",
        [
            "front and rear light rules",
            "dynamo or battery lamp",
            "how bright must a bike light be",
            "do I need reflectors",
            "riding in the dark",
        ],
    ),
    "bike-lock": (
        "Which lock keeps a bicycle safe?",
        [
            "d-lock or chain lock",
            "how do I lock my bike in town",
            "bike was stolen",
            "are cable locks any good",
            "lock the wheel or the frame",
        ],
    ),
    "bike-winter": (
        "How do I store a bicycle over winter?",
        [
            "winter storage",
            "leave it in the shed for months",
            "stop it rusting in the garage",
            "hang it up by the wheel",
            "put my bike away until spring",
        ],
    ),
}

# Asked in other words than the examples: two for each entry, in their order.
ASKED: tuple[tuple[str, str], ...] = (
    ("bike-puncture", "rode over a nail and now the tyre is empty"),
    ("bike-puncture", "can i fix a tube with a patch by myself"),
    ("bike-pressure", "how much air goes into road tyres"),
    ("bike-pressure", "is a softer tyre better off road"),
    ("bike-chain-oil", "the chain makes a squeaking noise"),
    ("bike-chain-oil", "should I lubricate after every wet ride"),
    ("bike-chain-worn", "how do you measure chain stretch"),
    ("bike-chain-worn", "after how many miles do i need a new chain"),
    ("bike-brake-pads", "my brakes grind, are the pads finished"),
    ("bike-brake-pads", "how thin can brake blocks get"),
    ("bike-brake-bleed", "brake lever pulls right to the handlebar"),
    ("bike-brake-bleed", "how do I get the air out of hydraulic brakes"),
    ("bike-gears", "chain hops between cogs when I push hard"),
    ("bike-gears", "rear derailleur doesn't shift properly"),
    ("bike-wheel-true", "the wheel wobbles from side to side"),
    ("bike-wheel-true", "one spoke snapped"),
    ("bike-saddle", "what is the right height for my seat"),
    ("bike-saddle", "is my saddle set too high"),
    ("bike-lights", "is it legal to cycle after dark without a lamp"),
    ("bike-lights", "what lights does a bike need by law"),
    ("bike-lock", "best way to stop thieves taking my bike"),
    ("bike-lock", "is a cable lock strong enough"),
    ("bike-winter", "where to keep my bike during the cold months"),
    ("bike-winter", "how to stop rust while it stands in the shed"),
)

OTHER: tuple[str, ...] = (
    "what is the capital of peru",
    "how do I make sourdough bread",
    "who won the match last night",
    "write me a poem about rain",
    "when does the library close",
    "best phone under 300 euros",
    "translate good morning into french",
    "how old is the universe",
    "my printer prints only blank pages",
    "recommend a film for tonight",
    "what is photosynthesis",
    "how do i cook rice",
    "is it going to snow tomorrow",
    "convert 20 pounds to kilos",
    "does dry needling hurt",
)

_COVER = {
    "id": "bicycle",
    "title": "Mending bicycles",
    "about": "What a workshop is asked.",
    "language": "en",
    "version": "1.0",
    "licence": "CC BY 4.0",
    "source": "A workshop's notes.",
    "topics": [{"id": "bike", "title": "Bicycles", "about": "Looking after one."}],
}


def bicycle(folder: Path) -> Pack:
    """The pack, written into the folder and read from there."""
    pack = folder / "bicycle"
    pack.mkdir(parents=True)
    entries = [_entry(key, title, asked) for key, (title, asked) in ENTRIES.items()]
    for name, items in (("pack", _COVER), ("entries", entries)):
        (pack / f"{name}.yaml").write_text(yaml.safe_dump(items), encoding="utf-8")
    (read,) = load_library(pack).packs
    return read


def _entry(key: str, title: str, asked: list[str]) -> dict[str, Any]:
    return {
        "id": key,
        "topic": "bike",
        "title": title,
        "short": "The workshop shows it on Saturdays.",
        "long": "Bring it along on a Saturday, and it is done together.",
        "evidence": {"status": "opinion", "grade": "not graded", "nuance": "What mechanics say."},
        "asked_as": asked,
    }
