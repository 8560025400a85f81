"""/schedule add and change with several times, an end, dates left out and public holidays; and the way back."""

from __future__ import annotations

import pytest

from bot.chat.people import Place
from bot.schedule import store
from bot.schedule.model import Schedule
from tests.fakes import SERVER, person
from tests.talk import Talk, text_of


async def boss(talk: Talk, line: str, where: Place = SERVER) -> str:
    return text_of(await talk.say("grace", line, manager=True, where=where))


async def stored(talk: Talk, number: int = 1) -> Schedule:
    found = await talk.read(lambda connection: store.find(connection, 1, number))
    assert found is not None
    return found


FULL = '/schedule add what:daily time:"08:00, 20:00" days:weekdays until:"12 June" skip:"24 - 27 Mar" holidays:England'


async def test_everything_that_a_schedule_can_say_is_said_in_one_line(talk: Talk) -> None:
    told = await boss(talk, FULL)
    assert (
        "Daily card, weekdays at 08:00 and 20:00 (UTC), not on public holidays (England), without 24 – 27 Mar 2026, "
        "until 12 June 2026 · #general" in told
    )
    assert "The next three posts\nMon 2 Mar 2026, 20:00 (UTC)\nTue 3 Mar 2026, 08:00" in told


async def test_it_posts_at_each_time_and_not_on_a_date_left_out_a_holiday_or_after_the_end(talk: Talk) -> None:
    line = '/schedule add daily time:08:00,20:00 skip:"1 Apr" holidays:England until:"7 April"'
    await boss(talk, line)
    await talk.pass_time(days=29)
    before = len(talk.board.posts)
    for _ in range(24 * 8):
        await talk.pass_time(hours=1)
    # 31 Mar evening, 2 Apr, 4 and 5 Apr, 7 Apr; Good Friday is 3 Apr, Easter Monday 6 Apr
    assert len(talk.board.posts) - before == 1 + 2 + 4 + 2
    assert "Schedule 1: ended" in await boss(talk, "/schedule list")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("time:8,9,10,11,12", "That is 5 times a day"),
        ("time:08:00, 20:00", "Another time should follow “08:00,”"),
        ("time:8 until:12/6/2027", "Write the month in letters: “12 June 2027” or “6 December 2027”"),
        ("time:8 until:12 June", "I can't read the date “12”. Write it like 12 June"),
        ("time:8 skip:24 Dec - 2 Jan", 'put it in quotes: until:"12 June"'),
        ("time:8 until:2020-01-01", "1 January 2020 is over"),
        ("time:8 holidays:Bavria", "I know no public holidays of “Bavria”. Did you mean “Bavaria, Germany”"),
        ("time:8 holliday:Bavaria", "There is no option “holliday” here. There are what, time, days"),
        ("time:8 days:mon weekday:tue", "There is no option “weekday” here"),
        ("time:8 holidays:xqzw", "Write a country or region, such as England or US, or none"),
        ('time:8 days:sun until:"3 March"', "nothing would be posted any more"),
        ('time:8 skip:"3 Mar" until:"3 March"', "nothing would be posted any more"),
    ],
)
async def test_what_cannot_be_read_is_named_with_the_remedy(talk: Talk, options: str, told: str) -> None:
    assert told in await boss(talk, f"/schedule add what:daily {options}")
    assert "No schedules yet" in await boss(talk, "/schedule list")


async def test_a_second_one_of_the_same_kind_and_time_is_pointed_out(talk: Talk) -> None:
    told = "Schedule 1 posts the same in that channel at the same time."
    assert told not in await boss(talk, "/schedule add daily 8,20 days:weekdays")
    assert told in await boss(talk, "/schedule add daily 20:00 days:fri")
    assert told not in await boss(talk, "/schedule add daily 8 days:weekend")
    assert told not in await boss(talk, "/schedule add fact 8")
    assert told not in await boss(talk, "/schedule add daily 8 topic:myths")


