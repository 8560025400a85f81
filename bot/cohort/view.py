"""The community's settings, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Reply
from bot.chat.text import Text, join, person, plain
from bot.library.library import Library, Shelf
from bot.people.model import Community
from bot.words import Words


def settings_card(words: Words, group: Community, shelf: Shelf, instructors: Text) -> Reply:
    off = [shelf.title(topic) for topic in sorted(shelf.topics_off)]
    topics = words("all") if not off else words("all but {topics}", topics=words.list(off))
    return Reply(
        title=words("This group's settings"),
        fields=(
            Field(words("Clock"), plain(group.zone)),
            Field(words("Topics"), plain(topics)),
            Field(words("Instructors"), instructors),
        ),
        buttons=(
            Button(words("Change clock"), encode("cohort.clock")),
            Button(words("Choose topics"), encode("cohort.topics")),
            Button(words("Schedules"), encode("run", "schedule list")),
            Button(words("Asked and not found"), encode("run", "cohort misses")),
        ),
        footnote=plain(words("Instructors are named with /cohort instructors.")),
    )


def instructor_list(words: Words, platform: str, found: Sequence[tuple[str, str]]) -> Text:
    """Those on this platform by name; of the others only how many, since their ids say nothing here."""
    here = [user for where, user in found if where == platform]
    elsewhere = len(found) - len(here)
    parts: list[Text] = [person(user, user) for user in here]
    if elsewhere:
        parts.append(plain(words.plural("{count} elsewhere", "{count} elsewhere", elsewhere)))
    return join(parts, ", ") or plain(words("none named; managers can do everything themselves"))


def clock_form(words: Words, zone: str) -> Form:
    field = FormField(
        "zone",
        words("City or time zone"),
        FieldKind.SEARCH,
        help=words("A large city near you, such as London."),
        value=(zone,),
        search="setup.zone",
    )
    note = words("Schedules keep their times of day and follow the new clock.")
    return Form(words("The group's clock"), encode("cohort.zone"), (field,), words("Save"), note=note)


def topics_form(words: Words, library: Library, shelf: Shelf) -> Form:
    topics = [topic for pack in library.packs for topic in pack.manifest.topics]
    field = FormField(
        "topics",
        words("Topics that are taught"),
        FieldKind.SEVERAL,
        value=tuple(topic.id for topic in topics if topic.id not in shelf.topics_off),
        choices=tuple(Choice(topic.title, topic.id) for topic in topics),
    )
    return Form(words("Topics"), encode("cohort.taught"), (field,), words("Save"))
