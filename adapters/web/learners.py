"""Who can be played on the page: a few learners, the manager, and whoever is added by name."""

from __future__ import annotations

from adapters.web.limits import NAME_LENGTH
from bot.chat.people import Person, Place

PLATFORM = "web"
SPACE = "playground"
CHANNEL = "main"
HERE = Place(PLATFORM, SPACE, CHANNEL)

MANAGER = "Manager"
FIRST = ("Ana", "Ben", "Chidi", MANAGER)


def clean(name: str) -> str:
    """The name on one line and printable, or an empty text if nothing of it can be an id."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:NAME_LENGTH].strip()
    return line if slug(line) else ""


def slug(name: str) -> str:
    """The learner's id: the same for “Ana” and “ana ”."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())


def person(name: str) -> Person:
    return Person(PLATFORM, "", slug(name), name, "en", manager=slug(name) == slug(MANAGER))


class Roster:
    """The names on offer. Two names with the same id are one learner, under the name that came first."""

    def __init__(self) -> None:
        self._names = {slug(name): name for name in FIRST}

    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def add(self, name: str) -> Person:
        """The learner of this name, new or known; the first learner if the name is empty."""
        wanted = clean(name) or FIRST[0]
        return person(self._names.setdefault(slug(wanted), wanted))
