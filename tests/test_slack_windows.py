"""Slack's windows over the loopback workspace: panels, forms, and what lies over and behind them."""

from __future__ import annotations

import pytest

from adapters.slack import limits
from bot.chat.codec import encode
from tests.slack_toys import Town, shown


async def test_a_panel_is_a_window_and_its_presses_turn_it(town: Town) -> None:
    anna = town.server.add_user("anna")
    opened = await town.server.slash(anna, "/quiz", "topic:twitch 5")
    words = "Only you can see this\nAbout twitch 5\nA\nShare\nWhisper\nName"
    assert (opened.view.title, opened.view.words) == ("Question 1", words)
    turned = await town.server.press(anna, opened.view, encode("toy.more", 2))
    assert turned.view.title == "Question 2"
    assert turned.view.id == opened.view.id
    assert town.toys.ran["quiz"] == 1


async def test_a_slow_panel_opens_with_a_placeholder(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRIGGER_PATIENCE", 0.05)
    town.toys.pause = 0.2
    anna = town.server.add_user("anna")
    opened = await town.server.slash(anna, "/quiz")
    assert "One moment …" in opened.view.words
    await town.server.until(lambda: "About anything" in (shown(town, anna)), "the question")
    assert town.server.view(anna) is not None


async def test_inside_a_window_private_answers_lie_over_it_and_public_ones_are_confirmed(town: Town) -> None:
    anna = town.server.add_user("anna")
    opened = await town.server.slash(anna, "/quiz")
    over = await town.server.press(anna, opened.view, encode("toy.whisper"))
    assert over.view.title == "Only you"
    assert over.view.previous == opened.view.id
    await town.server.close(anna, over.view)
    said = await town.server.press(anna, opened.view, encode("toy.share"))
    await town.server.until(lambda: "The channel can see it now." in shown(town, anna), "the confirmation")
    assert said.ack is not None
    assert [message.words for message in town.server.messages()] == ["Shared\nLook at this."]


async def test_sharing_from_a_window_where_the_bot_is_no_member_says_how_to_invite_it(town: Town) -> None:
    anna = town.server.add_user("anna")
    outside = town.server.add_channel("outside", anna, bot=False)
    opened = await town.server.slash(anna, "/quiz", channel=outside)
    await town.server.press(anna, opened.view, encode("toy.share"))
    assert "/invite @needlewise" in shown(town, anna)
    assert town.server.messages(outside) == []


async def test_a_form_is_opened_filled_and_replaces_the_card_it_came_from(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    opened = await town.server.press(anna, home.message, encode("toy.form"))
    assert opened.view.title == "Who are you?"
    await town.server.submit(anna, opened.view, {"name": "Bea", "kind": "clinician", "days": ["Mon", "Tue"]})
    await town.server.until(lambda: "Bea clinician Mon Tue" in town.server.ephemerals(anna)[0].words, "the card")
    assert town.server.view(anna) is None


async def test_a_form_over_a_panel_goes_back_to_it(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = await town.server.slash(anna, "/quiz")
    form = await town.server.press(anna, panel.view, encode("toy.form"))
    assert form.view.previous == panel.view.id
    await town.server.submit(anna, form.view, {"name": "Bea"})
    await town.server.until(lambda: "Bea student" in shown(town, anna), "the panel")
    top = town.server.view(anna)
    assert top is not None
    assert top.id == panel.view.id


async def test_a_refused_form_keeps_what_was_typed_under_the_reason(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = await town.server.slash(anna, "/quiz")
    form = await town.server.press(anna, panel.view, encode("toy.form"))
    refused = await town.server.submit(anna, form.view, {"name": "bad"}, effect=True)
    assert "Choose another name." in refused.view.words
    assert refused.view.previous == form.view.id


async def test_a_slow_form_shows_a_placeholder_and_then_its_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ACK_PATIENCE", 0.05)
    town.toys.pause = 0.3
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    form = await town.server.press(anna, home.message, encode("toy.form"))
    waiting = await town.server.submit(anna, form.view, {"name": "Bea"}, effect=True)
    assert "One moment …" in waiting.view.words
    await town.server.until(lambda: "Bea student" in shown(town, anna), "the answer")
    await town.server.until(lambda: "Bea student" in town.server.ephemerals(anna)[0].words, "the card")


async def test_a_command_without_what_it_needs_asks_by_a_form(town: Town) -> None:
    anna = town.server.add_user("anna")
    form = await town.server.slash(anna, "/faq")
    assert form.view.title == "/faq"
    found = await town.server.suggest(anna, form.view, "search:faq.question", "tw")
    assert [option["value"] for option in found] == ["local twitch"]
    answer = await town.server.submit(anna, form.view, {"search:faq.question": "local twitch"}, effect=True)
    assert "You asked: local twitch" in answer.view.words


async def test_the_searching_form_also_takes_own_words_and_asks_for_one_of_both(town: Town) -> None:
    anna = town.server.add_user("anna")
    form = await town.server.slash(anna, "/study", "faq")
    empty = await town.server.submit(anna, form.view)
    assert list(empty.errors.values()) == ["Choose one, or write your own."]
    answer = await town.server.submit(anna, form.view, {"question.own-words": "Is it safe?"}, effect=True)
    assert "You asked: Is it safe?" in answer.view.words


async def test_a_button_of_a_command_asks_for_what_is_missing_too(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    assert (await town.server.press(anna, home.message, encode("run", "faq"))).view.title == "/faq"


async def test_a_form_that_comes_too_late_asks_to_try_again(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    town.server.refuse("views.open", "expired_trigger_id")
    answer = await town.server.press(anna, home.message, encode("toy.form"))
    assert "Please try again." in answer.message.words
    town.server.refuse("views.open", "expired_trigger_id")
    assert "About anything" in (await town.server.slash(anna, "/quiz")).message.words


async def test_after_a_refusal_the_form_can_be_sent_again(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = (await town.server.slash(anna, "/quiz")).view
    form = (await town.server.press(anna, panel, encode("toy.form"))).view
    over = (await town.server.submit(anna, form, {"name": "bad"}, effect=True)).view
    await town.server.close(anna, over)
    await town.server.submit(anna, form, {"name": "Bea"})
    await town.server.until(lambda: "Bea student" in shown(town, anna), "the panel")


async def test_over_three_windows_nothing_is_laid_but_the_top_one_is_turned(town: Town) -> None:
    anna = town.server.add_user("anna")
    view = (await town.server.slash(anna, "/quiz")).view
    seen = []
    for _ in range(3):
        view = (await town.server.press(anna, view, encode("toy.whisper"))).view
        seen.append(view.id)
    assert len(set(seen)) == 2
    assert seen[1] == seen[2]