async def test_a_change_of_one_thing_leaves_the_rest(talk: Talk) -> None:
    await boss(talk, FULL)
    before = await stored(talk)
    told = await boss(talk, "/schedule change 1 time:09:00")
    after = await stored(talk)
    assert "Time: 09:00 (before: 08:00 and 20:00)" in told
    assert (after.days, after.until, after.skipped, after.holidays, after.what, after.place) == (
        before.days,
        before.until,
        before.skipped,
        before.holidays,
        before.what,
        before.place,
    )


async def test_every_option_can_be_changed_and_cleared(talk: Talk) -> None:
    await boss(talk, FULL)
    told = await boss(
        talk, "/schedule change 1 what:fact days:mon channel:other topic:myths until:none skip:none holidays:none"
    )
    assert "Fact, Mon at 08:00 and 20:00 (UTC) · only " in told
    for line in (
        "What: Fact (before: Daily card)",
        "Days: Mon (before: weekdays)",
        "Channel: #other (before: #general)",
        "(before: all)",
        "Last date: none (before: 12 June 2026)",
        "Dates left out: none (before: 24 – 27 Mar 2026)",
        "Public holidays left out: none (before: England)",
    ):
        assert line in told
    await boss(talk, "/schedule change 1 topic:none")
    plan = await stored(talk)
    assert (plan.topic, plan.until, plan.skipped, plan.holidays) == (None, None, frozenset(), None)


async def test_a_change_can_be_put_back_by_its_button(talk: Talk) -> None:
    await boss(talk, FULL)
    before = await stored(talk)
    changed = await talk.say("grace", "/schedule change 1 time:9 skip:none until:none", manager=True)
    again = await talk.press("grace", changed, "Put it back", manager=True)
    assert "Time: 08:00 and 20:00 (before: 09:00)" in text_of(again)
    after = await stored(talk)
    assert (after.times, after.skipped, after.until) == (before.times, before.skipped, before.until)


async def test_a_way_back_too_long_for_a_button_is_a_line_to_type(talk: Talk) -> None:
    skipped = ",".join(f"2026-04-{day:02}" for day in range(1, 30, 2))
    await boss(talk, f"/schedule add daily 8 skip:{skipped}")
    changed = await talk.say("grace", "/schedule change 1 skip:none", manager=True)
    assert "Put it back" not in [one.label for one in changed.buttons]
    line = text_of(changed).rsplit("To put it back: ", 1)[1]
    await boss(talk, line)
    assert len((await stored(talk)).skipped) == 15


