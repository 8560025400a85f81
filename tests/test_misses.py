"""A question that found nothing: kept if its asker agrees, sent to the instructors, and what they make of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot.chat.codec import MAX_ID
from bot.chat.people import Place
from bot.chat.port import Refused
from bot.chat.reply import Reply
from bot.faq.desk import Desks
from bot.misses.held import Held
from bot.store.tables import due, event, identity, inquiry, miss, overlay
from tests.fakes import SERVER, FakeClock, place
from tests.faq_eval import CACHE
from tests.talk import Talk, form_of, talking, text_of

FIRST = "how do i fold origami cranes"
ALIKE = "how do I fold an origami crane"
OTHER = "who won the champions league"
DIRECT = place("", "dm")
ELSEWHERE = place("second")


async def ask(talk: Talk, question: str = FIRST, who: str = "ann", where: Place = SERVER) -> Reply:
    """What words alone offer for it, if they do, is none of these."""
    card = await talk.say(who, f"/faq {question}", where=where)
    if "None of these" in labels(card):
        return await talk.press(who, card, "None of these", where=where)
    return card


async def help_out(talk: Talk, question: str = FIRST, who: str = "ann", where: Place = SERVER) -> Reply:
    """Asks, and agrees that such questions are kept."""
    return await talk.press(who, await ask(talk, question, who, where), "Help fill the gap", where=where)


async def misses(talk: Talk, where: Place = SERVER) -> Reply:
    return await talk.say("grace", "/cohort misses", manager=True, where=where)


async def texts(talk: Talk) -> list[str]:
    return sorted(await talk.read(lambda db: db.scalars(sa.select(miss.c.text)).all()))


async def inquiries(talk: Talk) -> list[str]:
    return list(await talk.read(lambda db: db.scalars(sa.select(inquiry.c.text).order_by(inquiry.c.id)).all()))


async def everything(talk: Talk) -> str:
    """All that the database holds, as text."""
    return await talk.read(lambda db: str([db.execute(sa.select(one)).all() for one in miss.metadata.sorted_tables]))


def labels(card: Reply) -> list[str]:
    return [button.label for button in card.buttons]


# ---- Keeping ----


async def test_nothing_is_kept_before_the_asker_agrees(talk: Talk) -> None:
    card = await ask(talk)

    assert card.title == "The pack doesn't answer that"
    assert {"Ask the instructors", "Help fill the gap"} <= set(labels(card))
    assert "origami" not in await everything(talk)
    assert all(len(button.action) <= MAX_ID and "origami" not in button.action for button in card.buttons)


async def test_one_press_keeps_it_and_says_what_is_kept(talk: Talk) -> None:
    card = await help_out(talk, "how does anna (34) fold origami cranes")

    assert "“how does … fold origami cranes”" in text_of(card)
    assert "90 days" in text_of(card)
    rows = await talk.read(lambda db: db.execute(sa.select(miss)).all())
    assert [(row.text, row.day) for row in rows] == [("how does … fold origami cranes", date(2026, 3, 2))]
    assert set(miss.c.keys()) == {"id", "community_id", "text", "day"}, "nothing that says who asked"


async def test_who_has_agreed_is_not_asked_again_and_later_misses_are_kept(talk: Talk) -> None:
    await help_out(talk)
    card = await ask(talk, OTHER)

    assert "Help fill the gap" not in labels(card)
    assert "Kept without your name" in text_of(card)
    assert await texts(talk) == [FIRST, OTHER]


async def test_one_of_them_can_be_dropped(talk: Talk) -> None:
    await help_out(talk)
    await talk.press("ann", await ask(talk, OTHER), "Don't keep this one")

    assert await texts(talk) == [FIRST]
    await ask(talk, OTHER)
    assert await texts(talk) == [FIRST, OTHER]


async def test_undo_takes_back_the_question_and_the_consent(talk: Talk) -> None:
    card = await help_out(talk)
    undone = await talk.press("ann", card, "Undo")

    assert undone.title == "Taken back"
    again = await ask(talk)
    assert "Help fill the gap" not in labels(again), "one is asked once"
    assert await texts(talk) == []


async def test_the_settings_end_it_and_begin_it(talk: Talk) -> None:
    await help_out(talk)
    card = await talk.say("ann", "/me settings")
    assert "Kept for 90 days without your name" in text_of(card)
    stopped = await talk.press("ann", card, "Keep such questions no longer")
    assert "Not kept." in text_of(stopped)
    await ask(talk, OTHER)
    assert await texts(talk) == [FIRST]
    await talk.press("ann", stopped, "Help fill the gaps")
    await ask(talk, OTHER)
    assert await texts(talk) == [FIRST, OTHER]


async def test_consent_is_given_for_one_group(talk: Talk) -> None:
    await help_out(talk)
    card = await ask(talk, OTHER, where=ELSEWHERE)

    assert "Help fill the gap" in labels(card)
    assert await texts(talk) == [FIRST]


async def test_a_delivery_that_comes_twice_keeps_it_once(talk: Talk) -> None:
    card = await ask(talk)
    action = next(button.action for button in card.buttons if button.label == "Help fill the gap")
    assert await talk.deliver("ann", action, event="e1")
    assert await talk.deliver("ann", action, event="e1") is None
    assert await texts(talk) == [FIRST]


async def test_after_a_restart_the_press_still_counts_for_later_questions(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        card = await ask(talk)
    async with talking(tmp_path) as talk:
        agreed = await talk.press("ann", card, "Help fill the gap")
        assert "This question itself isn't kept." in text_of(agreed)
        assert await texts(talk) == []
        await ask(talk, OTHER)
        assert await texts(talk) == [OTHER]


async def test_no_order_says_who_asked(talk: Talk) -> None:
    """A delivery is recorded with its moment, a miss only with its day, under a number by chance."""
    await help_out(talk)
    rows = await talk.read(lambda db: db.execute(sa.select(miss.c.id, event.c.id).join(event, sa.true())).all())
    assert rows
    assert not any(one in other or other in one for one, other in rows)


async def test_nothing_of_a_question_that_is_all_names_is_kept(talk: Talk) -> None:
    await help_out(talk)
    await ask(talk, "Olga, Igor, Sven?")
    assert await texts(talk) == [FIRST]


@pytest.mark.parametrize(
    "question",
    [
        "i have chest pain and can't breathe since the needling",
        "can i have dry needling, i am pregnant",
        "how deep do i put the needle in the upper trapezius",
        "does it hurt",
    ],
)
async def test_urgent_personal_and_technique_are_never_kept_nor_sent(talk: Talk, question: str) -> None:
    await help_out(talk)
    card = await ask(talk, question)

    kept = [button for button in card.buttons if button.action.startswith("misses.")]
    assert [button.label for button in kept] == (["Not what I asked"] if question == "does it hurt" else [])
    assert await texts(talk) == [FIRST]


async def test_none_of_these_leads_to_the_same_choices(talk: Talk) -> None:
    await help_out(talk)
    token = talk.core.held.hold(OTHER, talk.clock(), talk.core.random)
    card = await talk.act("ann", f"misses.none:{token}")

    assert card.title == "The pack doesn't answer that"
    assert "Ask the instructors" in labels(card)
    assert await texts(talk) == [FIRST, OTHER]
    unknown = await talk.act("ann", "misses.none:0123456789abcdef")
    assert "Ask the instructors" in labels(unknown)


async def test_misses_go_after_ninety_days(talk: Talk) -> None:
    await help_out(talk)
    await talk.pass_time(days=90)
    assert await texts(talk) == [FIRST]
    await talk.pass_time(days=1)
    assert await texts(talk) == []


async def test_a_group_keeps_only_so_many(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.misses.store.MOST_KEPT", 2)
    await help_out(talk)
    for question in (OTHER, "which river runs through paris"):
        await talk.pass_time(days=1)
        await ask(talk, question)
    assert await texts(talk) == ["which river runs through paris", OTHER]


async def test_in_direct_messages_without_a_group_there_is_nobody_to_ask(talk: Talk) -> None:
    card = await ask(talk, where=DIRECT)
    assert not [button for button in card.buttons if button.action.startswith("misses.")]


async def test_in_direct_messages_the_group_of_the_asker_counts(talk: Talk) -> None:
    await ask(talk)
    await help_out(talk, where=DIRECT)
    assert FIRST in text_of(await misses(talk))


# ---- The list ----


async def test_the_list_groups_what_is_alike_and_counts_it(talk: Talk) -> None:
    await help_out(talk)
    await help_out(talk, OTHER, "ben")
    await talk.pass_time(days=1)
    await help_out(talk, ALIKE, "cleo")
    card = await misses(talk)

    assert [field.name for field in card.fields] == [
        "1 · asked 2 times, last Tue 3 Mar",
        "2 · asked once, Mon 2 Mar",
    ]
    assert not any(name in text_of(card).lower() for name in ("ann", "ben", "cleo"))


async def test_only_managers_see_it_and_another_group_sees_nothing(talk: Talk) -> None:
    await help_out(talk)
    assert "Only managers" in text_of(await talk.say("ann", "/cohort misses"))
    assert FIRST not in text_of(await misses(talk, ELSEWHERE))
    card = await misses(talk)
    for button in card.buttons:
        refused = await talk.act("ann", button.action)
        assert "Only managers" in text_of(refused)
        foreign = await talk.act("grace", button.action, manager=True, where=ELSEWHERE)
        assert "no longer on the list" in text_of(foreign)


async def test_the_list_has_pages(talk: Talk) -> None:
    words = ["origami", "guitars", "volcano", "penguins", "chess", "pottery", "saxophone"]
    for word in words:
        await help_out(talk, f"{word} {word[::-1]} {word}ology", word)
    seen = []
    card = await misses(talk)
    for _ in range(2):
        seen += [field.text[0].text for field in card.fields]
        if "Further" in labels(card):
            card = await talk.press("grace", card, "Further", manager=True)
    assert len(set(seen)) == 7
    assert len(card.fields) == 2
    assert "Earlier in the list" in labels(card)


async def test_answered_elsewhere_takes_effect_at_once_and_can_be_undone(talk: Talk) -> None:
    await help_out(talk)
    await help_out(talk, ALIKE, "ben")
    await ask(talk, where=ELSEWHERE)
    done = await talk.press("grace", await misses(talk), "1 · Answered elsewhere", manager=True)
    assert "Nothing is missing" in text_of(await misses(talk))

    told = await ask(talk, ALIKE, "dora")
    assert "Your instructors have answered this, or a question much like it, elsewhere." in text_of(told)
    assert "Ask the instructors" in labels(told)
    assert "elsewhere" not in text_of(await ask(talk, ALIKE, "dora", where=ELSEWHERE))

    await talk.press("grace", done, "Undo", manager=True)
    assert "asked 2 times" in text_of(await misses(talk))
    assert "elsewhere" not in text_of(await ask(talk, ALIKE, "dora"))


async def test_an_example_is_added_with_one_press_and_can_be_undone(talk: Talk) -> None:
    await help_out(talk)
    card = await talk.press("grace", await misses(talk), "1 · Add as example of …", manager=True)
    (menu,) = card.menus
    assert len(menu.choices) > 10
    chosen = {"choice": ("faq-pain",)}
    added = await talk.act("grace", menu.action, manager=True, values=chosen)
    await talk.act("grace", menu.action, manager=True, values=chosen)

    assert talk.core.library.for_community(1).examples_added == (("faq-pain", FIRST),)
    assert "Nothing is missing" in text_of(await misses(talk))
    assert (await ask(talk)).title == "Does dry needling hurt?"
    assert (await ask(talk, where=ELSEWHERE)).title != "Does dry needling hurt?"

    await talk.press("grace", added, "Undo", manager=True)
    assert (await ask(talk)).title == "The pack doesn't answer that"
    assert FIRST in text_of(await misses(talk))
    assert await talk.read(lambda db: db.execute(sa.select(overlay)).all()) == []


async def test_what_is_settled_can_be_taken_back_later(talk: Talk) -> None:
    await help_out(talk)
    await help_out(talk, OTHER, "ben")
    await talk.press("grace", await misses(talk), "1 · Answered elsewhere", manager=True)
    card = await talk.press("grace", await misses(talk), "1 · Add as example of …", manager=True)
    await talk.act("grace", card.menus[0].action, manager=True, values={"choice": ("faq-pain",)})
    settled = await talk.press("grace", await misses(talk), "Settled", manager=True)

    (menu,) = settled.menus
    assert {FIRST, OTHER} == {choice.label for choice in menu.choices}
    for choice in menu.choices:
        await talk.act("grace", menu.action, manager=True, values={"choice": (choice.value,)})
    assert len((await misses(talk)).fields) == 2


async def test_switching_topics_keeps_what_was_settled(talk: Talk) -> None:
    await help_out(talk)
    await talk.press("grace", await misses(talk), "1 · Answered elsewhere", manager=True)
    form = form_of(
        await talk.press(
            "grace", await talk.say("grace", "/cohort settings", manager=True), "Choose topics", manager=True
        )
    )
    await talk.act("grace", form.action, manager=True, values={"topics": ("myths",)})
    assert talk.core.library.for_community(1).answered_elsewhere == (FIRST,)


async def test_forged_presses_are_told_so(talk: Talk) -> None:
    await help_out(talk)
    for action in ("misses.elsewhere:x", "misses.entries:", "misses.example:0", "misses.reply:1", "misses.answer:9"):
        card = await talk.act("grace", action, manager=True, values={"choice": ("faq-pain",), "reply": ("hi",)})
        assert "no longer on the list" in text_of(card), action
    for action in ("misses.page:x", "misses.page:99999", "misses.back:x", "misses.back:x.faq-pain", "misses.settled:"):
        assert "went wrong" not in text_of(await talk.act("grace", action, manager=True)), action


@pytest.fixture
def by_encoder(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk with the encoder, for what compares misses."""
    desks = Desks()
    desks.prepare(talk.core.library.for_community(0), encoder=True, cache=CACHE)
    for module in ("instructors", "offer"):
        monkeypatch.setattr(f"bot.misses.{module}.DESKS", desks)


