"""/setup, /schedule and /cohort as a manager and as somebody who isn't one."""

from __future__ import annotations

import pytest

from bot.chat.reply import Reply
from bot.chat.text import flatten
from tests.talk import Talk, form_of


async def preview(talk: Talk, **values: str) -> Reply:
    form = form_of(await talk.say("grace", "/setup London", manager=True))
    filled = {field.name: field.value for field in form.fields} | {name: (text,) for name, text in values.items()}
    return await talk.act("grace", form.action, manager=True, values=filled)


async def test_setup_previews_and_then_starts(talk: Talk) -> None:
    shown = await preview(talk, time="7.30")
    assert shown.title == "Shall it start like this?"
    assert "Tue 3 Mar 2026, 07:30 (Europe/London)" in flatten(shown.fields[0].text)
    assert talk.board.posts == {}
    started = await talk.press("grace", shown, "Start", manager=True)
    assert started.title == "Started"
    await talk.pass_time(hours=19.5)
    assert len(talk.board.posts) == 1


async def test_setting_up_twice_changes_the_schedule_instead_of_doubling_it(talk: Talk) -> None:
    for time in ("08:00", "09:00"):
        await talk.press("grace", await preview(talk, time=time), "Start", manager=True)
    listing = await talk.say("grace", "/schedule list", manager=True)
    assert [field.name for field in listing.fields] == ["Schedule 1: running"]
    assert "09:00" in flatten(listing.fields[0].text)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("time", "25:00", "I can't read the time “25:00”"),
        ("zone", "Atlantis", "I don't know the time zone “Atlantis”"),
        ("days", "someday", "I can't read the days “someday”"),
    ],
)
async def test_a_wrong_word_in_the_form_is_named_with_the_remedy(talk: Talk, name: str, typed: str, told: str) -> None:
    assert told in flatten((await preview(talk, **{name: typed})).body)


async def test_a_channel_that_cannot_be_posted_to_is_told_at_once(talk: Talk) -> None:
    talk.board.refuse = "Give me Send Messages in that channel."
    shown = await preview(talk)
    assert "Give me Send Messages" in flatten(shown.body)


async def test_a_channel_whose_history_is_closed_is_told_about(talk: Talk) -> None:
    talk.board.readable = False
    added = await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)
    assert "Read Message History" in flatten(added.fields[-1].text)


@pytest.mark.parametrize("line", ["/setup", "/schedule list", "/schedule add what:fact time:8", "/cohort settings"])
async def test_managing_is_for_managers(talk: Talk, line: str) -> None:
    assert "Only managers and instructors" in flatten((await talk.say("ana", line)).body)


async def test_presses_are_checked_as_well_as_commands(talk: Talk) -> None:
    shown = await preview(talk)
    refused = await talk.press("ana", shown, "Start")
    assert "Only managers and instructors" in flatten(refused.body)


async def test_a_named_instructor_may_manage_until_un_named(talk: Talk) -> None:
    await talk.say("ana", "/fact")
    await talk.say("grace", "/cohort instructors add:ana", manager=True)
    assert (await talk.say("ana", "/schedule list")).title == "No schedules yet"
    await talk.say("grace", "/cohort instructors remove:ana", manager=True)
    assert "Only managers" in flatten((await talk.say("ana", "/schedule list")).body)


async def test_a_topic_that_is_switched_off_is_not_dealt_any_more(talk: Talk) -> None:
    await talk.act("grace", "cohort.taught:", manager=True, values={"topics": ("myths",)})
    for _ in range(5):
        note = flatten((await talk.say("ana", "/fact")).note)
        assert "Myths" in note


