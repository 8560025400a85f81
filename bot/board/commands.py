"""/leaderboard, its pages and periods."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.board import store, view
from bot.board.model import ALL, MONTH, PERIODS, WEEK, page_of
from bot.chat.command import Action, Command, Option, OptionType
from bot.chat.reply import Choice, Reply
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.scores.model import period_start, ranked


async def leaderboard(visit: Visit, period: str = WEEK) -> Reply:
    return await _page(visit, period, 1)


async def turn(visit: Visit, value: str) -> Reply:
    period, _, number = value.partition(".")
    if period not in PERIODS or not number.isdecimal() or len(number) > 6:
        raise UserError(visit.words("This button can't be read. /leaderboard shows the board."))
    return await _page(visit, period, int(number))


async def _page(visit: Visit, period: str, number: int) -> Reply:
    """The week and the month are the community's, so that everybody sees the same board."""
    zone = visit.community.zone
    since = period_start(period, visit.now.astimezone(ZoneInfo(zone)))
    rows = await visit.read(lambda connection: store.board(connection, visit.community.id, since))
    page = page_of(ranked(rows), period, number, visit.learner.id)
    return view.board_card(visit.words, page, visit.membership.board_name, since, zone)


_CHOICES = (Choice("This week", WEEK), Choice("This month", MONTH), Choice("All time", ALL))
COMMANDS = (
    Command(
        "leaderboard",
        "Points of those who chose to show theirs",
        leaderboard,
        (
            Option(
                "period", "This week (unless you choose), this month or all time", OptionType.CHOICE, choices=_CHOICES
            ),
        ),
        example="/leaderboard period:month",
    ),
)
ACTIONS = (Action("board.page", turn),)
