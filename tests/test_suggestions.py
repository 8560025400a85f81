"""What is suggested while somebody types, and that picking it opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordChat
from adapters.slack.adapter import SlackChat
from bot.build import App, build
from bot.library.library import Shelf
from bot.library.suggestions import MADE, Made
from bot.library.typing_index import MANY, Listed, TypingIndex
from tests.fakes import SERVER, person
from tests.loopback.discord_server import DiscordServer
from tests.loopback.slack_server import SlackServer
from tests.pack_texts import dry_needling
from tests.packs import hand_washing_library
from tests.program import settings_in
from tests.talk import Talk, text_of

MOST = 25
TOYS = TypingIndex(
    (
        Listed("twitch", ("What is a local twitch response?", "why does the muscle jump")),
        Listed("hurt", ("Does dry needling hurt?", "is it painful")),
        Listed("Café", ("What may I drink?", "café and needles")),
        Listed("term-twitch", ("Local twitch response", "LTR", "twitch"), 1),
        Listed("term-collagen", ("Collagen",), 1),
        Listed("fact-twitch", ("Twitch responses were seen on ultrasound",), 2),
    )
)


def found(typed: str) -> list[str]:
    return TOYS.find(typed, MOST)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("local tw", ["term-twitch", "twitch"]),
        ("twitch", ["term-twitch", "fact-twitch", "twitch"]),
        ("twitch resp", ["fact-twitch", "twitch", "term-twitch"]),
        ("resp twi", ["twitch", "term-twitch", "fact-twitch"]),
        ("hurt dry", ["hurt"]),
        ("WHAT", ["twitch", "Café"]),
        ("  cafe   and ", ["Café"]),
        ("l.t.r", []),
    ],
)
def test_beginnings_come_first_then_words_that_begin_so(typed: str, ids: list[str]) -> None:
    assert found(typed)[: len(ids)] == ids


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("collagn", "term-collagen"),
        ("collgaen", "term-collagen"),
        ("colag", "term-collagen"),
        ("xollagen", "term-collagen"),
        ("painfull", "hurt"),
        ("nedling hrut", "hurt"),
        ("muslce jum", "twitch"),
    ],
)
def test_slips_are_forgiven_also_in_half_a_word(typed: str, item: str) -> None:
    assert found(typed)[0] == item


@pytest.mark.parametrize("typed", ["", " ", "?!", "😀", "\u200b", "zzzz", "qu"])
def test_nothing_is_made_up(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["a" * 5000, "twitch " * 900, "'; DROP TABLE learner; --", "{0} %s", "\udc80", "(.*"])
def test_anything_can_be_typed(typed: str) -> None:
    assert len(found(typed)) <= MOST


def test_an_item_comes_once_whatever_its_names() -> None:
    index = TypingIndex((Listed("many", tuple(f"twitch {word}" for word in ("one", "two", "twitching", "twich"))),))

    for typed in ("t", "twitch", "twitch t", "twi", "twicth"):
        assert index.find(typed, MOST) == ["many"]


def test_who_has_more_fitting_names_comes_first_in_a_group() -> None:
    index = TypingIndex((Listed("rarely", ("blood flow",)), Listed("often", ("blood thinners", "blood clots"))))

    assert index.find("blood", MOST) == ["often", "rarely"]


def test_what_is_hidden_makes_room() -> None:
    index = TypingIndex(Listed(f"item-{number}", (f"twitch {number}",)) for number in range(60))
    hidden = {f"item-{number}" for number in range(30)}

    assert index.find("twitch", MOST, hidden) == [f"item-{number}" for number in range(30, 30 + MOST)]


def test_of_very_many_the_first_that_fit_are_found() -> None:
    """More names than are read one by one; the rare ones among them are found nevertheless."""
    count = 2 * MANY
    index = TypingIndex(
        Listed(f"item-{number}", (f"does needling help number {number}", f"needling way{number}"), int(number >= MANY))
        for number in range(count)
    )

    for typed in ("n", "needling", "does needling h", "help needl", "n d", "needling"):
        assert index.find(typed, MOST) == [f"item-{number}" for number in range(MOST)]
    assert index.find(f"needling {count - 1}", MOST)[0] == f"item-{count - 1}"
    assert index.find(f"way{count - 1}", MOST)[0] == f"item-{count - 1}"
    assert index.find(f"nummber {count - 1}", MOST)[0] == f"item-{count - 1}"


async def suggested(talk: Talk, typed: str, command: str = "faq", option: str = "question") -> list[tuple[str, str]]:
    choices = await talk.router.suggest(command, option, typed, person("ann"), SERVER)
    return [(choice.value, choice.label) for choice in choices]


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("acupunt", "faq-acupuncture"),
        ("trigr poi", "term-trigger-point"),
        ("microtruama", "def-micro-trauma"),
        ("microtruama", "term-micro-trauma"),
        ("does dry needling h", "faq-pain"),
        ("warfarin", "faq-suitability"),
        ("blod thiners", "faq-suitability"),
        ("endorfins", "term-endorphins"),
        ("collagen six r", "fact-collagen-six-rats"),
    ],
)
async def test_the_pack_is_found_while_typing(talk: Talk, typed: str, item: str) -> None:
    assert item in [value for value, _ in await suggested(talk, typed)][:8]


async def test_a_label_says_what_is_not_an_answer(talk: Talk) -> None:
    labels = dict(await suggested(talk, "collagen"))

    assert labels["term-collagen"] == "Term: Collagen"
    assert labels["fact-collagen-six-rats"].startswith("Fact: ")
    assert labels["mech-remodeling"] == talk.core.library.for_community(1).entries["mech-remodeling"].title


async def test_everything_fits_into_a_platforms_list(talk: Talk) -> None:
    for typed in ("", "d", "what is", "dry needling", "fact", "t"):
        for command, option in (("faq", "question"), ("term", "word")):
            choices = await suggested(talk, typed, command, option)
            assert len(choices) <= MOST
            assert len({value for value, _ in choices}) == len(choices)
            assert all(1 <= len(text) <= 100 for choice in choices for text in choice)


async def test_nothing_typed_gives_the_entries_in_their_order(talk: Talk) -> None:
    entries = talk.core.library.for_community(1).entries

    assert [value for value, _ in await suggested(talk, "")] == list(entries)[:MOST]


async def test_each_item_that_can_be_picked_opens(talk: Talk) -> None:
    shelf = talk.core.library.for_community(1)
    titles = {entry.id: entry.title for entry in shelf.entries.values()}
    titles |= {term.id: term.term for term in shelf.terms.values()}
    titles |= {fact.id: fact.title for fact in shelf.facts.values()}
    for key, title in titles.items():
        assert (await talk.say("ann", f"/faq {key}")).title == title


async def test_a_fact_that_is_picked_can_be_shared_and_asked_about(talk: Talk) -> None:
    card = await talk.say("ann", "/faq fact-collagen-six-rats")

    assert [button.label for button in card.buttons] == ["Quiz me on this", "Another fact", "Share to channel"]
    assert "fact 1 of" in text_of(await talk.press("ann", card, "Another fact"))


async def test_typing_on_after_a_suggestion_is_a_question(talk: Talk) -> None:
    suggestions = await MADE.find(talk.core.library.for_community(1))
    shelf = talk.core.library.for_community(1)

    for typed in ("Does dry needling hurt? And the day after?", "Term: Collagen in rats", "term-collagen in rats"):
        assert suggestions.picked(shelf, typed) is None


async def test_a_topic_that_is_off_is_not_suggested() -> None:
    on, off = Shelf((dry_needling(),)), Shelf((dry_needling(),), frozenset({"myths"}))
    gone = {*on.entries, *on.facts} - {*off.entries, *off.facts}
    suggestions = await MADE.find(off)
    assert gone

    for typed in ("", "myth", "acupuncture", "is it", "d"):
        assert not gone & {item.id for item in suggestions.all(off, typed)}
    assert all(suggestions.picked(off, key) is None for key in gone)
    assert gone & {item.id for item in suggestions.all(on, "myth")}


async def test_communities_with_the_same_packs_share_them(tmp_path: Path) -> None:
    made, pack = Made(), dry_needling()
    other = hand_washing_library(tmp_path).for_community(1)

    assert await made.find(Shelf((pack,))) is await made.find(Shelf((pack,), frozenset({"myths"})))
    assert await made.find(other) is not await made.find(Shelf((pack,)))
    assert (await made.find(other)).all(other, "hand g")[0].id == "term-rub"


async def test_terms_are_suggested_by_all_their_names(talk: Talk) -> None:
    for typed, term in (("ltr", "term-twitch"), ("pneumo", "term-pneumothorax"), ("endorfin", "term-endorphins")):
        assert (await suggested(talk, typed, "term", "word"))[0][0] == term
    assert all(value.startswith("term-") for value, _ in await suggested(talk, "c", "term", "word"))


async def _core(folder: Path) -> App:
    return await build(settings_in(folder))


async def test_on_discord_what_is_suggested_can_be_picked(tmp_path: Path) -> None:
    app = await _core(tmp_path)
    async with DiscordServer() as server:
        app.chats["discord"] = DiscordChat(
            app.router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url
        )
        await app.start()
        await server.ready()
        ana = server.user("Ana")
        for typed, label, title in (
            ("collagn", "Term: Collagen", "Collagen"),
            ("does dry needling h", "Does dry needling hurt?", "Does dry needling hurt?"),
        ):
            choices = (await server.suggest(ana, "faq", "question", typed)).choices
            value = next(choice["value"] for choice in choices if choice["name"] == label)
            assert title in (await server.slash(ana, "faq", options={"question": value})).text
        await app.stop()


async def test_on_slack_what_is_suggested_can_be_picked(tmp_path: Path) -> None:
    app = await _core(tmp_path)
    async with SlackServer() as server:
        app.chats["slack"] = SlackChat(
            app.router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url
        )
        await app.start()
        await server.connected()
        anna = server.add_user("anna")
        form = await server.slash(anna, "/faq")
        options = await server.suggest(anna, form.view, "search:faq.question", "collagn")
        value = next(option["value"] for option in options if option["text"]["text"] == "Term: Collagen")
        answer = await server.submit(anna, form.view, {"search:faq.question": value}, effect=True)
        assert "The protein that gives connective tissue its strength" in answer.view.words
        await app.stop()
