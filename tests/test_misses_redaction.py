"""What is taken out of a question before it is kept, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.wordpiece import general_words
from bot.misses.model import LONGEST_MISS
from bot.misses.redaction import redacted

_WORDS = "can does dry needling hurt trigger point points cupping swim swimming after what is the how neck trapezius"
PACK = frozenset(_WORDS.split())
GENERAL = frozenset(general_words())


def kept(text: str) -> str:
    return redacted(text, PACK, GENERAL)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        # names
        ("can Anna swim after needling", "can … swim after needling"),
        ("can anna swim after needling", "can … swim after needling"),
        ("can ANNA swim after needling", "can … swim after needling"),
        ("Anna wants to swim", "… wants to swim"),
        ("Kowalczyk wants to swim", "… wants to swim"),
        ("Kowalczyk's neck", "… neck"),
        ("is Anna-Lena's neck better", "is … neck better"),
        ("is O’Brien's neck better", "is … neck better"),
        ("does Mr Smith need cupping", "does Mr … need cupping"),
        ("does mrs katz need cupping", "does mrs … need cupping"),
        ("what did dr wong mean by cupping", "what did dr … mean by cupping"),
        ("my name is priyanka and i like cupping", "… and i like cupping"),
        ("ask J. Smith about cupping", "ask … about cupping"),
        ("ask J.S. about cupping", "ask … about cupping"),
        ("can Tran Thi Hoa swim", "can … swim"),
        ("can Grace swim", "can … swim"),
        ("thanks for cupping. Cheers, bo", "thanks for cupping. …"),
        ("is cupping good? Thanks, zuzka", "is cupping good? …"),
        ("i'm zuzka, can i swim", "i'm …, can i swim"),
        ("is anna-lena fit for cupping", "is … fit for cupping"),
        ("does priya xanthopoulou swim", "does … swim"),
        ("is ZUZKOVA fit for cupping", "is … fit for cupping"),
        ("does patient JS need cupping", "does … need cupping"),
        ("is Łukasz fit for cupping", "is … fit for cupping"),
        ("does Prof. van der Berg like cupping", "does … like cupping"),
        ("can John Adebayo, 45, swim", "can …, swim"),
        # mentions and handles
        ("can <@123456789> swim", "can swim"),
        ("can @anna.k swim", "can … swim"),
        ("@everyone can we swim", "can we swim"),
        # mail, pages, telephone numbers
        ("write to a.b+c@example.co.uk about cupping", "write to … about cupping"),
        ("is https://example.org/a?b=c right on cupping", "is … right on cupping"),
        ("is www.example.org right on cupping", "is … right on cupping"),
        ("call +44 20 7946 0958 about cupping", "call … about cupping"),
        ("call (0171) 555-0199 about cupping", "call … about cupping"),
        ("call 07700900123 about cupping", "call … about cupping"),
        ("mail jane.doe(at)gmail.com about cupping", "mail … about cupping"),
        ("is zuzka@uni right on cupping", "is … right on cupping"),
        ("ask zuzka_99 about cupping", "ask … about cupping"),
        ("ask t.me/zuzka99 about cupping", "ask … about cupping"),
        # ids
        ("does pt 4471 need cupping", "does … need cupping"),
        ("does hosp no. A 123 456 get cupping", "does … get cupping"),
        ("does NI number QQ 12 34 56 C get cupping", "does … get cupping"),
        ("does ext 4421 know cupping", "does … know cupping"),
        # more ages and dates
        ("my gran, 82, wants cupping", "my …, wants cupping"),
        ("can a lad of 17 swim", "can a … swim"),
        ("can somebody in their mid-forties swim", "can somebody … swim"),
        ("my dob is fine, dob 3 7 85", "my dob is fine, …"),
        ("we had it on tue and like cupping", "we had it … and like cupping"),
        ("is SW1A1AA near the pool", "is … near the pool"),
        # numbers that say nothing about anybody
        ("patient no better after 3 sessions", "patient no better after 3 sessions"),
        ("compare 2, 3, 4 sets", "compare 2, 3, 4 sets"),
        ("does L5-S1 matter", "does L5-S1 matter"),
        ("does NHS number 943 476 5919 get cupping", "does … get cupping"),
        ("does patient 4711 get cupping", "does … get cupping"),
        ("does MRN: 12-34567 get cupping", "does … get cupping"),
        ("does AB123456C get cupping", "does … get cupping"),
        ("case #42 and cupping", "… and cupping"),
        ("is 123e4567-e89b-12d3-a456-426614174000 cupping", "is … cupping"),
        # addresses
        ("cupping at 221b Baker Street", "cupping at …"),
        ("cupping at 12 long meadow road", "cupping at …"),
        ("cupping at 7 Mill Close", "cupping at …"),
        ("cupping at Hauptstraße 5", "cupping at …"),
        ("cupping in SW1A 1AA", "cupping in …"),
        ("cupping in m1 1ae", "cupping in …"),
        ("cupping in flat 3", "cupping in …"),
        # dates and times of day
        ("needled on 12/03/2024, cupping next?", "needled on …, cupping next?"),
        ("needled on 2024-03-12", "needled on …"),
        ("needled on 12.3.", "needled on …"),
        ("needled on 12/3", "needled …"),
        ("needled on the 12th of March 2024", "needled on …"),
        ("needled March 12th", "needled …"),
        ("needled 5 May", "needled …"),
        ("needled in may", "needled …"),
        ("needled in march", "needled …"),
        ("needled since september", "needled since …"),
        ("needled last Tuesday at 14:30", "needled … at …"),
        ("needled on monday at 3pm", "needled on … at …"),
        ("needled on 3rd", "needled …"),
        ("needled yesterday", "needled …"),
        ("needled in 2019", "needled in …"),
        # ages
        ("can a 34-year-old swim", "can a … swim"),
        ("can a 34 year old swim", "can a … swim"),
        ("can a 34yo swim", "can a … swim"),
        ("can a 34 y/o swim", "can a … swim"),
        ("can a 6 months old swim", "can a … swim"),
        ("can a thirty-four year old swim", "can a … swim"),
        ("someone aged 34 and cupping", "someone … and cupping"),
        ("someone age 34 and cupping", "someone … and cupping"),
        ("at the age of 34 cupping", "at the … cupping"),
        ("she is 71, can she swim", "she …, can she swim"),
        ("he's 71 and swims", "he… and swims"),
        ("she just turned 40. cupping?", "she just …. cupping?"),
        ("someone in her late 30s and cupping", "someone … and cupping"),
        ("someone in his fifties and cupping", "someone … and cupping"),
        ("cupping for 34F with headache", "cupping for … with headache"),
        ("cupping for a woman of 34", "cupping for a …"),
        ("cupping for a 34, male", "cupping for a …"),
        ("swimming at 65?", "swimming …?"),
        ("can anna (34) swim", "can … swim"),
    ],
)
def test_what_could_say_who_it_is_about_goes(typed: str, left: str) -> None:
    assert kept(typed) == left


@pytest.mark.parametrize(
    "typed",
    [
        "does it hurt, and will it hurt more the second time",
        "it may hurt in the upper trapezius",
        "how does a march fracture heal",
        "is level C5/6 or L4-5 harder than T12",
        "what does a 0.25 x 30 mm needle cost",
        "is 7/10 pain after 3 sessions normal",
        "Sauna after needling ok?",
        "how many sessions in 6 weeks",
        "3 sets of 10 in a row, 2 times a week",
        "does 20 minutes of TENS at 100 Hz help",
        "is CGRP the same in men and women",
        "what about Pilates or Botox",
        "has it been tried in Parkinson's",
        "Swimming afterwards? Sauna too?",
        "How Does It Compare With Shockwave",
        "DOES IT HURT MORE THAN AN INJECTION",
        "over 18s only?",
        "is 48 hours at 37.5 degrees too warm",
        "what does a GEMt course cost",
        "why do we mark the skin and what if patients faint",
        "can i bill for it",
        "50% of 1000 mg a day",
        "the dr said no",
    ],
)
def test_what_a_question_is_about_stays(typed: str) -> None:
    assert kept(typed) == typed


def test_what_is_left_of_nothing_but_names_is_a_sign() -> None:
    assert kept("Anna, Ben, anna@example.org") == "…"


def test_a_long_question_is_cut_at_a_word() -> None:
    left = kept("swimming " * 100)
    assert len(left) <= LONGEST_MISS
    assert left.endswith("swimming …")


@given(st.text(max_size=400))
def test_any_text_gives_one_line_of_bounded_length_and_twice_is_the_same(text: str) -> None:
    once = redacted(text)
    assert len(once) <= LONGEST_MISS
    assert "\n" not in once


@pytest.mark.parametrize("piece", ["1 ", "1-", "a1", "A. ", "@a.", "12 Aa ", "'s-", "(", "one "])
def test_no_text_takes_long(piece: str) -> None:
    redacted(piece * 1000, PACK)
