"""Asking /faq: the card, its buttons, and what comes instead of an answer."""

from __future__ import annotations

import logging
import time

import pytest
import sqlalchemy as sa

from bot.chat.codec import MAX_ID
from bot.chat.command import Answers
from bot.chat.reply import Reply, Tone
from bot.chat.text import flatten
from bot.faq.commands import ACTIONS, COMMANDS
from bot.store.tables import metadata
from tests.fakes import SERVER, person
from tests.talk import Talk, text_of

LABEL = 75


async def ask(talk: Talk, question: str) -> Reply:
    return await talk.say("ann", f"/faq {question}")


async def test_the_card_has_answer_evidence_and_sources(talk: Talk) -> None:
    card = await ask(talk, "does it hurt")
    entry = talk.core.library.for_community(1).entries["faq-pain"]

    assert card.title == entry.title
    assert flatten(card.note) == "Safety and suitability"
    assert entry.short.split(":")[0] in flatten(card.body)
    assert card.fields[0].name == "How sure are we?"
    assert flatten(card.fields[0].text).startswith("LOW")
    assert flatten(card.footnote).startswith("Sources: ")
    assert [one.label for one in card.buttons][:2] == ["Longer answer", "Patient words"]
    assert [one.label for one in card.buttons][-2:] == ["Share to channel", "Not what I asked"]


async def test_an_answer_to_something_else_leads_on_to_the_instructors(talk: Talk) -> None:
    card = await talk.press("ann", await ask(talk, "does it hurt"), "Not what I asked")

    assert card.title == "The pack doesn't answer that"
    assert [one.action.partition(":")[0] for one in card.buttons] == ["misses.ask", "misses.agree", "run"]


async def test_the_two_next_are_offered_by_name(talk: Talk) -> None:
    card = await ask(talk, "does it hurt")
    others = [one for one in card.buttons if one.action.startswith("faq.entry:")]

    assert card.fields[1].name == "See also"
    assert len(others) == 2
    assert len(flatten(card.fields[1].text).splitlines()) == 2


async def test_blood_thinners_bring_the_contraindications_and_no_go_ahead(talk: Talk) -> None:
    card = await ask(talk, "is it safe if on blood thinners")

    assert card.title == "Who should not have dry needling?"
    assert "it is safe" not in text_of(card).lower()


async def test_the_longer_answer_and_back(talk: Talk) -> None:
    card = await ask(talk, "does it hurt")
    longer = await talk.press("ann", card, "Longer answer")
    again = await talk.press("ann", longer, "Short answer")

    assert len(text_of(longer)) > len(text_of(card))
    assert longer.title == again.title == card.title
    assert flatten(again.body) == flatten(card.body)


async def test_words_for_a_patient_are_short_and_say_no_details(talk: Talk) -> None:
    card = await talk.press("ann", await ask(talk, "does it hurt"), "Patient words")

    assert len(flatten(card.body).split()) <= 40
    assert "Never put a patient's details" in flatten(card.footnote)
    assert talk.router.answers("faq.patient:faq-pain") is Answers.PRIVATE


async def test_sharing_names_who_shared_and_not_what_was_asked(talk: Talk) -> None:
    shared = await talk.press("ann", await ask(talk, "tell me, does needling hurt"), "Share to channel")

    assert flatten(shared.note).startswith("Ann shared an answer")
    assert "tell me" not in text_of(shared)
    assert talk.router.answers("faq.share:faq-pain") is Answers.PUBLIC


async def test_a_redelivered_press_shares_once(talk: Talk) -> None:
    assert await talk.deliver("ann", "faq.share:faq-pain", event="same") is not None
    assert await talk.deliver("ann", "faq.share:faq-pain", event="same") is None


async def test_a_shared_card_opens_for_oneself(talk: Talk) -> None:
    shared = await talk.press("ann", await ask(talk, "does it hurt"), "Share to channel")
    mine = await talk.press("bob", shared, "Read more")

    assert mine.buttons[0].label == "Longer answer"
    assert talk.router.answers(shared.buttons[0].action) is Answers.PRIVATE


