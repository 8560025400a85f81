"""/cohort: the settings that a whole group shares, for managers."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.command import Action, Answers, Command, Option, OptionType, Who
from bot.chat.people import Person
from bot.chat.reply import Reply
from bot.chat.text import cut, join, plain
from bot.chat.visit import Visit
from bot.cohort import store, view
from bot.errors import UserError
from bot.people.model import Visitor
from bot.people.store import admit, find_visitor
from bot.people.zones import chosen_zone
from bot.schedule.store import move_to_zone

MAX_USER = 40


async def settings(visit: Visit) -> Reply:
    found = await visit.read(lambda connection: store.instructors(connection, visit.community.id))
    names = view.instructor_list(visit.words, visit.person.platform, found)
    return view.settings_card(visit.words, visit.community, visit.shelf, names)


async def instructors(visit: Visit, add: str = "", remove: str = "") -> Reply:
    """Names or un-names an instructor; without either, lists them."""

    def change(connection: sa.Connection) -> list[tuple[str, str]]:
        for user, instructor in ((add, True), (remove, False)):
            if user:
                store.set_instructor(connection, _member(connection, visit, user, create=instructor), instructor)
        return store.instructors(connection, visit.community.id)

    found = await visit.write(change)
    names = view.instructor_list(visit.words, visit.person.platform, found)
    hint = plain(visit.words("They can do what managers can. Add or remove: /cohort instructors add:@name"))
    return Reply(title=visit.words("Instructors"), body=join([names, hint], "\n\n"))


async def clock(visit: Visit, value: str) -> Reply:
    return Reply(form=view.clock_form(visit.words, visit.community.zone))


async def save_clock(visit: Visit, value: str) -> Reply:
    zone = chosen_zone(visit.words, visit.value("zone"))

    def save(connection: sa.Connection) -> None:
        store.set_zone(connection, visit.community.id, zone)
        move_to_zone(connection, visit.community.id, zone, visit.now)

    await visit.write(save)
    visit.core.bell.ring()
    now = visit.words.moment(visit.now, zone)
    return Reply(title=visit.words("Saved"), body=plain(visit.words("The group's clock now says {now}.", now=now)))


async def topics(visit: Visit, value: str) -> Reply:
    return Reply(form=view.topics_form(visit.words, visit.core.library, visit.shelf))


async def save_topics(visit: Visit, value: str) -> Reply:
    known = {topic.id for pack in visit.core.library.packs for topic in pack.manifest.topics}
    taught = known & set(visit.values.get("topics", ()))
    if not taught:
        raise UserError(visit.words("Keep at least one topic; nothing was changed."))
    off = known - taught
    await visit.write(lambda connection: store.set_topics_off(connection, visit.community.id, off))
    shelf = visit.shelf
    visit.core.library.overlay(visit.community.id, off, shelf.examples_added, shelf.answered_elsewhere)
    titles = visit.words.list([visit.shelf.title(topic) for topic in sorted(taught)])
    return Reply(title=visit.words("Saved"), body=plain(visit.words("Taught here: {topics}.", topics=titles)))


def _member(connection: sa.Connection, visit: Visit, user: str, *, create: bool) -> Visitor:
    """Somebody of this community by their id on the asker's platform. Raises UserError for somebody unknown."""
    who = Person(visit.person.platform, visit.person.realm, user.strip()[:MAX_USER], "")
    found = find_visitor(connection, who, visit.place)
    if found is None and create and who.user and not who.user.startswith("@"):
        found = admit(connection, who, visit.place, visit.community.name, visit.now)
    if found is None or found.community.id != visit.community.id:
        shown = cut(user, 40)
        raise UserError(
            visit.words("I can't find “{name}” here. Pick the person from the list that pops up.", name=shown)
        )
    return found


COMMANDS = (
    Command(
        "cohort settings",
        "Clock, topics and instructors of this group",
        settings,
        (),
        Who.MANAGERS,
        example="/cohort settings",
    ),
    Command(
        "cohort instructors",
        "Name who may manage besides the managers",
        instructors,
        (
            Option("add", "Somebody who becomes an instructor", OptionType.USER),
            Option("remove", "Somebody who is one no longer", OptionType.USER),
        ),
        Who.MANAGERS,
        example="/cohort instructors add:@name",
    ),
)
ACTIONS = (
    Action("cohort.clock", clock, Who.MANAGERS, Answers.FORM),
    Action("cohort.zone", save_clock, Who.MANAGERS, Answers.PRIVATE),
    Action("cohort.topics", topics, Who.MANAGERS, Answers.FORM),
    Action("cohort.taught", save_topics, Who.MANAGERS, Answers.PRIVATE),
)
