"""A learner's settings, and what deleting would take, in words."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, File, Form, FormField, Menu, Reply, Style
from bot.chat.text import join, plain
from bot.me.model import Group, Holdings, Settings
from bot.words import Words

FILE_NAME = "needlewise-my-data.json"
MAX_CHOICES = 25
PLATFORMS = {"discord": "Discord", "slack": "Slack"}


def settings_card(words: Words, settings: Settings) -> Reply:
    fields = [
        Field(words("Time zone"), plain(_zone(words, settings))),
        Field(words("Leaderboard of this group"), plain(_board(words, settings))),
    ]
    menus: tuple[Menu, ...] = ()
    if len(settings.groups) > 1:
        fields.append(Field(words("In direct messages"), plain(_home(words, settings))))
        menus = (_home_menu(words, settings),)
    return Reply(
        title=words("Your settings"),
        note=plain(words("Only you can see this")),
        fields=tuple(fields),
        buttons=_buttons(words, settings),
        menus=menus,
    )


def saved(words: Words, card: Reply) -> Reply:
    return replace(card, title=words("Saved. Your settings now"))


def zone_form(words: Words, zone: str | None) -> Form:
    field = FormField(
        "zone",
        words("Your city"),
        FieldKind.SEARCH,
        help=words("A large city near you, such as London, or a name such as Europe/Berlin."),
        value=(zone,) if zone else (),
        search="me settings.zone",
        max_length=60,
    )
    return Form(words("Your time zone"), encode("me.zone.save"), (field,), words("Save"))


def export_card(words: Words, data: bytes) -> Reply:
    text = words(
        "The file holds everything that is kept about you, in all your groups: accounts, settings, the questions put "
        "to you, your answers, points and the facts you were dealt. Any text editor opens it."
    )
    return Reply(
        title=words("Your data"),
        note=plain(words("Only you can see this")),
        body=plain(text),
        files=(File(FILE_NAME, data),),
        buttons=(Button(words("Delete my data"), encode("run", "me delete")),),
    )


def explanation(words: Words) -> str:
    return words(
        "Everything that Needlewise keeps about you. Moments are in UTC; 'day' is your own date at that moment. "
        "'item_id' names a question or fact of the content pack, shown with the text it has today; an empty text "
        "means that it has left the pack. 'revision' says which version of the question you saw."
    )


def delete_card(words: Words, kept: Holdings) -> Reply:
    lead = words("This goes, in all your groups:")
    end = words("It can't be undone. If you use a command later, you start afresh.")
    body = join([plain(lead), *(plain(f"– {line}") for line in _what_goes(words, kept)), plain(end)])
    stays = [words("What you shared to a channel stays there until somebody deletes that message.")]
    if kept.schedules:
        stays.insert(0, words("Schedules that you set up go on for the group, without your name."))
    return Reply(
        title=words("Delete everything about you?"),
        note=plain(words("Only you can see this")),
        body=body,
        fields=(Field(words("What stays"), plain(" ".join(stays))),),
        buttons=(
            Button(words("Delete everything about me"), encode("me.delete"), style=Style.DANGER),
            Button(words("Keep it"), encode("me.keep")),
            Button(words("Export it first"), encode("run", "me export")),
        ),
    )


def deleted(words: Words) -> Reply:
    return Reply(title=words("Deleted"), body=plain(words("Nothing about you is kept any more. Take care.")))


def kept(words: Words) -> Reply:
    return Reply(title=words("Kept"), body=plain(words("Nothing was deleted. /study goes on.")))


def _what_goes(words: Words, kept: Holdings) -> list[str]:
    names = words.list([platform_name(name) for name in kept.platforms])
    return [
        words("the link to your account on {platforms}", platforms=names),
        words.plural(
            "your membership in {count} group, with leaderboard name, role and time zone",
            "your membership in {count} groups, with leaderboard names, roles and time zone",
            kept.groups,
        ),
        words.plural("{count} answer", "{count} answers", kept.answers)
        + words.plural(", {count} point and your streak", ", {count} points and your streak", kept.points),
        words.plural(
            "{count} quiz, with the questions put to you",
            "{count} quizzes, with the questions put to you",
            kept.quizzes,
        ),
        words.plural("the note of {count} fact you have had", "the notes of {count} facts you have had", kept.facts),
    ]


def platform_name(platform: str) -> str:
    return PLATFORMS.get(platform, platform)


def _zone(words: Words, settings: Settings) -> str:
    if settings.zone is None:
        where = words("{zone}, as the group.", zone=settings.group_zone)
    else:
        where = words("{zone}, your own.", zone=settings.zone)
    return f"{where} {words('Your day, and so your streak, ends at midnight there.')}"


def _board(words: Words, settings: Settings) -> str:
    if settings.board_name is None:
        return words("You are not on it; nobody sees your points.")
    return words("You are on it as {name}.", name=settings.board_name)


def _home(words: Words, settings: Settings) -> str:
    home = next((group for group in settings.groups if group.id == settings.home_id), None)
    name = group_name(words, home) if home else words("not chosen yet")
    return words("What you do there counts in: {group}.", group=name)


def group_name(words: Words, group: Group) -> str:
    """Groups may share a name, so the platform and the joining day tell them apart."""
    if group.alone:
        return words("my direct messages alone")
    platforms = words.list([platform_name(name) for name in group.platforms])
    return words("{name} ({where}, joined {day})", name=group.name, where=platforms, day=words.date(group.joined_at))


def _home_menu(words: Words, settings: Settings) -> Menu:
    choices = tuple(Choice(group_name(words, group), str(group.id)) for group in settings.groups[:MAX_CHOICES])
    return Menu(words("Group in direct messages"), encode("me.home"), choices)


def _buttons(words: Words, settings: Settings) -> tuple[Button, ...]:
    buttons = [Button(words("Change time zone"), encode("me.zone"), style=Style.PRIMARY)]
    if settings.zone is not None:
        buttons.append(Button(words("Use the group's clock"), encode("me.zone.group")))
    if settings.board_name is None:
        buttons.append(Button(words("Show me on the leaderboard"), encode("board.join")))
    else:
        buttons.append(Button(words("Change leaderboard name"), encode("board.join")))
        buttons.append(Button(words("Hide me from the leaderboard"), encode("me.hide")))
    return (
        *buttons,
        Button(words("Export my data"), encode("run", "me export")),
        Button(words("Delete my data"), encode("run", "me delete")),
    )
