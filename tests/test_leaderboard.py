"""/leaderboard: only who chose to be on it, fair places, nobody pinged."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.board.model import page_of
from bot.chat.reply import Reply
from bot.chat.text import Kind, flatten
from bot.people.store import admit
from bot.scores.invitation import set_board_name
from bot.scores.model import Row, ranked
from bot.store.tables import answer, award, community
from bot.store.tables import posed as posed_table
from bot.store.upsert import new_id
from tests.fakes import MONDAY_NOON, SERVER, person, place
from tests.play import play
from tests.talk import Talk, text_of


async def join(talk: Talk, who: str, name: str) -> Reply:
    form = await talk.press(who, await talk.say(who, "/leaderboard"), "Join")
    return await talk.submit(who, form, name=name)


async def given(talk: Talk, who: str, points: int, *, name: str | None, at: datetime = MONDAY_NOON) -> None:
    """Somebody with so many points, without the way to them."""

    def save(connection: sa.Connection) -> None:
        visitor = admit(connection, person(who), SERVER, "Cohort", at)
        keys = {"learner_id": visitor.learner.id, "community_id": visitor.community.id}
        question = {**keys, "item_id": "x", "revision": "1", "options": [], "context": "quiz", "opens_at": at}
        posed_id = new_id(connection, posed_table, question)
        said = {"posed_id": posed_id, "attempt": 1, "options": list[str](), "outcome": "right", "zone": "UTC"}
        answer_id = new_id(connection, answer, {**keys, **said, "late": False, "at": at, "day": at.date()})
        worth = {"answer_id": answer_id, "item_id": "x", "points": points, "at": at}
        connection.execute(sa.insert(award).values(**keys, **worth))
        if name:
            set_board_name(connection, visitor, name, at)

    await talk.write(save)


def lines(card: Reply) -> list[str]:
    return flatten(card.body).split("\n")


async def test_an_empty_board_says_how_to_get_on_it(talk: Talk) -> None:
    text = text_of(await talk.say("student1", "/leaderboard"))
    assert "Nobody on the board has points this week yet." in text
    assert "choose a name with Join" in text
    assert "You are not on the board" in text


async def test_who_is_on_an_empty_board_is_not_told_to_join(talk: Talk) -> None:
    await join(talk, "student1", "Anna")
    text = text_of(await talk.say("student1", "/leaderboard"))
    assert "takes the lead" in text
    assert "Join" not in text


async def test_points_show_only_after_joining_and_under_the_chosen_name(talk: Talk) -> None:
    await play(talk, "student1", right=2)
    assert "20 points" not in text_of(await talk.say("student2", "/leaderboard"))
    await join(talk, "student1", "Anna")
    text = text_of(await talk.say("student2", "/leaderboard"))
    assert "1. Anna – 20 points" in text
    assert "Student1" not in text


async def test_equal_points_share_a_place_and_mine_is_marked(talk: Talk) -> None:
    for who, points in (("ana", 30), ("ben", 30), ("cy", 10)):
        await given(talk, who, points, name=who.capitalize())
    card = await talk.say("cy", "/leaderboard")
    assert lines(card) == ["1. Ana – 30 points", "1. Ben – 30 points", "3. Cy (you) – 10 points"]
    assert "You: 3rd, 10 points" in text_of(card)


async def test_ten_a_page_with_my_own_place_on_every_page(talk: Talk) -> None:
    for number in range(12):
        await given(talk, f"s{number}", 200 - 10 * number, name=f"Name {number}")
    first = await talk.say("s11", "/leaderboard")
    assert len(lines(first)) == 10
    assert "You: 12th, 90 points" in text_of(first)
    second = await talk.press("s11", first, "Next")
    assert lines(second)[-1] == "12. Name 11 (you) – 90 points"
    assert "You: 12th" in text_of(second)
    assert lines(await talk.press("s11", second, "Previous")) == lines(first)


async def test_week_month_and_all_time(talk: Talk) -> None:
    await given(talk, "ana", 10, name="Ana", at=datetime(2026, 3, 10, tzinfo=UTC))
    await given(talk, "ana", 5, name="Ana", at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    await given(talk, "ana", 1, name="Ana", at=datetime(2026, 2, 1, tzinfo=UTC))
    talk.clock.set(datetime(2026, 3, 12, tzinfo=UTC))
    week = await talk.say("ana", "/leaderboard")
    month = await talk.press("ana", week, "This month")
    ever = await talk.say("ana", "/leaderboard period:all")
    assert [lines(card)[0][-9:] for card in (week, month, ever)] == ["10 points", "15 points", "16 points"]


async def test_the_week_is_the_groups_own(talk: Talk) -> None:
    """Sunday 23:30 in UTC is Monday in Berlin already."""
    await given(talk, "ana", 10, name="Ana", at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert "1. Ana" not in text_of(await talk.say("ana", "/leaderboard"))
    await talk.write(lambda connection: connection.execute(sa.update(community).values(zone="Europe/Berlin")))
    assert "1. Ana" in text_of(await talk.say("ana", "/leaderboard"))


async def test_names_from_outside_are_plain_text(talk: Talk) -> None:
    await given(talk, "ana", 10, name="@everyone **<@123>**")
    card = await talk.say("ben", "/leaderboard")
    assert "@everyone **<@123>**" in [span.text for span in card.body if span.kind is Kind.PLAIN]


async def test_other_groups_are_not_on_the_board(talk: Talk) -> None:
    await given(talk, "ana", 10, name="Ana")
    elsewhere = await talk.say("ben", "/leaderboard", where=place("another"))
    assert "Ana" not in text_of(elsewhere)


async def test_a_forged_page_is_refused_and_a_page_too_far_gives_the_last(talk: Talk) -> None:
    await given(talk, "ana", 10, name="Ana")
    for forged in ("year.1", "week", "week.-1", "week.x", "week.9999999"):
        assert "/leaderboard shows the board" in text_of(await talk.act("ana", f"board.page:{forged}"))
    assert "1. Ana" in text_of(await talk.act("ana", "board.page:week.99"))
    assert "week, month or all" in text_of(await talk.say("ana", "/leaderboard period:year"))


def test_the_place_is_known_on_every_page() -> None:
    board = ranked([Row(number, f"n{number}", 100 - number) for number in range(25)])
    page = page_of(board, "week", 3, 0)
    assert (page.number, page.pages, len(page.rows)) == (3, 3, 5)
    assert page.own is not None
    assert page.own.rank == 1