@pytest.mark.usefixtures("by_encoder")
async def test_with_the_encoder_other_words_for_the_same_are_one_group(talk: Talk) -> None:
    for who, question in (("ann", "is there parking nearby"), ("ben", "where can i park my car nearby")):
        await talk.act(who, f"misses.agree:{talk.core.held.hold(question, talk.clock(), talk.core.random)}")
    card = await misses(talk)
    assert [field.name for field in card.fields] == ["1 · asked 2 times, last Mon 2 Mar"]
    await talk.press("grace", card, "1 · Answered elsewhere", manager=True)
    assert "Nothing is missing" in text_of(await misses(talk))

    told = talk.core.held.hold("is parking available nearby", talk.clock(), talk.core.random)
    assert (await talk.act("cleo", f"misses.none:{told}")).title == "Answered elsewhere"
    other = talk.core.held.hold("who may park a horse here", talk.clock(), talk.core.random)
    assert (await talk.act("cleo", f"misses.none:{other}")).title == "The pack doesn't answer that"


# ---- Asking the instructors ----


async def send(talk: Talk, who: str = "ann", question: str = FIRST, where: Place = SERVER, **values: str) -> Reply:
    form = await talk.press(who, await ask(talk, question, who, where), "Ask the instructors", where=where)
    return await talk.submit(who, form, where=where, **values)


