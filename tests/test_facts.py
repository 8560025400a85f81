"""/fact: nobody gets one twice until all were seen."""

from __future__ import annotations

from bot.chat.text import flatten
from tests.fakes import place
from tests.talk import Talk, button, text_of


async def test_a_fact_comes_with_its_evidence_in_words_and_its_source(talk: Talk) -> None:
    card = await talk.say("ana", "/fact mech-blood-flow")
    assert flatten(card.note).startswith("Blood flow · fact 1 of ")
    assert card.fields[0].name == "How sure are we?"
    assert flatten(card.fields[0].text).split(" ·")[0] in ("LOW", "VERY LOW", "MODERATE", "HIGH")
    assert flatten(card.footnote).startswith("Source")


async def test_nobody_gets_one_twice_until_all_were_seen(talk: Talk) -> None:
    shelf = talk.core.library.for_community(0)
    total = len(shelf.facts_on("mech-blood-flow"))
    first_round = [(await talk.say("ana", "/fact mech-blood-flow")).title for _ in range(total)]
    second_round = [(await talk.say("ana", "/fact mech-blood-flow")).title for _ in range(total)]
    assert len(set(first_round)) == total
    assert set(second_round) == set(first_round)


async def test_what_one_was_dealt_says_nothing_about_another(talk: Talk) -> None:
    await talk.say("ana", "/fact myths")
    card = await talk.say("ben", "/fact myths")
    assert "fact 1 of" in flatten(card.note)


async def test_another_fact_stays_on_the_topic(talk: Talk) -> None:
    card = await talk.say("ana", "/fact myths")
    following = await talk.press("ana", card, "Another fact")
    assert "Myths and misconceptions · fact 2 of" in flatten(following.note)


async def test_sharing_names_who_shared_and_nothing_private(talk: Talk) -> None:
    shared = await talk.press("ana", await talk.say("ana", "/fact"), "Share to channel")
    assert flatten(shared.note).startswith("Ana shared a fact")
    assert [button.label for button in shared.buttons] == ["Quiz me on this"]


async def test_an_entry_stands_for_its_topic(talk: Talk) -> None:
    card = await talk.say("ana", "/fact topic:faq-twitch")
    assert "Twitch and nervous system" in flatten(card.note)


async def test_an_unknown_topic_is_answered_with_those_there_are(talk: Talk) -> None:
    card = await talk.say("ana", "/fact topic:@everyone")
    assert "“@everyone” is not a topic here. There are: Micro-trauma" in flatten(card.body)


async def test_a_fact_that_has_left_the_pack(talk: Talk) -> None:
    card = await talk.act("ana", "fact.share:fact-that-was")
    assert "has left the pack" in flatten(card.body)


async def test_a_redelivery_deals_no_second_fact(talk: Talk) -> None:
    await talk.act("ana", "fact.next:myths", event="same")
    again = await talk.deliver("ana", "fact.next:myths", event="same")
    assert again is None
    assert "fact 2 of" in flatten((await talk.say("ana", "/fact myths")).note)


async def test_a_direct_message_goes_on_in_the_learners_own_group(talk: Talk) -> None:
    await talk.say("ana", "/fact myths")
    card = await talk.say("ana", "/fact myths", where=place(""))
    assert "fact 2 of" in flatten(card.note)


async def test_a_redelivered_press_shares_nothing_twice(talk: Talk) -> None:
    card = await talk.say("ana", "/fact")
    share = button(card, "Share to channel").action
    assert await talk.deliver("ana", share, event="same") is not None
    assert await talk.deliver("ana", share, event="same") is None


async def test_a_topic_is_found_by_a_word_of_its_title_and_near_ones_are_named(talk: Talk) -> None:
    assert "Twitch and nervous system" in text_of(await talk.say("ana", "/fact twitch"))
    assert text_of(await talk.say("ana", "/fact blod flow")).endswith("Did you mean “Blood flow”?")
    assert text_of(await talk.say("ana", "/fact the")).endswith(
        "Did you mean “Why learn the science” or “Reading the evidence”?"
    )