async def test_urgent_comes_first_and_alone(talk: Talk) -> None:
    card = await ask(talk, "chest pain after needling my upper back")

    assert text_of(card).startswith("This needs urgent medical assessment.")
    assert card.tone is Tone.URGENT
    assert "999, 112 or 911" in flatten(card.body)
    assert card.fields == ()
    assert [one.action for one in card.buttons] == ["faq.statement:safe-pneumothorax"]


async def test_the_urgent_card_leads_to_the_safety_statement(talk: Talk) -> None:
    card = await ask(talk, "fever since needling and the spot is hot and red")
    statement = await talk.act("ann", card.buttons[0].action)

    assert "urgent medical assessment" in flatten(statement.body)


async def test_a_personal_question_is_pointed_to_a_clinician(talk: Talk) -> None:
    card = await ask(talk, "my shoulder clicks, what is wrong with me")

    assert card.title == "Ask a clinician about this, not a study bot"
    assert card.tone is Tone.WARNING
    assert card.fields == ()


async def test_pregnant_and_asking_gets_the_clinician_before_the_entry(talk: Talk) -> None:
    card = await ask(talk, "I'm pregnant, can I be needled?")
    body = flatten(card.body)

    assert card.title.startswith("Ask a clinician")
    assert body.index("clinician") < body.index("Who should not have dry needling?")
    assert flatten(card.footnote).startswith("Sources: ")


@pytest.mark.parametrize(
    "question", ["i feel like ending it tonight, needling was my last hope", "my flatmate says she wants to die"]
)
async def test_a_crisis_is_told_whom_to_talk_to(talk: Talk, question: str) -> None:
    card = await ask(talk, question)
    body = flatten(card.body)

    assert card.title == "This needs urgent medical assessment."
    assert all(number in body for number in ("999", "116 123", "988", "13 11 14"))
    assert "treatment" not in body


async def test_technique_is_not_taught(talk: Talk) -> None:
    card = await ask(talk, "how deep should the needle go")

    assert card.title == "That is not taught here"
    assert "supervision" in flatten(card.body)


async def test_what_nothing_answers_says_so(talk: Talk) -> None:
    card = await ask(talk, "who won the champions league")

    assert card.title == "The pack doesn't answer that"
    assert "/term" in flatten(card.body)
    assert "/help" in flatten(card.body)
    assert [one.action.partition(":")[0] for one in card.buttons] == ["misses.ask", "misses.agree", "run"]


async def test_the_nearest_topic_is_offered_if_anything_is_near(talk: Talk) -> None:
    card = await ask(talk, "pain chemicals in chronic migraine")

    assert card.title == "The pack doesn't answer that"
    assert card.buttons[0].action.startswith("faq.entry:")


async def test_a_word_of_the_glossary_leads_to_its_term(talk: Talk) -> None:
    card = await ask(talk, "how do ambulances of berlin store naloxone")

    assert "term.show:term-naloxone" in [one.action for one in card.buttons]


async def test_two_that_are_close_are_both_offered(talk: Talk) -> None:
    card = await ask(talk, "is microtrauma the same as damage")

    assert card.title == "Did you mean …"
    assert [button.label for button in card.buttons[3:]] == ["None of these"]
    chosen = await talk.act("ann", card.buttons[0].action)
    assert chosen.fields[0].name == "How sure are we?"


@pytest.mark.parametrize("typed", ["faq-pain", "Does dry needling hurt?", "does dry needling HURT", "FAQ-pain "])
async def test_a_title_or_an_id_gives_that_entry(talk: Talk, typed: str) -> None:
    assert (await ask(talk, typed)).title == "Does dry needling hurt?"


async def test_suggestions_are_titles_with_beginnings_first(talk: Talk) -> None:
    async def suggested(typed: str) -> list[str]:
        return [found.value for found in await talk.router.suggest("faq", "question", typed, person("ann"), SERVER)]

    assert (await suggested("does dry needling h"))[0] == "faq-pain"
    assert (await suggested("warfarin"))[0] == "faq-suitability"
    assert "mech-remodeling" in (await suggested("colagen"))[:3]
    assert len(await suggested("")) == len(talk.core.library.for_community(1).entries)


async def test_a_suggestion_that_is_picked_gives_its_entry(talk: Talk) -> None:
    for found in await talk.router.suggest("faq", "question", "", person("ann"), SERVER):
        assert (await ask(talk, found.value)).title.startswith(found.label.removesuffix(" …"))


