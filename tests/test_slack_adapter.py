"""The Slack adapter over the loopback workspace: commands, presses, mentions and the Home tab."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.codec import encode
from tests.loopback.slack_server import SlackServer
from tests.slack_toys import Town, Toys, post_card, running, tab, toy_router


async def test_study_alone_is_the_home_and_only_for_the_asker(town: Town) -> None:
    anna = town.server.add_user("anna")
    answer = await town.server.slash(anna, "/study")
    assert "Home" in answer.message.words
    assert "Hello anna. /study score is yours." in answer.message.words
    assert town.server.messages() == []
    assert town.server.ephemerals(anna) == [answer.message]


async def test_every_command_is_reached_by_study_and_four_by_a_short_form(town: Town) -> None:
    anna = town.server.add_user("anna")
    long = await town.server.slash(anna, "/study", "faq does it hurt")
    short = await town.server.slash(anna, "/faq", "does it hurt?")
    assert "You asked: does it hurt" in long.message.words
    assert "You asked: does it hurt?" in short.message.words


async def test_an_unknown_command_gets_the_routers_own_answer(town: Town) -> None:
    answer = await town.server.slash(town.server.add_user("anna"), "/study", "dance")
    assert "There is no command “dance”. /study help lists them all." in answer.message.words


async def test_a_public_answer_is_for_the_channel_and_its_refusal_is_not(town: Town) -> None:
    anna = town.server.add_user("anna")
    await town.server.slash(anna, "/fact", "blood")
    assert [message.words for message in town.server.messages()] == ["A fact\n*Low.* About blood"]
    refused = await town.server.slash(anna, "/fact", "nothing")
    assert refused.message.only_for == anna.id
    assert len(town.server.messages()) == 1


async def test_a_command_works_where_the_bot_is_no_member(town: Town) -> None:
    anna = town.server.add_user("anna")
    outside = town.server.add_channel("outside", anna, bot=False)
    assert "Home" in (await town.server.slash(anna, "/study", channel=outside)).message.words
    assert (await town.server.slash(anna, "/fact", channel=outside)).message.only_for is None


async def test_a_press_on_a_private_card_replaces_it(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    await town.server.press(anna, home.message, encode("toy.more", 1))
    assert [message.words.splitlines()[0] for message in town.server.ephemerals(anna)] == ["Question 1"]


async def test_a_menu_brings_its_choice(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    picked = await town.server.select(anna, home.message, encode("toy.pick"), "local twitch")
    assert picked is not None
    assert picked.message.words == "Picked\nlocal twitch"


async def test_a_link_button_is_acknowledged_and_no_more(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.slash(anna, "/study")
    answer = await town.server.press(anna, home.message, "link:7")
    assert answer.ack is not None
    assert answer.effects == []


async def test_a_warning_never_replaces_what_others_see(town: Town) -> None:
    anna = town.server.add_user("anna")
    posted = await post_card(town)
    answer = await town.server.press(anna, posted, encode("toy.lost"))
    assert "That is gone." in answer.message.words
    assert answer.message.only_for == anna.id
    assert town.server.now(posted) == posted


async def test_a_press_on_a_post_updates_it_for_all(town: Town) -> None:
    anna = town.server.add_user("anna")
    posted = await post_card(town)
    await town.server.press(anna, posted, encode("toy.more", 4))
    now = town.server.now(posted)
    assert now is not None
    assert now.words.splitlines()[0] == "Question 4"
    assert now.metadata == posted.metadata


async def test_managers_are_asked_for_anew(town: Town) -> None:
    anna, boss = town.server.add_user("anna"), town.server.add_user("boss", admin=True)
    refused = await town.server.slash(anna, "/study", "manage")
    assert "Only managers and instructors" in refused.view.words
    assert (await town.server.slash(boss, "/study", "manage")).view.title == "Who are you?"
    asked = len(town.server.calls("users.info"))
    await town.server.slash(boss, "/study")
    assert len(town.server.calls("users.info")) == asked, "an hour's memory serves where it doesn't matter"
    await town.server.slash(boss, "/study", "manage")
    assert len(town.server.calls("users.info")) == asked + 1


async def test_without_a_profile_nobody_is_a_manager(town: Town) -> None:
    boss = town.server.add_user("boss", owner=True)
    town.server.refuse("users.info", "internal_error")
    assert "Only managers and instructors" in (await town.server.slash(boss, "/study", "manage")).view.words


async def test_people_are_named_and_not_pinged(town: Town) -> None:
    anna, bea = town.server.add_user("anna"), town.server.add_user("bea")
    answer = await town.server.slash(anna, "/study", f"instructors add:<@{bea.id}|bea>")
    assert answer.message.words == "Instructors\nbea"


async def test_a_file_comes_as_a_direct_message(town: Town) -> None:
    anna = town.server.add_user("anna")
    await town.server.slash(anna, "/study", "me export")
    await town.server.until(lambda: town.server.ephemerals(anna), "the private answer")
    assert "I sent it to you as a direct message." in town.server.ephemerals(anna)[0].words
    assert [(file.name, file.data) for file in town.server.files(anna)] == [("answers.json", b"{}")]


async def test_a_mention_in_a_thread_is_answered_there_for_the_asker(town: Town) -> None:
    anna = town.server.add_user("anna")
    parent = town.server.write(anna, "morning")
    answer = await town.server.mention(anna, "<@BOT> faq is it &lt;safe&gt;", thread_ts=parent.ts)
    assert "You asked: is it <safe>" in answer.message.words
    assert (answer.message.only_for, answer.message.thread_ts) == (anna.id, parent.ts)


async def test_a_mention_of_a_panel_offers_a_start_that_keeps_the_words(town: Town) -> None:
    anna = town.server.add_user("anna")
    offer = await town.server.mention(anna, "<@BOT> quiz topic:“blood flow” 7")
    assert town.toys.ran["quiz"] == 0
    opened = await town.server.press(anna, offer.message, "run:quiz")
    assert "About blood flow 7" in opened.view.words


async def test_a_direct_message_is_a_command_and_its_answer_stays(town: Town) -> None:
    anna = town.server.add_user("anna")
    await town.server.direct(anna, "faq does it hurt")
    said = town.server.directs(anna)[-1]
    assert "You asked: does it hurt" in said.words
    assert said.only_for is None
    await town.server.direct(anna, "faq")
    opened = await town.server.press(anna, town.server.directs(anna)[-1], "run:faq")
    assert opened.view.title == "/faq"


async def test_edits_and_the_bots_own_messages_are_not_answered(town: Town) -> None:
    anna = town.server.add_user("anna")
    answer = await town.server.direct(anna, "hello")
    before = len(town.server.directs(anna))
    await town.server.echo(answer.message)
    edit = {"type": "message", "subtype": "message_changed", "channel": answer.message.channel, "channel_type": "im"}
    await town.server.event(anna, {**edit, "message": {"text": "faq again"}})
    assert len(town.server.directs(anna)) == before


async def test_the_home_tab_is_published_and_its_presses_stay_with_it(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.open_home(anna)
    assert "Hello anna." in home.view.words
    whispered = await town.server.press(anna, home.view, encode("toy.whisper"))
    assert whispered.view.title == "Only you"
    quiz = await town.server.press(anna, home.view, encode("run", "quiz"))
    assert quiz.view.title == "Question 1"
    lost = await town.server.press(anna, home.view, encode("toy.lost"))
    assert "That is gone." in lost.view.words
    await town.server.press(anna, home.view, encode("toy.more", 1))
    assert tab(town, anna).startswith("Question 1")


async def test_a_form_from_the_home_tab_updates_the_home_tab(town: Town) -> None:
    anna = town.server.add_user("anna")
    home = await town.server.open_home(anna)
    form = await town.server.press(anna, home.view, encode("toy.form"))
    await town.server.submit(anna, form.view, {"name": "Bea"})
    await town.server.until(lambda: "Bea student" in tab(town, anna), "the tab")


async def test_look_this_up_asks_about_a_message(town: Town) -> None:
    anna = town.server.add_user("anna")
    message = town.server.write(anna, "what is a *trigger* point &amp; why?")
    answer = await town.server.shortcut(anna, "look_this_up", message)
    assert "You asked: what is a *trigger* point & why?" in answer.view.words


async def test_what_comes_twice_is_answered_once(town: Town) -> None:
    anna = town.server.add_user("anna")
    mention = await town.server.mention(anna, "<@BOT> faq does it hurt")
    again = await town.server.redeliver(mention)
    quiz = await town.server.slash(anna, "/quiz")
    await town.server.redeliver(quiz)
    assert again.ack is not None
    assert len(town.server.ephemerals(anna)) == 1
    assert town.toys.ran == {"faq": 1, "quiz": 1}


async def test_a_bug_is_answered_by_a_neutral_sentence(town: Town) -> None:
    answer = await town.server.slash(town.server.add_user("anna"), "/study", "score")
    assert "Something went wrong on our side" in answer.message.words


async def test_an_old_button_says_so(town: Town) -> None:
    anna = town.server.add_user("anna")
    view = (await town.server.slash(anna, "/quiz")).view
    stale = {"type": "button", "action_id": "gone:1", "text": {"type": "plain_text", "text": "Old"}}
    view.payload["blocks"].append({"type": "actions", "block_id": "old", "elements": [stale]})
    assert "older version" in (await town.server.press(anna, view, "gone:1")).view.words


async def test_an_answer_that_slack_does_not_take_by_its_url_goes_another_way(town: Town) -> None:
    anna = town.server.add_user("anna")
    town.server.break_down("response_url", status=500)
    answer = await town.server.slash(anna, "/study")
    assert answer.message.only_for == anna.id
    town.server.break_down("response_url", status=500)
    outside = town.server.add_channel("outside", anna, bot=False)
    await town.server.slash(anna, "/study", channel=outside)
    assert "Hello anna." in town.server.directs(anna)[-1].words


async def test_a_manager_who_can_not_be_seen_is_told_why_and_the_log_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router:
        server.scopes.discard("users:read")
        async with running(server, router):
            boss = server.add_user("boss", owner=True)
            refused = await server.slash(boss, "/study", "manage")
            assert "Only managers and instructors" in refused.view.words
            assert "lacks the scope users:read" in refused.view.words
            asked = len(server.calls("users.info"))
            assert "users:read" not in (await server.slash(boss, "/study")).message.words
            assert len(server.calls("users.info")) == asked, "where it doesn't matter nobody asks in vain"
        assert caplog.text.count("nobody can be seen to be a manager") == 1


async def test_a_scope_that_is_granted_later_is_noticed(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    boss = town.server.add_user("boss", owner=True)
    town.server.scopes.discard("users:read")
    for _ in range(2):
        assert "lacks the scope users:read" in (await town.server.slash(boss, "/study", "manage")).view.words
    assert caplog.text.count("nobody can be seen to be a manager") == 1
    town.server.scopes.add("users:read")
    assert (await town.server.slash(boss, "/study", "manage")).view.title == "Who are you?"
