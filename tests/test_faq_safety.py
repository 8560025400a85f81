"""Safety before look-up: red flags, one's own health, technique and suitability are recognised, look-alikes are not."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from statistics import median
from timeit import timeit

import pytest

from bot.faq.lookup import UNCHANGED, Hit, Own
from bot.faq.model import SURELY, Outcome, find
from bot.faq.phrases import Phrasebook, Reading, read_phrases
from bot.faq.safety import Kind, Rules, judge
from bot.library.general import general_rules
from bot.library.items import Rule
from bot.library.library import Shelf
from bot.library.pack import examine
from tests.pack_texts import dry_needling
from tests.packs import hand_washing

# What the second look learns from, the rules must see by themselves.
CASES = {kind: care.asked for kind, care in dry_needling().care.items()}
SUITABILITY = "faq-suitability"
SLOWEST = 0.01


@lru_cache(maxsize=1)
def rules() -> Rules:
    return Rules(Shelf((dry_needling(),)).rules)


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("question", CASES[kind])


@cases("urgent")
def test_red_flags_are_urgent(question: str) -> None:
    assert judge(question, rules()).kind is Kind.URGENT


@cases("personal")
def test_somebodys_own_health_is_personal(question: str) -> None:
    assert judge(question, rules()).kind is Kind.PERSONAL


@cases("caution")
def test_a_personal_question_about_a_caution_brings_the_contraindications(question: str) -> None:
    verdict = judge(question, rules())

    assert (verdict.kind, verdict.entry) == (Kind.PERSONAL, SUITABILITY)


@cases("suitability")
def test_who_must_not_be_needled_reaches_the_contraindications(question: str) -> None:
    verdict = judge(question, rules())

    assert (verdict.kind, verdict.entry) == (Kind.SUITABILITY, SUITABILITY)


@cases("technique")
def test_technique_is_not_answered(question: str) -> None:
    assert judge(question, rules()).kind is Kind.TECHNIQUE


@cases("harmless")
def test_questions_about_theory_are_left_alone(question: str) -> None:
    assert judge(question, rules()).kind is Kind.NOTHING


def test_there_are_enough_cases_of_every_kind() -> None:
    least = {"caution": 60, "harmless": 400, "personal": 200, "suitability": 200, "technique": 200, "urgent": 300}

    assert {kind: len(found) >= least[kind] for kind, found in CASES.items()} == dict.fromkeys(least, True)


def test_no_case_stands_twice() -> None:
    every = [question for found in CASES.values() for question in found]

    assert len(set(every)) == len(every)


def test_judging_is_quick() -> None:
    took = [timeit(partial(judge, question, rules()), number=1) for found in CASES.values() for question in found]

    assert median(took) < SLOWEST


def test_no_example_of_the_pack_is_taken_for_somebodys_health() -> None:
    wrong = [
        text
        for entry in dry_needling().entries.values()
        for text in (entry.title, *entry.asked_as)
        if judge(text, rules()).kind in (Kind.URGENT, Kind.PERSONAL, Kind.TECHNIQUE, Kind.ELSEWHERE)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "question",
    [
        "CHEST PAIN AFTER NEEDLING",
        "chest   pain\nafter needling",
        "ch\u200best pain after needl\u200bing",
        "Chest-pain after needling!!!",
        "ｃｈｅｓｔ pain after needling",
        "<@123> chest pain after needling @everyone",
        "what's the evidence on endorphins? also I have chest pain since my session",
    ],
)
def test_a_red_flag_is_seen_however_it_is_written(question: str) -> None:
    assert judge(question, rules()).kind is Kind.URGENT


def test_urgent_goes_before_personal_and_personal_before_suitability() -> None:
    assert judge("i take warfarin and the bleeding wont stop after needling", rules()).kind is Kind.URGENT
    assert judge("i take warfarin, can i be needled", rules()).kind is Kind.PERSONAL


def test_an_urgent_one_brings_the_packs_own_statement() -> None:
    assert judge("chest pain after needling my upper back", rules()).entry == "safe-pneumothorax"


def test_red_flags_hold_for_a_pack_without_rules() -> None:
    alone = Rules(general_rules())

    assert judge("i have chest pain and cant breathe", alone).kind is Kind.URGENT
    assert judge("my back hurts, what should i do", alone).kind is Kind.PERSONAL
    assert judge("how often should i wash my hands", alone).kind is Kind.NOTHING


def test_the_rules_for_every_pack_name_no_list_of_a_pack() -> None:
    known = general_rules()
    texts = [text for rule in known.values() for text in (*rule.phrases, *rule.along, *rule.unless)]
    named = {word.removeprefix("@") for text in texts for word in text.split() if word.startswith("@")}

    assert named <= {key for key, rule in known.items() if rule.kind == "words"}


def test_every_entry_that_a_rule_names_is_in_the_pack() -> None:
    pack = dry_needling()
    named = {rule.entry for rule in pack.rules.values() if rule.entry}

    assert named <= {*pack.entries, *pack.safety}


class Found:
    """A look-up that always finds the same: the contraindications last."""

    by_meaning = False

    def __init__(self, best: float = 0.9) -> None:
        self._best = best

    def understands(self, question: str) -> bool:
        return True

    def find(self, question: str, own: Own = UNCHANGED) -> tuple[Hit, ...]:
        return (Hit("faq-pain", self._best), Hit("faq-harm", 0.5), Hit(SUITABILITY, 0.1))

    def alike(self, one: str, other: str) -> float:
        return 0.0


def test_suitability_answers_with_the_contraindications_first() -> None:
    finding = find("haemophilia?", Found(), rules())

    assert finding.outcome is Outcome.ANSWER
    assert finding.hits[0].id == SUITABILITY
    assert [hit.score for hit in finding.hits] == sorted((hit.score for hit in finding.hits), reverse=True)


@pytest.mark.parametrize(("score", "outcome"), [(SURELY, Outcome.ANSWER), (SURELY - 0.01, Outcome.NONE)])
def test_what_names_another_treatment_is_answered_only_if_an_entry_surely_does(score: float, outcome: Outcome) -> None:
    assert judge("is it like a massage", rules()).kind is Kind.ELSEWHERE

    assert find("is it like a massage", Found(score), rules()).outcome is outcome


# ---- The grammar of rules ----


def found(text: str, phrase: str, **lists: list[str]) -> bool:
    wanted = read_phrases([phrase])
    book = Phrasebook({name: read_phrases(phrases) for name, phrases in lists.items()}, [wanted])
    return Reading(text, book).has_any(wanted)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("my knees hurt", "knee hurts", True),
        ("hurts knee", "knee hurts", False),
        ("hurts my knee", "knee ~ hurts", True),
        ("my knee still hurts", "knee ~ hurts", True),
        ("knee only", "knee ~ hurts", False),
        ("ran a 39.5", "ran a #", True),
        ("ran a mile", "ran a #", False),
        ("acid", "aicd", True),
        ("chose", "choke", False),
        ("my knee really does hurt", "knee ... hurts", True),
        ("my knee one two three four five six hurts", "knee ... hurts", False),
        ("needling and needles", "needl*", True),
        ("needling", "=needles", False),
        ("needles", "=needles", True),
        ("oedema", "edema", True),
        ("haemorrhage", "hemorrhage", True),
        ("breathlesness", "breathlessness", True),
        ("fainted", "painted", False),
        ("cat", "cut", False),
    ],
)
def test_a_phrase_is_found_by_stems_gaps_and_typos(text: str, phrase: str, expected: bool) -> None:
    assert found(text, phrase) is expected


def test_a_list_stands_for_any_of_its_phrases() -> None:
    body = ["knee", "upper back"]

    assert found("my upper back hurts", "my @body hurts", body=body)
    assert not found("my idea hurts", "my @body hurts", body=body)


def test_a_rule_needs_all_that_goes_along_and_nothing_that_speaks_against_it() -> None:
    rule = Rule.model_validate(
        {"id": "rash", "kind": "personal", "any": ("rash",), "with": ("after", "soap"), "unless": ("exam",)}
    )
    alone = Rules({"rash": rule})

    assert judge("a rash after the new soap", alone).kind is Kind.PERSONAL
    assert judge("a rash after lunch", alone).kind is Kind.NOTHING
    assert judge("exam: a rash after soap", alone).kind is Kind.NOTHING


# ---- A pack's rules are checked ----


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("{id: a, kind: technique, any: ['@nowhere']}", "there is no list '@nowhere'"),
        ("{id: a, kind: suitability, any: [x], entry: gone}", "there is no entry or safety statement 'gone'"),
        ("{id: felt, kind: words, any: [x]}", "the name of a rule that counts for every pack"),
        ("{id: a, kind: maybe, any: [x]}", "kind: must be one of"),
        ("{id: a, kind: urgent, any: []}", "at least 1 are needed"),
        ("{id: a, kind: urgent, any: [x], when: [y]}", "when: this word is not known here"),
    ],
)
def test_faults_in_rules_are_told(tmp_path: Path, rule: str, fault: str) -> None:
    _, faults = examine(hand_washing(tmp_path, rules=f"- {rule}\n"))

    assert [one.file for one in faults] == ["rules.yaml"]
    assert fault in faults[0].message


def test_a_list_that_names_itself_ends() -> None:
    rule = Rule.model_validate({"id": "loop", "kind": "words", "any": ("@loop again", "hot")})
    ask = Rule.model_validate({"id": "ask", "kind": "urgent", "any": ("@loop",)})

    assert judge("hot again", Rules({"loop": rule, "ask": ask})).kind is Kind.URGENT
