"""A learner's settings in words."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Menu, Reply, Style
from bot.chat.text import plain
from bot.me.model import Group, Settings
from bot.words import Words

MAX_CHOICES = 25
PLATFORMS = {"discord": "Discord", "slack": "Slack", "web": "this page"}


def settings_card(words: Words, settings: Settings) -> Reply:
    fields = [
        Field(words("Time zone"), plain(_zone(words, settings))),
        Field(words("Leaderboard of this group"), plain(_board(words, settings))),
        Field(words("Questions that find nothing here"), plain(_misses(words, settings))),
    ]
    if settings.tell_questions is not None:
        fields.append(Field(words("Questions to you as instructor"), plain(_telling(words, settings))))
    menus: tuple[Menu, ...] = ()
    if len(settings.groups) > 1:
        fields.append(Field(words("In direct messages"), plain(_home(words, settings))))
        menus = (_home_menu(words, settings),)
    return Reply(
        title=words("Your settings"),
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


def _misses(words: Words, settings: Settings) -> str:
    if settings.keep_misses:
        return words("Kept for 90 days without your name, names, dates and ages taken out.")
    return words("Not kept.")


def _telling(words: Words, settings: Settings) -> str:
    if settings.tell_questions:
        return words("I write to you when one waits, twice a day at most.")
    return words("I don't write to you; /cohort misses has them.")


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
    if settings.keep_misses:
        buttons.append(Button(words("Keep such questions no longer"), encode("me.misses", "stop")))
    else:
        buttons.append(Button(words("Help fill the gaps"), encode("me.misses", "keep")))
    if settings.tell_questions is not None:
        label = words("Write to me no more") if settings.tell_questions else words("Write when a question waits")
        buttons.append(Button(label, encode("me.questions", "stop" if settings.tell_questions else "tell")))
    return (
        *buttons,
        Button(words("Export my data"), encode("run", "me export")),
        Button(words("Delete my data"), encode("run", "me delete")),
    )