async def reply_to_first(talk: Talk, text: str = "Fold it twice.") -> Reply:
    form = await talk.press("grace", await misses(talk), "1 · Reply", manager=True)
    return await talk.act("grace", form_of(form).action, manager=True, values={"reply": (text,)})


async def test_the_form_brings_the_question_and_defaults_to_no_name(talk: Talk) -> None:
    form = form_of(await talk.press("ann", await ask(talk), "Ask the instructors"))
    question, name = form.fields

    assert question.value == (FIRST,)
    assert name.value == ("without",)


async def test_without_a_name_nobody_can_tell_who_asked(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sent = await send(talk)
    assert "nobody but me knows" in text_of(sent)
    card = await misses(talk)
    await reply_to_first(talk)

    assert card.fields[0].name.startswith("1 · somebody asks you")
    assert "ann" not in text_of(card).lower()
    assert re.findall(r"\bann\b", caplog.text.lower()) == []
    assert FIRST not in caplog.text
    rows = await talk.read(lambda db: db.execute(sa.select(due)).all())
    assert re.findall(r"\bann\b", str(rows).lower()) == []


async def test_with_a_name_it_is_shown_and_pings_nobody(talk: Talk) -> None:
    await send(talk, name="with")
    card = await misses(talk)

    assert card.fields[0].name.startswith("1 · Ann asks you")
    assert all(span.kind == "plain" for field in card.fields for span in field.text)


async def test_the_reply_comes_privately_and_the_question_leaves_the_list(talk: Talk) -> None:
    await send(talk)
    assert (await reply_to_first(talk)).title == "Sent"
    assert "Nothing is missing" in text_of(await misses(talk))
    await talk.pass_time()

    ((person, letter),) = talk.board.letters
    assert person.user == "ann"
    assert FIRST in text_of(letter)
    assert "Fold it twice." in text_of(letter)
    assert "Your instructors have replied to" not in text_of(await ask(talk))


async def test_a_reply_that_cannot_be_sent_waits_for_its_asker(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def closed(*_: object) -> None:
        raise Refused("They take no messages.")

    await send(talk)
    await reply_to_first(talk)
    monkeypatch.setattr(talk.board, "direct", closed)
    await talk.pass_time()

    assert "Your instructors have replied" not in text_of(await ask(talk, who="ben"))
    for card in (await ask(talk, "does it hurt"), await talk.say("ann", "/me settings")):
        assert FIRST in text_of(card)
        assert "Read the reply" in labels(card)
    urgent = await ask(talk, "i have chest pain and can't breathe since the needling")
    assert "Read the reply" not in labels(urgent)
    shown = await talk.press("ann", await ask(talk), "Read the reply")
    assert "Fold it twice." in text_of(shown)
    assert "Read the reply" not in labels(await ask(talk))


async def test_nobody_else_reads_a_reply(talk: Talk) -> None:
    await send(talk)
    await reply_to_first(talk)
    assert "Fold it" not in text_of(await talk.act("ben", "misses.read:1"))


async def test_it_is_sent_again_after_a_crash(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await send(talk)
        await reply_to_first(talk)
    async with talking(tmp_path) as talk:
        await talk.pass_time(minutes=1)
        assert len(talk.board.letters) == 1


async def test_two_instructors_at_once_send_one_reply(talk: Talk) -> None:
    await send(talk)
    card = await misses(talk)
    first = form_of(await talk.press("grace", card, "1 · Reply", manager=True))
    assert "on its way" in text_of(await talk.act("grace", first.action, manager=True, values={"reply": ("Fold it.",)}))
    late = await talk.act("hugo", first.action, manager=True, values={"reply": ("Tear it.",)})
    assert "no longer on the list" in text_of(late)
    await talk.pass_time()
    assert len(talk.board.letters) == 1


async def test_a_form_sent_twice_is_one_question(talk: Talk) -> None:
    form = await talk.press("ann", await ask(talk), "Ask the instructors")
    for _ in range(2):
        assert (await talk.submit("ann", form)).title == "Sent"
    await send(talk)
    assert await inquiries(talk) == [FIRST]


async def test_a_redelivered_form_and_reply_change_nothing(talk: Talk) -> None:
    form = form_of(await talk.press("ann", await ask(talk), "Ask the instructors"))
    values = {"question": (FIRST,), "name": ("without",)}
    assert await talk.deliver("ann", form.action, event="e1", values=values)
    assert await talk.deliver("ann", form.action, event="e1", values={**values, "question": (OTHER,)}) is None
    assert await inquiries(talk) == [FIRST]
    reply = {"reply": ("Fold it.",)}
    assert await talk.deliver("grace", "misses.answer:1", event="e2", manager=True, values=reply)
    assert await talk.deliver("grace", "misses.answer:1", event="e2", manager=True, values=reply) is None


async def test_after_a_restart_the_question_is_typed_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        card = await ask(talk)
    async with talking(tmp_path) as talk:
        form = await talk.press("ann", card, "Ask the instructors")
        assert form_of(form).fields[0].value == ()
        await talk.submit("ann", form, question=OTHER)
        assert await inquiries(talk) == [OTHER]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("i have chest pain and can't breathe since the needling", "This needs urgent medical assessment."),
        ("can i have dry needling, i am pregnant", "Ask a clinician about this, not a study bot"),
        ("how deep do i put the needle in the upper trapezius", "That is not taught here"),
    ],
)
async def test_what_is_not_for_instructors_is_answered_and_not_sent(talk: Talk, question: str, title: str) -> None:
    assert (await send(talk, question=OTHER, name="with")).title == "Sent"
    form = await talk.press("ann", await ask(talk), "Ask the instructors")
    assert (await talk.submit("ann", form, question=question)).title == title
    assert await inquiries(talk) == [OTHER]


async def test_mentions_are_no_part_of_a_question_and_an_empty_one_is_refused(talk: Talk) -> None:
    form = await talk.press("ann", await ask(talk), "Ask the instructors")
    await talk.submit("ann", form, question="@everyone <@123> fold *origami* cranes how?")
    assert await inquiries(talk) == ["fold *origami* cranes how?"]
    refused = await talk.submit("ann", await talk.press("ann", await ask(talk), "Ask the instructors"), question="?!")
    assert "I can't find a word" in text_of(refused)
    long = await talk.press("ann", await ask(talk), "Ask the instructors")
    await talk.submit("ann", long, question="cranes " * 400)
    assert len((await inquiries(talk))[1]) <= 500


async def test_nobody_can_flood_the_instructors(talk: Talk) -> None:
    for word in ("one", "two", "three", "four", "five"):
        await talk.submit("ann", await talk.press("ann", await ask(talk), "Ask the"), question=f"crane {word}")
    refused = await talk.submit("ann", await talk.press("ann", await ask(talk), "Ask the"), question="crane six")
    assert "still wait for a reply" in text_of(refused)
    assert len(await inquiries(talk)) == 5


async def test_questions_go_after_ninety_days(talk: Talk) -> None:
    await send(talk)
    await talk.pass_time(days=90)
    assert await inquiries(talk) == [FIRST]
    await talk.pass_time(hours=1)
    assert await inquiries(talk) == []


async def test_export_and_deletion_take_the_question_and_the_reply_under_way(talk: Talk) -> None:
    await send(talk, name="with")
    exported = (await talk.say("ann", "/me export")).files[0].data.decode()
    assert FIRST in exported
    assert '"with_your_name": "Ann"' in exported
    await reply_to_first(talk)
    card = await talk.say("ann", "/me delete")
    assert "1 question to your instructors" in text_of(card)
    await talk.press("ann", card, "Delete everything about me")

    assert await inquiries(talk) == []
    assert await talk.read(lambda db: db.execute(sa.select(due)).all()) == []
    assert "Nothing is missing" in text_of(await misses(talk))
    await talk.pass_time()
    assert talk.board.letters == []


async def test_who_is_no_longer_known_there_finds_the_reply_later(talk: Talk) -> None:
    await send(talk)
    await reply_to_first(talk)
    await talk.write(lambda db: db.execute(sa.update(identity).where(identity.c.user == "ann").values(platform="x")))
    await talk.pass_time()
    assert talk.board.letters == []
    assert await talk.read(lambda db: db.scalar(sa.select(inquiry.c.state))) == "waiting"


# ---- In memory ----


def test_what_is_held_is_bounded_in_number_and_time() -> None:
    clock, chance, held = FakeClock(), Random(1), Held(most=3)
    tokens = [held.hold(f"q{number}", clock(), chance) for number in range(4)]
    assert [held.find(token, clock()) for token in tokens] == ["", "q1", "q2", "q3"]
    clock.turn(minutes=14)
    late = held.hold("q4", clock(), chance)
    clock.turn(minutes=1)
    assert [held.find(token, clock()) for token in (*tokens, late)] == ["", "", "", "", "q4"]
    assert held.find("", clock()) == ""


async def test_what_is_pressed_twice_is_kept_once(talk: Talk) -> None:
    card = await ask(talk)
    for _ in range(2):
        await talk.press("ann", card, "Help fill the gap")
    unsure = talk.core.held.hold(OTHER, talk.clock(), talk.core.random)
    for _ in range(3):
        await talk.act("ann", f"misses.none:{unsure}")

    assert await texts(talk) == sorted([FIRST, OTHER])


async def test_undo_says_that_earlier_ones_cannot_be_told_apart(talk: Talk) -> None:
    first = await help_out(talk)
    await ask(talk, OTHER)
    undone = await talk.press("ann", first, "Undo")

    assert await texts(talk) == [OTHER]
    assert "Earlier ones have no name on them" in text_of(undone)


async def test_the_last_choice_of_a_name_counts(talk: Talk) -> None:
    await send(talk, name="with")
    await send(talk, name="without")

    assert await inquiries(talk) == [FIRST]
    assert "Ann" not in text_of(await misses(talk))


async def test_without_a_group_no_form_and_no_expired_card_leads_anywhere(talk: Talk) -> None:
    gone = await talk.act("ann", "misses.none:0123456789abcdef", where=DIRECT)
    refused = await talk.act("ann", "misses.ask:0123456789abcdef", where=DIRECT)

    assert "Ask the instructors" not in labels(gone)
    assert "Nobody could reply here" in text_of(refused)
