"""/cohort misses: what is asked and not found, for managers and instructors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import sqlalchemy as sa

from bot.chat.codec import row_id
from bot.chat.command import Action, Answers, Command, Who
from bot.chat.reply import Reply
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.faq.desk import DESKS
from bot.library.items import Entry
from bot.misses import list_view, settling, store
from bot.misses.letter import letter
from bot.misses.likeness import in_meaning, likeness
from bot.misses.model import LONGEST_REPLY, Group, Inquiry, Miss, to_look_at
from bot.outbox import store as outbox


async def listing(visit: Visit) -> Reply:
    return await _page(visit, 0)


async def page(visit: Visit, value: str) -> Reply:
    return await _page(visit, row_id(value))


async def open_list(visit: Visit, value: str) -> Reply:
    """From the notice. A direct message belongs to one group, and the list may be another one's."""
    if row_id(value) != visit.community.id:
        raise UserError(list_view.other_group(visit.words))
    return await _page(visit, 0)


async def quiet(visit: Visit, value: str) -> Reply:
    await visit.write(lambda db: store.set_telling(db, visit.learner.id, row_id(value), False))
    return list_view.quiet(visit.words, row_id(value))


async def tell(visit: Visit, value: str) -> Reply:
    await visit.write(lambda db: store.set_telling(db, visit.learner.id, row_id(value), True))
    return list_view.told_again(visit.words)


async def reply(visit: Visit, value: str) -> Reply:
    return Reply(form=list_view.reply_form(visit.words, await _open_inquiry(visit, row_id(value))))


async def answer(visit: Visit, value: str) -> Reply:
    """The reply goes out by the outbox, in the transaction that closes the question."""
    text = cut(visit.value("reply"), LONGEST_REPLY)
    if not text:
        raise UserError(visit.words("An empty reply helps nobody. Nothing was sent."))

    def save(connection: sa.Connection) -> Inquiry:
        found = store.answer(connection, visit.community.id, row_id(value), text)
        if found is None:
            raise UserError(list_view.gone(visit.words))
        outbox.add(connection, letter(found, visit.now))
        return found

    answered = await visit.write(save)
    visit.core.bell.ring()
    return list_view.replied(visit.words, answered)


async def elsewhere(visit: Visit, value: str) -> Reply:
    text = await _miss(visit, value)
    await _settle(visit, lambda db: settling.answer_elsewhere(db, visit.community.id, text))
    return list_view.answered_elsewhere(visit.words, text)


async def entries(visit: Visit, value: str) -> Reply:
    text, shelf = await _miss(visit, value), visit.shelf
    hits = await asyncio.to_thread(lambda: DESKS.make(shelf).nearest(shelf, text))
    nearest = [shelf.entries[hit.id] for hit in hits if hit.id in shelf.entries]
    return list_view.entries_menu(visit.words, text, value, nearest)


async def example(visit: Visit, value: str) -> Reply:
    text, entry = await _miss(visit, value), _entry(visit, visit.value("choice"))
    await _settle(visit, lambda db: settling.add_example(db, visit.community.id, entry.id, text))
    return list_view.added(visit.words, text, entry)


async def settled(visit: Visit, value: str) -> Reply:
    return list_view.settled(visit.words, visit.shelf)


async def back(visit: Visit, value: str) -> Reply:
    """By the Undo button, or chosen from what is settled."""
    code = value or visit.value("choice")
    await visit.write(lambda connection: settling.take_back(connection, visit.community.id, code))
    return list_view.taken_back(visit.words)


async def _page(visit: Visit, number: int) -> Reply:
    """Grouping takes a moment, so it is a thread's work."""

    def look(connection: sa.Connection) -> tuple[list[Inquiry], list[Miss]]:
        return store.open_inquiries(connection, visit.community.id), store.misses(connection, visit.community.id)

    shelf = visit.shelf
    inquiries, misses = await visit.read(look)
    elsewhere, examples = shelf.answered_elsewhere, [text for _, text in shelf.examples_added]
    groups: list[Group] = await asyncio.to_thread(
        lambda: to_look_at(misses, elsewhere, examples, likeness, in_meaning(DESKS.make(shelf).alike))
    )
    return list_view.listing(visit.words, inquiries, groups, number, settled=bool(elsewhere or examples))


async def _settle(visit: Visit, work: Callable[[sa.Connection], None]) -> None:
    try:
        await visit.write(work)
    except settling.Full:
        raise UserError(list_view.full(visit.words)) from None


async def _open_inquiry(visit: Visit, number: int) -> Inquiry:
    found = await visit.read(lambda connection: store.open_inquiry(connection, visit.community.id, number))
    if found is None:
        raise UserError(list_view.gone(visit.words))
    return found


async def _miss(visit: Visit, miss_id: str) -> str:
    found = await visit.read(lambda connection: store.find_miss(connection, visit.community.id, miss_id))
    if found is None:
        raise UserError(list_view.gone(visit.words))
    return found


def _entry(visit: Visit, entry_id: str) -> Entry:
    found = visit.shelf.entries.get(entry_id)
    if found is None:
        raise UserError(visit.words("This entry is no longer taught here."))
    return found


COMMANDS = (
    Command(
        "cohort misses",
        "What was asked and not found, and questions to the instructors",
        listing,
        (),
        Who.MANAGERS,
        example="/cohort misses",
    ),
)
ACTIONS = (
    Action("misses.page", page, Who.MANAGERS),
    Action("misses.open", open_list, Who.MANAGERS, Answers.PRIVATE),
    Action("misses.quiet", quiet),
    Action("misses.tell", tell),
    Action("misses.reply", reply, Who.MANAGERS, Answers.FORM),
    Action("misses.answer", answer, Who.MANAGERS, Answers.PRIVATE),
    Action("misses.elsewhere", elsewhere, Who.MANAGERS),
    Action("misses.entries", entries, Who.MANAGERS),
    Action("misses.example", example, Who.MANAGERS),
    Action("misses.settled", settled, Who.MANAGERS),
    Action("misses.back", back, Who.MANAGERS),
)
