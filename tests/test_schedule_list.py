"""/schedule list, the card of one schedule, and resuming: one or all, each only where it can be posted to."""

from __future__ import annotations

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.slack.limits import MESSAGE_BLOCKS as SLACK_BLOCKS
from adapters.slack.limits import MESSAGE_TOTAL as SLACK_TOTAL
from bot.chat.reply import Reply
from tests.talk import Talk, text_of


async def boss(talk: Talk, line: str) -> Reply:
    return await talk.say("grace", line, manager=True)


async def choose(talk: Talk, number: int) -> Reply:
    return await talk.act("grace", "schedule.open:", manager=True, values={"choice": (str(number),)})


def labels(reply: Reply) -> list[str]:
    return [one.label for one in reply.buttons]


async def test_one_schedule_has_all_its_buttons_in_the_list(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    listing = await boss(talk, "/schedule list")
    assert labels(listing) == ["Pause", "Next seven posts", "Next post in full", "History", "Remove"]
    assert listing.menus == ()


async def test_several_are_chosen_from_a_menu_and_each_opens_its_card(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    await boss(talk, "/schedule add question 9:00 mon")
    listing = await boss(talk, "/schedule list")
    assert [choice.label for choice in listing.menus[0].choices] == [
        "1 · Fact, every day at 13:00",
        "2 · Question, Mon at 09:00",
    ]
    card = await choose(talk, 2)
    assert card.title == "Schedule 2: running"
    assert labels(card) == ["Pause", "Next seven posts", "Next post in full", "History", "Remove", "All schedules"]
    paused = await talk.press("grace", card, "Pause", manager=True)
    assert "Schedule 2 posts nothing until /schedule resume 2. A break that ends by itself: resume" in text_of(paused)
    assert labels(await choose(talk, 2))[0] == "Resume"
    back = await talk.press("grace", await choose(talk, 2), "All schedules", manager=True)
    assert [field.name for field in back.fields] == ["Schedule 1: running", "Schedule 2: paused"]


async def test_every_button_of_a_card_leads_somewhere(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    card = await choose(talk, 1)
    for label, title in (
        ("Next seven posts", "The next posts of schedule 1"),
        ("Next post in full", "In mouse muscle, the needle mostly parted the fibres"),
        ("History", "History of schedule 1"),
        ("Remove", "Remove schedule 1?"),
    ):
        assert (await talk.press("grace", card, label, manager=True)).title == title


async def test_twenty_schedules_with_troubles_are_all_shown_and_can_all_be_reached(talk: Talk) -> None:
    for number in range(20):
        line = f"/schedule add daily {number}:05,{number}:15,{number}:25,23:5{number % 10} mon,wed,fri"
        await boss(talk, f'{line} until:"12 June" skip:"24 - 27 Mar, 1 Apr, 5 Apr" holidays:England')
    talk.board.refuse = "Give the bot View Channel and Send Messages in this channel."
    await talk.pass_time(hours=4)
    talk.board.refuse = ""
    await talk.pass_time(days=5)
    refused = await boss(talk, "/schedule add daily 8")
    assert "There are 20 schedules already" in text_of(refused)
    listing = await boss(talk, "/schedule list")
    assert len(listing.menus[0].choices) == len(listing.fields) == 20
    payload = discord.card(listing).payload
    description = payload["embeds"][0]["description"]
    assert len(description) <= 4096
    assert len(payload["components"]) <= 5
    assert len(payload["components"][0]["components"][0]["options"]) == 20
    for number in range(1, 21):
        assert f"Schedule {number}: " in description
    assert "missed lately" in description
    blocks = slack.blocks(listing, SLACK_BLOCKS, SLACK_TOTAL)
    assert len(blocks) <= 50
    assert "Schedule 20: " in str(blocks)
    assert (await choose(talk, 20)).title == "Schedule 20: running"


async def test_an_ended_schedule_says_so_and_how_to_go_on(talk: Talk) -> None:
    await boss(talk, '/schedule add fact 13:00 until:"3 March"')
    await talk.pass_time(days=3)
    listing = await boss(talk, "/schedule list")
    assert listing.fields[0].name == "Schedule 1: ended"
    assert "/schedule change 1 gives it a later end." in text_of(listing)
    assert "Pause" not in labels(listing)
    refused = await boss(talk, "/schedule resume 1")
    assert "Schedule 1 has no date left" in text_of(refused)
    await boss(talk, "/schedule change 1 until:none")
    assert (await boss(talk, "/schedule list")).fields[0].name == "Schedule 1: running"


async def test_a_schedule_is_resumed_only_where_it_can_be_posted_to(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    talk.board.refuse = "Give the bot Send Messages in this channel."
    await talk.pass_time(hours=1)
    refused = await boss(talk, "/schedule resume 1")
    assert "I can't post there. Give the bot Send Messages in this channel." in text_of(refused)
    assert (await boss(talk, "/schedule list")).fields[0].name == "Schedule 1: paused"
    talk.board.refuse = ""
    assert (await boss(talk, "/schedule resume 1")).title == "Schedule 1 runs"


async def test_a_closed_history_is_told_when_a_schedule_is_made_changed_and_resumed(talk: Talk) -> None:
    talk.board.readable = False
    for line in (
        "/schedule add fact 13:00",
        "/schedule change 1 time:14:00",
        "/schedule resume 1",
    ):
        told = text_of(await boss(talk, line))
        assert told.count("at most once") == 1
        assert "Give me Read Message History." in told


async def test_all_that_are_paused_are_resumed_at_once_each_checked(talk: Talk) -> None:
    for channel in ("one", "two", "three"):
        await boss(talk, f"/schedule add what:fact time:13:00 channel:{channel}")
    await boss(talk, '/schedule add what:fact time:13:00 until:"3 March"')
    await boss(talk, "/schedule pause 1")
    listing = await boss(talk, "/schedule list")
    assert "Resume all paused" not in labels(listing)
    await boss(talk, "/schedule pause 2")
    await boss(talk, "/schedule pause 4")
    await talk.pass_time(days=3)
    done = await talk.press("grace", await boss(talk, "/schedule list"), "Resume all paused", manager=True)
    assert done.title == "Resumed: 2 of 3"
    assert [field.name for field in done.fields] == [
        "Schedule 1 runs",
        "Schedule 2 runs",
        "Schedule 4 stays paused",
    ]
    names = [field.name for field in (await boss(talk, "/schedule list")).fields]
    assert [name.split(",")[0] for name in names] == [
        "Schedule 1: running",
        "Schedule 2: running",
        "Schedule 3: running",
        "Schedule 4: paused",
    ]


@pytest.mark.parametrize("action", ["schedule.open:1", "schedule.list", "schedule.resume-all", "schedule.preview:1"])
async def test_presses_are_for_managers(talk: Talk, action: str) -> None:
    await boss(talk, "/schedule add fact 13:00")
    assert "Only managers" in text_of(await talk.act("ana", action))


async def test_a_forged_choice_is_refused(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    for value in ("9", "x", "1.5", "9" * 40):
        card = await talk.act("grace", "schedule.open:", manager=True, values={"choice": (value,)})
        assert "There is no schedule" in text_of(card)
