"""Who did something, where, and on which message: read from what discord.py makes of an interaction."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.chat.people import MessageRef, Person, Place

PLATFORM = "discord"


@dataclass(frozen=True, slots=True)
class Scene:
    """`message` is the one that a button was pressed on or a form was opened from; `hidden` if one person sees it.

    `form` marks the submit of a form, which can't be answered by another form.
    """

    person: Person
    place: Place
    event: str
    message: str = ""
    hidden: bool = False
    form: bool = False

    @property
    def posted(self) -> MessageRef | None:
        """The message, if it is one that can be edited later."""
        return MessageRef(self.place, self.message) if self.message and not self.hidden else None


def of(interaction: discord.Interaction) -> Scene:
    message = interaction.message
    return Scene(
        person=_person(interaction),
        place=_place(interaction),
        event=f"discord-{interaction.id}",
        message=str(message.id) if message else "",
        hidden=bool(message and message.flags.ephemeral),
        form=interaction.type is discord.InteractionType.modal_submit,
    )


def _person(interaction: discord.Interaction) -> Person:
    """A manager is whoever has Manage Server here, which administrators and the owner always have."""
    user = interaction.user
    manager = interaction.permissions.manage_guild
    return Person(PLATFORM, "", str(user.id), user.display_name, str(interaction.locale.value), manager)


def _place(interaction: discord.Interaction) -> Place:
    channel, space = interaction.channel, str(interaction.guild_id or "")
    if isinstance(channel, discord.Thread):
        return Place(PLATFORM, space, str(channel.parent_id), str(channel.id))
    return Place(PLATFORM, space, str(channel.id) if channel else "")
