"""How the pack speaks: no instruction to needle, warning signs with their way to help, short plain texts."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from bot.chat.text import Kind, markdown
from tests.pack_texts import PLAIN_PARTS, Said, all_said, dry_needling

# The bot teaches theory. A text with one of these would tell somebody how deep, at which slant, where or with what to
# needle, or would give a go-ahead. Needling is learned from a teacher at one's side.
INSTRUCTIONS = (
    r"\d\s?(?:mm|cm|millimet|centimet|inch)",
    r"\bgauge\b",
    r"\bneedle (?:length|size|angle)\b",
    r"\b(?:angle|depth) of (?:the )?(?:needle|insertion|\d)",
    r"\bat (?:an angle|\d+ ?(?:°|degrees))",
    r"\bperpendicular",
    r"\boblique(?:ly)?\b",
    r"\b(?:insert|advance|redirect|push|aim|point|direct|angle|thrust) (?:the|your|a) needle\b",
    r"\bneedle (?:is|should be|must be) (?:inserted|advanced|redirected|aimed|angled) (?:at|into|to)\b",
    r"\b(?:palpate|pinch|flat[- ]palpat|pincer)",
    r"\bpiston",
    r"\b(?:finger|thumb)(?:s|'s)?[- ](?:breadth|width)",
    r"(?<!whether )(?<!where )\byou (?:may|can|should) needle\b",
    r"\b(?:is|are) safe to needle\b",
    r"\bgo ahead and needle\b",
)
# A text that names one of these as coming after needling must say what to do.
WARNING_SIGNS = re.compile(
    r"breathless|chest pain|dry cough|spreading redness|heavy bleeding|\bcollapse\b", re.IGNORECASE
)
HELP = re.compile(r"urgent medical\s+assessment", re.IGNORECASE)

LONGEST_WORDS = {
    ("entries", "long"): 300,
    ("glossary", "definition"): 50,
    ("safety", "text"): 80,
    ("questions", "stem"): 45,
}
DEFAULT_WORDS = 60
LONGEST_SENTENCE = 50
LONGEST_PARAGRAPH = 110


def having(pattern: str | re.Pattern[str]) -> list[str]:
    return [str(said) for said in all_said() if re.search(pattern, said.text, re.IGNORECASE)]


@pytest.mark.parametrize("pattern", INSTRUCTIONS)
def test_no_text_tells_how_or_where_to_needle(pattern: str) -> None:
    assert having(pattern) == []


@pytest.mark.parametrize("sentence", ["Go 20 mm deep.", "Insert the needle here.", "Use a 30 gauge needle.", "at 45°"])
def test_the_scan_would_find_an_instruction(sentence: str) -> None:
    assert any(re.search(pattern, sentence, re.IGNORECASE) for pattern in INSTRUCTIONS)


@pytest.mark.parametrize("kind", ["entries", "facts", "glossary", "safety"])
def test_a_warning_sign_comes_with_urgent_medical_assessment(kind: str) -> None:
    """In the same item; a patient's words need it in the very text, since they are read out alone."""
    whole: dict[str, list[str]] = defaultdict(list)
    for said in all_said():
        if said.kind == kind and said.part not in ("nuance", "basis"):
            whole[f"{said.item} patient" if said.part == "patient" else said.item].append(said.text)
    texts = {key: " ".join(parts) for key, parts in whole.items()}

    assert [key for key, text in texts.items() if WARNING_SIGNS.search(text) and not HELP.search(text)] == []


def test_a_question_about_warning_signs_says_urgent_medical_assessment_in_a_why() -> None:
    for question in dry_needling().questions.values():
        asked = [question.stem, question.right.text]
        if any(WARNING_SIGNS.search(text) for text in asked):
            assert any(HELP.search(option.why) for option in question.options), question.id


def test_help_is_always_called_the_same() -> None:
    vaguer = r"\burgent(?:ly)? (?!medical\s+assessment)|emergency (?:room|department)|\bA&E\b|see a doctor"
    number_of_one_country = r"\b(?:call|dial|ring|phone) \d"

    assert having(vaguer) == []
    assert having(number_of_one_country) == []


def test_no_markup_but_strong_code_and_links() -> None:
    wrong = [str(said) for said in all_said() if _stray_markup(said)]

    assert wrong == []


def _stray_markup(said: Said) -> bool:
    spans = markdown(said.text)
    if said.part in PLAIN_PARTS and any(span.kind is not Kind.PLAIN for span in spans):
        return True
    plain = "\n".join(span.text for span in spans if span.kind is Kind.PLAIN)
    return bool(re.search(r"[*`]|~~|\|\||__|\]\(|https?://|</?\w|<[@#!]|^\s*(?:#|>|- |\d+\. )", plain, re.MULTILINE))


def test_nobody_is_pinged() -> None:
    assert having(r"@\w") == []


def test_texts_are_short_enough_to_read() -> None:
    def limit(said: Said) -> int:
        return LONGEST_WORDS.get((said.kind, said.part), DEFAULT_WORDS)

    assert [str(said) for said in all_said() if len(said.text.split()) > limit(said)] == []


def test_sentences_and_paragraphs_end() -> None:
    for said in all_said():
        for paragraph in said.text.split("\n"):
            assert len(paragraph.split()) <= LONGEST_PARAGRAPH, said
            for sentence in re.split(r"[.!?:;]\W*\s", paragraph):
                assert len(sentence.split()) <= LONGEST_SENTENCE, said


def test_only_a_long_answer_has_paragraphs() -> None:
    """Everything else stands in a place that is one paragraph on every card."""
    assert [str(said) for said in all_said() if "\n" in said.text and said.part != "long"] == []


@pytest.mark.parametrize(("kind", "parts"), [("facts", ("text", "title")), ("questions", ("stem",))])
def test_no_two_items_of_a_kind_share_twelve_words_in_a_row(kind: str, parts: tuple[str, ...]) -> None:
    """A fact and its question may share words; two facts that do are one fact told twice."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for said in all_said():
        if said.kind == kind and said.part in parts:
            words = re.findall(r"[\w.,’'-]*\w", said.text.casefold())
            for start in range(len(words) - 11):
                found[tuple(words[start : start + 12])].add(said.item)

    assert [(" ".join(run), items) for run, items in found.items() if len(items) > 1] == []
