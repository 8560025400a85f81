"""Whether a place can be posted to, and what a manager should know about it."""

from __future__ import annotations

from bot.chat.people import Place
from bot.chat.port import Unclear
from bot.chat.visit import Visit
from bot.errors import UserError


async def remark_on(visit: Visit, place: Place) -> str:
    """What a manager should know about a place. Raises UserError if it can't be posted to."""
    chat = visit.core.chats.get(place.platform)
    if chat is None:
        return visit.words("This face isn't connected at the moment; posts begin when it is.")
    try:
        reach = await chat.reach(place)
    except Unclear:
        return visit.words("I couldn't check this channel just now. Press “Preview the next post” to try it.")
    if not reach.post:
        raise UserError(visit.words("I can't post there. {remedy}", remedy=reach.remedy))
    if not reach.history:
        return visit.words(
            "I may not read this channel's history. If I'm cut off in the middle of a post, I can't look whether it "
            "arrived, and leave it out rather than risk it twice: at most once, maybe not at all. {remedy}",
            remedy=reach.remedy,
        )
    return ""


async def remark_or_refusal(visit: Visit, place: Place) -> str:
    """The same, where a place that can't be posted to is only to be told of."""
    try:
        return await remark_on(visit, place)
    except UserError as error:
        return str(error)
