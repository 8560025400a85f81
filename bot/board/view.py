"""The leaderboard in words. Names come from outside, so they are plain spans and nobody is pinged."""

from __future__ import annotations

from datetime import datetime

from bot.board.model import ALL, MONTH, PERIODS, WEEK, Page
from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply, Style
from bot.chat.text import Text, join, plain, strong
from bot.scores.model import Ranked
from bot.words import Words


def board_card(words: Words, page: Page, board_name: str | None, since: datetime | None, zone: str) -> Reply:
    note = words("Page {number} of {pages}", number=page.number, pages=page.pages) if page.pages > 1 else ""
    return Reply(
        title=words("Leaderboard · {period}", period=_title(words, page.period)),
        note=plain(note),
        body=join(_row(words, ranked, page.learner_id) for ranked in page.rows)
        or _empty(words, page.period, board_name is not None),
        fields=(Field(words("Your place"), plain(_own(words, page, board_name))),),
        buttons=_buttons(words, page, board_name),
        footnote=plain(_since(words, since, zone)),
    )


def _row(words: Words, ranked: Ranked, reader: int) -> Text:
    mine = words(" (you)") if ranked.row.learner_id == reader else ""
    points = words.plural("{count} point", "{count} points", ranked.row.points)
    return (*strong(f"{words.number(ranked.rank)}. "), *plain(ranked.row.name), *plain(f"{mine} – {points}"))


def _empty(words: Words, period: str, on_board: bool) -> Text:
    when = {
        WEEK: words("Nobody on the board has points this week yet."),
        MONTH: words("Nobody on the board has points this month yet."),
        ALL: words("Nobody on the board has points yet."),
    }[period]
    if on_board:
        how = words("The first right answer in /quiz or under a daily card takes the lead.")
    else:
        how = words(
            "To get on it, choose a name with Join, then answer a question right in /quiz or under a daily card."
        )
    return plain(f"{when} {how}")


def _own(words: Words, page: Page, board_name: str | None) -> str:
    if board_name is None:
        return words("You are not on the board, and nobody sees your points. Join shows them under a name you choose.")
    if page.own is None:
        return words("No points in this time yet. One right answer puts you on the board.")
    points = words.plural("{count} point", "{count} points", page.own.row.points)
    return words("You: {place}, {points}", place=_place(words, page.own.rank), points=points)


def _place(words: Words, rank: int) -> str:
    """“12th”; a language that writes all of them alike gives all four sentences the same words."""
    number = words.number(rank)
    last = 0 if rank % 100 in (11, 12, 13) else rank % 10
    if last == 1:
        return words("{rank}st", rank=number)
    if last == 2:
        return words("{rank}nd", rank=number)
    return words("{rank}rd", rank=number) if last == 3 else words("{rank}th", rank=number)


def _since(words: Words, since: datetime | None, zone: str) -> str:
    ties = words("Equal points share a place.")
    if since is None:
        return ties
    start = words("Counted since {date} on the group's clock ({zone}).", date=words.date(since.date()), zone=zone)
    return f"{start} {ties}"


def _buttons(words: Words, page: Page, board_name: str | None) -> tuple[Button, ...]:
    """At most five: Discord's row."""
    buttons: list[Button] = []
    if page.number > 1:
        buttons.append(_page_button(words("Previous"), page.period, page.number - 1))
    if page.number < page.pages:
        buttons.append(_page_button(words("Next"), page.period, page.number + 1))
    buttons += [_page_button(_title(words, period), period, 1) for period in PERIODS if period != page.period]
    if board_name is None:
        buttons.append(Button(words("Join"), encode("board.join"), style=Style.PRIMARY))
    return tuple(buttons)


def _page_button(label: str, period: str, number: int) -> Button:
    return Button(label, encode("board.page", f"{period}.{number}"))


def _title(words: Words, period: str) -> str:
    return {WEEK: words("This week"), MONTH: words("This month"), ALL: words("All time")}[period]