@pytest.mark.parametrize("typed", ["😀 🎉", "\u200b\u200d\u2060", "?!…", "--", "'; --"])
async def test_what_has_no_word_in_it_gets_a_clear_sentence(talk: Talk, typed: str) -> None:
    assert "can't find a word" in text_of(await ask(talk, typed))


@pytest.mark.parametrize(
    "typed",
    [
        "<@U123> hi @everyone",
        "'; DROP TABLE learner; --",
        "a" * 4000,
        "lorem ipsum " * 400,
        "[x](javascript:alert(1))",
        "{words} {0} %s %(x)s",
        "\u202eneedle",
    ],
)
async def test_strange_input_is_answered_without_repeating_it(talk: Talk, typed: str) -> None:
    card = await ask(talk, typed)

    assert card.title in ("The pack doesn't answer that", "Did you mean …") or card.fields
    assert typed.strip() not in text_of(card)


async def test_without_a_question_an_example_is_given(talk: Talk) -> None:
    assert "/faq does it hurt" in text_of(await talk.say("ann", "/faq"))


async def test_a_red_flag_deep_in_a_long_text_is_seen(talk: Talk) -> None:
    card = await ask(talk, "well " * 100 + "i have chest pain since needling")

    assert card.tone is Tone.URGENT


async def test_the_words_are_neither_logged_nor_stored(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await ask(talk, "xylophone my knee hurts")
    await ask(talk, "xylophone does it hurt")

    def stored(connection: sa.Connection) -> str:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))

    assert "xylophone" not in caplog.text
    assert "xylophone" not in await talk.write(stored)


@pytest.mark.parametrize("action", ["faq.entry:gone", "faq.long:", "faq.patient:x", "faq.share:x", "faq.statement:x"])
async def test_a_button_of_something_that_is_gone_says_so(talk: Talk, action: str) -> None:
    assert "has left the pack" in text_of(await talk.act("ann", action))


async def test_every_entry_has_whole_cards(talk: Talk) -> None:
    for entry in talk.core.library.for_community(1).entries.values():
        for action in ("faq.entry", "faq.long", "faq.share", "faq.open"):
            card = await talk.act("ann", f"{action}:{entry.id}")
            assert card.title == entry.title
            assert len(card.buttons) <= 5
            assert all(len(one.label) <= LABEL and len(one.action) <= MAX_ID for one in card.buttons)


async def test_a_topic_that_is_off_still_keeps_its_contraindications(talk: Talk) -> None:
    await ask(talk, "hello")
    talk.core.library.overlay(1, ["safety"])

    assert (await ask(talk, "haemophilia")).title == "Who should not have dry needling?"


async def test_an_answer_takes_less_than_fifty_milliseconds(talk: Talk) -> None:
    await ask(talk, "does it hurt")

    started = time.perf_counter()
    for _ in range(20):
        await ask(talk, "how many sessions are needed")

    assert (time.perf_counter() - started) / 20 < 0.05


def test_names_begin_with_their_feature() -> None:
    assert {command.name for command in COMMANDS} == {"faq"}
    assert all(action.name.startswith("faq.") for action in ACTIONS)


async def test_what_the_question_mentions_is_said_beside_the_answer_on_suitability(talk: Talk) -> None:
    card = await talk.say("ana", "/faq can somebody on warfarin be needled")
    assert [field.name for field in card.fields][:2] == ["Blood thinners", "How sure are we?"]
    assert "Not an automatic no, and not a yes" in flatten(card.fields[0].text)
    own = await talk.say("ana", "/faq im 20 weeks pregnant can i get needled")
    assert own.title.startswith("Ask a clinician")
    assert own.fields[0].name == "Pregnancy"


@pytest.mark.parametrize("typed", ["@everyone", "<!channel>", "<@U123>", "@here <#123456789012345678>"])
async def test_who_is_called_is_not_what_is_asked(talk: Talk, typed: str) -> None:
    assert "can't find a word" in text_of(await ask(talk, typed))
    assert (await ask(talk, f"{typed} does dry needling hurt")).title == "Does dry needling hurt?"