async def test_todays_post_stays_where_it_was_if_its_new_time_has_gone_by(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    told = await boss(talk, "/schedule change 1 time:10:00")
    assert "Its new time has gone by, so this post stays where it was: Mon 2 Mar 2026, 13:00 (UTC)." in told
    assert "The next three posts\nMon 2 Mar 2026, 13:00 (UTC)\nTue 3 Mar 2026, 10:00" in told
    assert "Next: Mon 2 Mar 2026, 13:00 (UTC)" in await boss(talk, "/schedule list")
    assert "Mon 2 Mar, 13:00" in await boss(talk, "/schedule preview 1")
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1
    await talk.pass_time(hours=21)
    assert len(talk.board.posts) == 2


async def test_a_day_that_loses_its_post_is_told_about(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    told = await boss(talk, "/schedule change 1 days:tue")
    assert "There is no post any more today; it would have been at 13:00." in told


async def test_after_todays_post_a_later_time_counts_from_the_next_one(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    await talk.pass_time(hours=2)
    told = await boss(talk, "/schedule change 1 time:20:00")
    assert "Today's post was due already, so the new time counts from the next date." in told
    assert "The next three posts\nTue 3 Mar 2026, 20:00 (UTC)" in told
    assert "Today's post" not in await boss(talk, "/schedule change 1 time:9:00")


async def test_a_date_left_out_in_the_place_of_others_says_how_to_have_both(talk: Talk) -> None:
    await boss(talk, '/schedule add fact 13:00 skip:"24 - 27 Mar"')
    changed = await talk.say("grace", '/schedule change 1 skip:"7 April"', manager=True)
    told = "Not left out any more: 24 – 27 Mar 2026. If those should stay too: "
    line = text_of(changed).split(told)[1].splitlines()[0]
    assert line == "/schedule change 1 skip:2026-03-24..2026-03-27,2026-04-07"
    again = await talk.press("grace", changed, "Put it back", manager=True)
    assert "Not left out any more" not in text_of(again)
    assert "Not left out any more" not in await boss(talk, line)
    assert len((await stored(talk)).skipped) == 5
    assert "Not left out any more" not in await boss(talk, "/schedule change 1 skip:none")


async def test_a_paused_schedule_that_is_changed_stays_paused(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    await boss(talk, "/schedule pause 1")
    assert "Schedule 1 changed, still paused" in await boss(talk, "/schedule change 1 time:14:00")
    await talk.pass_time(hours=4)
    assert talk.board.posts == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/schedule change 1", "Say what to change, for example: /schedule change 1 time:08:00,20:00"),
        ("/schedule change 1 time:13:00", "Schedule 1 is like that already"),
        ("/schedule change 9 time:13:00", "There is no schedule “9” here"),
        ('/schedule change 1 days:sun until:"3 March"', "nothing would be posted any more"),
        ("/schedule change 1 what:quiz", "“quiz” is not a choice for what"),
        ("/schedule change 1 topic:xyzzy", "“xyzzy” is not a topic here"),
    ],
)
async def test_a_change_that_is_none_or_wrong_changes_nothing(talk: Talk, line: str, told: str) -> None:
    await boss(talk, "/schedule add fact 13:00")
    before = await stored(talk)
    assert told in await boss(talk, line)
    assert await stored(talk) == before


@pytest.mark.parametrize("value", ["", "1 nonsense:8", "time:8", "1 time:99"])
async def test_a_forged_way_back_is_refused(talk: Talk, value: str) -> None:
    await boss(talk, "/schedule add fact 13:00")
    assert (await talk.act("grace", f"schedule.undo:{value}", manager=True)).title == "That didn't work"
    assert "Only managers" in text_of(await talk.act("ana", "schedule.undo:1 time:9"))


async def test_a_channel_that_cannot_be_posted_to_is_refused_before_anything_changes(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    talk.board.refuse = "Give me Send Messages in that channel."
    assert "Give me Send Messages" in await boss(talk, "/schedule change 1 channel:other")
    assert (await stored(talk)).place.channel == "general"


async def test_setting_up_again_keeps_the_dates_that_are_left_out(talk: Talk) -> None:
    await boss(talk, FULL)
    form = await talk.say("grace", "/setup London", manager=True)
    assert form.form is not None
    values = {field.name: field.value for field in form.form.fields} | {"time": ("7",)}
    shown = await talk.act("grace", form.form.action, manager=True, values=values)
    await talk.press("grace", shown, "Start", manager=True)
    plan = await stored(talk)
    assert ([f"{at:%H:%M}" for at in plan.times], plan.holidays, len(plan.skipped)) == (["07:00"], "GB-ENG", 4)


async def test_holidays_are_suggested_while_typing(talk: Talk) -> None:
    async def offered(typed: str) -> list[str]:
        found = await talk.router.suggest("schedule add", "holidays", typed, person("grace", manager=True), SERVER)
        return [choice.label for choice in found]

    assert (await offered(""))[0] == "none"
    assert len(await offered("")) == 25
    assert (await offered("eng"))[0] == "England, United Kingdom"
    assert "Bavaria, Germany" in await offered("bav")
    assert "Norway" in await offered("no")


async def test_norway_is_not_none(talk: Talk) -> None:
    assert "not on public holidays (Norway)" in await boss(talk, "/schedule add fact 13:00 holidays:NO")


async def test_a_post_that_stays_at_its_old_time_survives_a_pause(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    await boss(talk, "/schedule change 1 time:10:00")
    await boss(talk, "/schedule pause 1")
    assert "The next three posts\nMon 2 Mar 2026, 13:00 (UTC)" in await boss(talk, "/schedule resume 1")
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1
