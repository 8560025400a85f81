"""/me: one's own settings, one's own data as a file, and its end."""

from __future__ import annotations

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Action, Answers, Command, Option
from bot.chat.reply import Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.me import data_view, store, view
from bot.me.deletion import forget
from bot.me.export import Export, as_file
from bot.misses.offer import with_replies
from bot.misses.store import set_consent, set_telling
from bot.people.zones import chosen_zone, suggest_zones
from bot.scores.invitation import set_board_name


async def settings(visit: Visit, zone: str = "") -> Reply:
    card = await _change_zone(visit, chosen_zone(visit.words, zone)) if zone else await _card(visit)
    return await with_replies(visit, card)


async def ask_zone(visit: Visit, value: str) -> Reply:
    return Reply(form=view.zone_form(visit.words, visit.learner.zone))


async def save_zone(visit: Visit, value: str) -> Reply:
    return await _change_zone(visit, chosen_zone(visit.words, visit.value("zone")))


async def use_group_zone(visit: Visit, value: str) -> Reply:
    return await _change_zone(visit, None)


async def hide(visit: Visit, value: str) -> Reply:
    await visit.write(lambda connection: set_board_name(connection, visit.visitor, None, visit.now))
    return view.saved(visit.words, await _card(visit))


async def keep_misses(visit: Visit, value: str) -> Reply:
    """Whether questions that find nothing are kept. Those that were have no author, so they stay."""
    keep = value == "keep"
    await visit.write(lambda connection: set_consent(connection, visit.visitor, keep))
    return view.saved(visit.words, await _card(visit))


async def tell_questions(visit: Visit, value: str) -> Reply:
    """Whether an instructor hears of questions that wait here."""
    tell = value == "tell"
    await visit.write(lambda db: set_telling(db, visit.learner.id, visit.community.id, tell))
    return view.saved(visit.words, await _card(visit))


async def choose_home(visit: Visit, value: str) -> Reply:
    group = row_id(visit.value("choice"))
    if not await visit.write(lambda connection: store.set_home(connection, visit.learner.id, group)):
        raise UserError(visit.words("You are not in that group. /me settings shows those you are in."))
    return view.saved(visit.words, await _card(visit))


async def export(visit: Visit) -> Reply:
    sections = await visit.read(lambda connection: Export(connection, visit.core.library, visit.learner.id).sections())
    return data_view.export_card(visit.words, as_file(data_view.explanation(visit.words), visit.now, sections))


async def ask_deletion(visit: Visit) -> Reply:
    return data_view.delete_card(visit.words, await visit.read(lambda db: store.holdings(db, visit.learner.id)))


async def delete(visit: Visit, value: str) -> Reply:
    """Records no event, so that nothing is written after the end; pressed twice it finds nothing to delete."""
    alone = await visit.write_again(lambda connection: forget(connection, visit.learner.id))
    for community_id in alone:
        visit.core.library.overlay(community_id, ())
    return data_view.deleted(visit.words)


async def keep(visit: Visit, value: str) -> Reply:
    return data_view.kept(visit.words)


async def _change_zone(visit: Visit, zone: str | None) -> Reply:
    def save(connection: sa.Connection) -> None:
        store.set_zone(connection, visit.learner.id, zone)

    await visit.write(save)
    return view.saved(visit.words, await _card(visit))


async def _card(visit: Visit) -> Reply:
    return view.settings_card(visit.words, await visit.read(lambda db: store.settings_of(db, visit.visitor)))


COMMANDS = (
    Command(
        "me settings",
        "Your time zone, your name on the leaderboard, your group in direct messages",
        settings,
        (Option("zone", "Your city, which sets when your day ends", suggest=suggest_zones, max_length=60),),
        example="/me settings zone:London",
    ),
    Command("me export", "Everything that is kept about you, as a file", export, example="/me export"),
    Command("me delete", "Delete everything that is kept about you", ask_deletion, example="/me delete"),
)
ACTIONS = (
    Action("me.zone", ask_zone, answers=Answers.FORM),
    Action("me.zone.save", save_zone, answers=Answers.PRIVATE),
    Action("me.zone.group", use_group_zone),
    Action("me.hide", hide),
    Action("me.home", choose_home),
    Action("me.misses", keep_misses),
    Action("me.questions", tell_questions),
    Action("me.delete", delete),
    Action("me.keep", keep),
)