async def test_a_test_post_is_shown_privately_first(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:daily time:13:00", manager=True)
    shown = await talk.say("grace", "/schedule test 1", manager=True)
    assert "Preview, only you can see it" in flatten(shown.note)
    assert talk.board.posts == {}
    await talk.press("grace", shown, "Post it now", manager=True)
    await talk.pass_time()
    assert [field.text for field in talk.board.shown[0].fields] == [field.text for field in shown.fields]
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 2


async def test_a_schedule_that_is_not_there(talk: Talk) -> None:
    reply = await talk.say("grace", "/schedule pause 9", manager=True)
    assert "There is no schedule “9” here. /schedule list shows them all." in flatten(reply.body)


async def test_a_forged_start_is_refused(talk: Talk) -> None:
    for code in ("nonsense", "d.9999.1.c.Europe/London", "d.0800.9.c.Europe/London", "d.0800.1.c.Nowhere"):
        reply = await talk.act("grace", f"setup.start:{code}", manager=True)
        assert reply.tone.value == "warning"


async def test_one_preview_makes_one_post_however_often_it_is_pressed(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)
    shown = await talk.say("grace", "/schedule test 1", manager=True)
    for _ in range(2):
        await talk.press("grace", shown, "Post it now", manager=True)
    await talk.pass_time()
    assert len(talk.board.posts) == 1


async def test_the_next_posts_of_a_changed_schedule_leave_out_the_day_that_had_its_post(talk: Talk) -> None:
    await talk.press("grace", await preview(talk, time="13:00"), "Start", manager=True)
    await talk.pass_time(hours=2)
    assert len(talk.board.posts) == 1
    changed = await talk.press("grace", await preview(talk, time="17:00"), "Start", manager=True)
    assert flatten(changed.fields[0].text).startswith("Tue 3 Mar 2026, 17:00")
    await talk.pass_time(hours=12)
    assert len(talk.board.posts) == 1
    await talk.pass_time(hours=16)
    assert len(talk.board.posts) == 2


async def test_a_removed_schedule_says_how_to_have_it_back(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:daily time:8.30 days:weekdays topic:myths", manager=True)
    asked = await talk.say("grace", "/schedule remove 1", manager=True)
    assert asked.title == "Remove schedule 1?"
    gone = await talk.press("grace", asked, "Remove it", manager=True)
    line = "/schedule add what:daily time:08:30 days:mon,tue,wed,thu,fri topic:myths"
    assert line in flatten(gone.body)
    assert (await talk.say("grace", line, manager=True)).title == "Schedule 2 runs"


async def test_a_refused_form_opens_again_as_it_was_filled_in(talk: Talk) -> None:
    refused = await preview(talk, time="25:00", zone="Lisbon", days="weekdays", what="question", channel="c7")
    assert flatten(refused.body).startswith("I can't read the time “25:00”.")
    again = await talk.press("grace", refused, "Change", manager=True)
    filled = {field.name: field.value for field in form_of(again).fields}
    assert filled == {
        "channel": ("c7",),
        "zone": ("Europe/Lisbon",),
        "time": ("08:00",),
        "days": ("weekdays",),
        "what": ("question",),
    }


async def test_change_after_the_preview_keeps_what_was_filled_in(talk: Talk) -> None:
    again = await talk.press("grace", await preview(talk, time="7pm"), "Change", manager=True)
    filled = {field.name: field.value for field in form_of(again).fields}
    assert (filled["time"], filled["zone"]) == (("19:00",), ("Europe/London",))


@pytest.mark.parametrize("code", ["", "x.08:00.0.c.UTC", "d.08:00.9.c.UTC", "d", "d.....", "d.08:00.0"])
async def test_a_forged_draft_opens_a_new_form(talk: Talk, code: str) -> None:
    reply = await talk.act("grace", f"setup.open:{code}", manager=True)
    assert [field.name for field in form_of(reply).fields] == ["channel", "zone", "time", "days", "what"]


async def test_a_paused_schedule_lists_no_next_posts(talk: Talk) -> None:
    await talk.press("grace", await preview(talk), "Start", manager=True)
    await talk.say("grace", "/schedule pause 1", manager=True)
    told = flatten((await talk.say("grace", "/schedule list", manager=True)).fields[0].text)
    assert "It posts nothing until you press Resume." in told
    assert "Next:" not in told


async def test_a_refused_post_is_counted_once_with_its_time(talk: Talk) -> None:
    await talk.press("grace", await preview(talk), "Start", manager=True)
    talk.board.refuse = "Give me Send Messages in that channel."
    await talk.pass_time(hours=20)
    await talk.pass_time(minutes=5)
    told = flatten((await talk.say("grace", "/schedule list", manager=True)).fields[0].text)
    assert "Paused because: Give me Send Messages in that channel." in told
    assert "1 post was missed lately: Tue 3 Mar 2026, 08:00 (Europe/London)" in told
