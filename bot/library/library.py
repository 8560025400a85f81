"""The shelves: what each community is taught. There is no global pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.errors import ContentError, SetupError
from bot.library.general import general_rules, general_unanswered
from bot.library.items import Entry, Fact, Item, Question, Reference, Rule, Statement, Term, Topic
from bot.library.pack import Pack, examine
from bot.library.page import Fault


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a community has changed on its shelf; Shelf says what the parts mean."""

    topics_off: frozenset[str] = frozenset()
    examples_added: tuple[tuple[str, str], ...] = ()
    answered_elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """The items of a community's packs by id, without what it has switched off.

    `entry`, `question` and `fact` still know an item that is switched off, so that an old button can be answered;
    only an item that has left the pack is gone. `rules` also holds those that count for any pack.
    """

    packs: tuple[Pack, ...]
    topics_off: frozenset[str] = frozenset()
    # What a community's managers made of questions that found nothing: an entry's id and a way of asking it, and
    # questions that were answered somewhere else.
    examples_added: tuple[tuple[str, str], ...] = ()
    answered_elsewhere: tuple[str, ...] = ()

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        return {key: topic for pack in self.packs for key, topic in pack.topics.items() if key not in self.topics_off}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        return {key: item for pack in self.packs for key, item in pack.entries.items() if self._on(item.topic)}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {key: item for pack in self.packs for key, item in pack.facts.items() if self._on(item.topic)}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {key: item for pack in self.packs for key, item in pack.questions.items() if self._on(item.topic)}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        return {key: term for pack in self.packs for key, term in pack.terms.items()}

    @cached_property
    def safety(self) -> Mapping[str, Statement]:
        return {key: item for pack in self.packs for key, item in pack.safety.items()}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        own = {key: rule for pack in self.packs for key, rule in pack.rules.items()}
        return {**own, **general_rules()}

    def ways_of_asking(self, entry: Entry) -> tuple[str, ...]:
        """An entry's title and all examples of how it is asked."""
        more = (pack.asked[entry.id].all for pack in self.packs if entry.id in pack.asked)
        return (entry.title, *entry.asked_as, *(text for texts in more for text in texts))

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """Questions that no entry answers, near ones of the packs and those that no pack answers."""
        groups = (*(group for pack in self.packs for group in pack.unanswered.values()), *general_unanswered().values())
        return tuple(text for group in groups for text in group.asked)

    def said(self) -> list[str]:
        """All that is said on the subject in questions, answers and terms: its words are no typos, and no names."""
        asked = [text for entry in self.entries.values() for text in self.ways_of_asking(entry)]
        answers = [text for one in self.entries.values() for text in (one.short, one.long, one.patient or "")]
        terms = [text for term in self.terms.values() for text in (term.term, *term.also, term.definition)]
        return [*asked, *self.unanswered, *answers, *terms]

    def entry(self, item_id: str) -> Entry | None:
        return next((pack.entries[item_id] for pack in self.packs if item_id in pack.entries), None)

    def question(self, item_id: str) -> Question | None:
        return next((pack.questions[item_id] for pack in self.packs if item_id in pack.questions), None)

    def fact(self, item_id: str) -> Fact | None:
        return next((pack.facts[item_id] for pack in self.packs if item_id in pack.facts), None)

    def references(self, ids: Iterable[str]) -> tuple[Reference, ...]:
        found = (pack.references.get(key) for key in ids for pack in self.packs)
        return tuple(reference for reference in found if reference)

    def topic_of(self, word: str) -> Topic | None:
        """The topic with this id or title; an entry's, a fact's or a question's id stands for its topic."""
        wanted = word.strip().casefold()
        for topic in self.topics.values():
            if wanted in (topic.id, topic.title.casefold()):
                return topic
        items: Sequence[Mapping[str, Entry | Fact | Question]] = (self.entries, self.facts, self.questions)
        found = next((group[wanted] for group in items if wanted in group), None)
        return self.topics.get(found.topic) if found else None

    def questions_on(self, topic: str | None) -> list[Question]:
        return [item for item in self.questions.values() if topic is None or item.topic == topic]

    def facts_on(self, topic: str | None) -> list[Fact]:
        return [item for item in self.facts.values() if topic is None or item.topic == topic]

    def title(self, topic: str) -> str:
        return next((pack.topics[topic].title for pack in self.packs if topic in pack.topics), topic)

    def _on(self, topic: str) -> bool:
        return topic not in self.topics_off


class Library:
    """All packs that are installed. `for_community` gives the shelf of one, with its own overlay."""

    def __init__(self, packs: Collection[Pack]) -> None:
        self.packs = tuple(packs)
        self._full = Shelf(self.packs)
        self._own: dict[int, Shelf] = {}

    def for_community(self, community_id: int) -> Shelf:
        return self._own.get(community_id, self._full)

    def overlay(
        self,
        community_id: int,
        topics_off: Iterable[str],
        examples_added: Iterable[tuple[str, str]] = (),
        answered_elsewhere: Iterable[str] = (),
    ) -> None:
        """Replaces all that a community has changed. A shelf stays the same one while that is the same."""
        own = Shelf(self.packs, frozenset(topics_off), tuple(examples_added), tuple(answered_elsewhere))
        if self.for_community(community_id) != own:
            self._own[community_id] = own

    def overlay_all(self, overlays: Mapping[int, Overlay]) -> None:
        """The same for all communities; those that aren't named have changed nothing."""
        for community_id in self._own.keys() - overlays.keys():
            del self._own[community_id]
        for community_id, own in overlays.items():
            self.overlay(community_id, own.topics_off, own.examples_added, own.answered_elsewhere)


def pack_folders(root: Path) -> list[Path]:
    """The folder itself if it is a pack, else the packs in it. Raises SetupError if there is none."""
    if any(root.glob("*.y*ml")):
        return [root]
    folders = sorted({path.parent for path in root.glob("*/*.y*ml")})
    if not folders:
        raise SetupError(f"There is no content pack in {root}. Set NEEDLEWISE_CONTENT to a folder of packs.")
    return folders


def load_library(root: Path) -> Library:
    """Reads every pack. Raises ContentError with all faults of all packs at once."""
    packs: list[Pack] = []
    faults: list[object] = []
    for folder in pack_folders(root):
        pack, found = examine(folder)
        faults += [f"{folder.name}/{fault}" for fault in found]
        if pack:
            packs.append(pack)
    faults += _clashes(packs)
    if faults:
        raise ContentError(root.name, faults)
    return Library(packs)


def _clashes(packs: Sequence[Pack]) -> list[Fault]:
    """Packs share one name space, because a learner's scores know only the item's id."""
    owner: dict[str, str] = {}
    faults: list[Fault] = []
    for pack in packs:
        groups: Sequence[Mapping[str, Item]] = (
            {pack.id: pack.manifest},
            pack.topics,
            pack.entries,
            pack.facts,
            pack.questions,
            pack.terms,
            pack.safety,
            pack.rules,
        )
        for key in dict.fromkeys(key for group in groups for key in group):
            if key in owner:
                file, line = pack.places.get(key, ("pack.yaml", 1))
                message = f"the pack '{owner[key]}' uses this id too; choose another in one of them"
                faults.append(Fault(f"{pack.id}/{file}", line, key, message))
            owner[key] = pack.id
    return faults
