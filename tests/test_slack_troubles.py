"""What people see when Slack says no, says nothing, or says it twice."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack import limits
from bot.chat.codec import encode
from bot.chat.reply import File, Reply
from tests.loopback.slack_answers import NoAnswer
from tests.slack_toys import Town, general, post_card, shown


async def test_a_share_that_slack_does_not_confirm_is_not_called_posted(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = (await town.server.slash(anna, "/quiz")).view
    town.server.break_down("chat.postMessage", status=500)
    await town.server.press(anna, panel, encode("toy.share"))
    assert "Look whether it is in the channel" in shown(town, anna)


async def test_a_public_command_without_a_response_url_is_posted_or_refused(town: Town) -> None:
    anna = town.server.add_user("anna")
    town.server.break_down("response_url", status=500)
    await town.server.slash(anna, "/fact")
    assert town.server.messages()[-1].words.startswith("A fact")
    town.server.break_down("response_url", status=500)
    town.server.refuse("chat.postMessage", "not_in_channel")
    refused = await town.server.slash(anna, "/fact")
    assert "/invite @needlewise" in refused.message.words
    assert refused.message.only_for == anna.id


async def test_a_file_that_can_not_be_sent_is_admitted(town: Town) -> None:
    anna = town.server.add_user("anna")
    town.server.refuse("files.getUploadURLExternal", "internal_error")
    answer = await town.server.slash(anna, "/study", "me export")
    assert "The file could not be sent. Please try again." in answer.message.words


async def test_a_scope_that_is_missing_for_files_is_named(town: Town) -> None:
    anna = town.server.add_user("anna")
    town.server.scopes.discard("files:write")
    answer = await town.server.slash(anna, "/study", "me export")
    assert "The file could not be sent. The Slack app lacks the scope files:write." in answer.message.words


async def test_a_picture_that_can_not_be_added_does_not_undo_the_post(town: Town) -> None:
    town.server.scopes.discard("files:write")
    await town.chat.post(general(town), Reply("Day 9", files=(File("a.png", b"x", alt="A"),)), "key")
    assert town.server.messages()[-1].words == "Day 9"


async def test_a_post_that_can_not_be_edited_is_replaced_by_its_press(town: Town) -> None:
    anna = town.server.add_user("anna")
    posted = await post_card(town)
    town.server.refuse("chat.update", "cant_update_message")
    await town.server.press(anna, posted, encode("toy.more", 4))
    now = town.server.now(posted)
    assert now is not None
    assert now.words.startswith("Question 4")


async def test_a_view_that_has_gone_is_told_privately(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRIGGER_PATIENCE", 0.05)
    town.toys.pause = 0.2
    anna = town.server.add_user("anna")
    await town.server.slash(anna, "/quiz")
    town.server.refuse("views.update", "not_found")
    await town.server.until(lambda: town.server.ephemerals(anna), "the private answer")
    assert "About anything" in town.server.ephemerals(anna)[0].words


async def test_a_closed_window_under_a_form_is_no_reason_to_lose_the_answer(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = (await town.server.slash(anna, "/quiz")).view
    form = (await town.server.press(anna, panel, encode("toy.form"))).view
    town.server.refuse("views.update", "not_found")
    await town.server.submit(anna, form, {"name": "Bea"})
    await town.server.until(lambda: town.server.ephemerals(anna), "the private answer")
    assert "Bea student" in town.server.ephemerals(anna)[0].words


async def test_when_nothing_can_be_said_the_bot_goes_on(town: Town) -> None:
    """The profile, the response_url, the ephemeral message and the direct channel: all four fail."""
    anna = town.server.add_user("anna")
    town.server.break_down("*", status=500, times=4)
    with pytest.raises(NoAnswer):
        await town.server.slash(anna, "/study")
    assert town.server.calls("conversations.open")
    assert "Home" in (await town.server.slash(anna, "/study")).message.words


async def test_a_short_rate_limit_is_waited_for(town: Town) -> None:
    anna = town.server.add_user("anna")
    town.server.rate_limit("views.open", retry_after=1)
    assert (await town.server.slash(anna, "/quiz")).view.title == "Question 1"


async def test_a_search_for_nothing_we_know_finds_nothing(town: Town) -> None:
    anna = town.server.add_user("anna")
    form = (await town.server.slash(anna, "/faq")).view
    select = form.blocks[1]["element"]
    select["action_id"] = "search:gone.option"
    assert await town.server.suggest(anna, form, "search:gone.option", "x") == []
    select["action_id"] = "strange"
    assert await town.server.suggest(anna, form, "strange", "x") == []


async def test_the_same_form_twice_is_answered_once(town: Town) -> None:
    anna = town.server.add_user("anna")
    form = (await town.server.slash(anna, "/faq")).view
    sent = await town.server.submit(anna, form, {"question.own-words": "Is it safe?"}, effect=True)
    again = await town.server.redeliver(sent)
    assert again.ack is not None


async def test_twenty_people_at_once_each_get_their_own_answer(town: Town) -> None:
    people = [town.server.add_user(f"learner{number}") for number in range(20)]
    answers = await asyncio.gather(*(town.server.slash(one, "/study") for one in people))
    assert [f"Hello {one.name}." in answer.message.words for one, answer in zip(people, answers, strict=True)] == [
        True
    ] * 20
