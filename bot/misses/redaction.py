"""Takes out of a question whatever could say who asked it, or about whom. Pure, and by patterns: it takes rather too
much than too little, but a name that nobody has and that is written small goes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from bot.chat.text import cut
from bot.library.typed import tidy
from bot.misses.given_names import NAMES, NAMES_AND_WORDS
from bot.misses.likeness import SMALL
from bot.misses.model import LONGEST_MISS

GONE = "…"

_UNITS = r"(?:mm|cm|mg|ml|kg|mcg|hz|khz|km|kcal|min|mins|sec|secs)"
_SPELT = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|one|two|three|four|five|six|seven|eight|nine)"
)
_COUNT = rf"(?:\d{{1,3}}(?:[.,]5)?|{_SPELT})"
_ENDS = r"(?=\s*(?:[,;:!?)…-]|\.(?!\d)|$|(?:and|with|so|but|now|who|has|have|had|can|or|if)\b))"
# `May` needs its capital: it may hurt.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May)|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_SPELT_DAY = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|fifteenth|twentieth|thirtieth)"
)
_ROAD = r"(?:street|road|rd|avenue|ave|lane|crescent|terrace|boulevard|blvd)"
_ROADS = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Way|Court|Ct|Square|Sq|Terrace|Crescent|Boulevard|Blvd"
    r"|Gardens|Grove|Hill|Park|Mews|Row|Place)"
)

_ADDRESSED = (
    r"[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,5}",
    r"\b(?:https?://|www\.)\S+",
    r"(?<!\w)@[\w.-]+",
    r"\b[\w.-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w.-]{1,64}",
    r"\b(?:t\.me|wa\.me|fb\.com|instagram\.com|insta|telegram|whatsapp|snapchat|snap|tiktok)\b\s?[:/]?\s?@?[\w.]*"
    r"[\d_.][\w.]*",
    r"\b[a-z]{2,}(?:_[a-z\d]+)+\b|\b[a-z]{2,}_\d+\b",
    r"\b[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}\b",
    rf"\b\d{{1,4}}\s?[a-z]?,?\s+(?:[\w'’]+\s+){{1,3}}{_ROAD}\b",
    rf"(?-i:\b\d{{1,4}}\s?[a-zA-Z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}{_ROADS}\b\.?)",
    r"\b\w+(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|weg)\s+\d+\s?[a-z]?\b",
    r"\b(?:flat|apartment|apt\.?|po box|p\.o\. box|house number)\s+\d+\w?\b",
    rf"\b[a-z]{{1,2}}\d[a-z\d]?\s+\d(?!st\b|nd\b|rd\b|th\b|{_UNITS}\b)[a-z]{{2}}\b",
)
_DATES = (
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b",
    r"\b\d{1,2}([-/.])\d{1,2}\1\d{2,4}\b",
    r"\b\d{1,2}\.\d{1,2}\.(?!\d)",
    r"\b(?:on|since|until|till|dated?|before|after)\s+(?:the\s+)?\d{1,2}[/.]\d{1,2}\b(?!\s*%)",
    rf"\b(?:the\s+)?{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?![\w])(?:,?\s+(?:'\d\d|\d{{4}}))?",
    rf"\b{_MONTH}\s+(?:the\s+)?{_ORDINAL}\b(?:,?\s+\d{{4}})?",
    rf"\b{_MONTH},?\s+(?:19|20)\d\d\b|\bmay,?\s+(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)\s+(?:of\s+)?may\b",
    r"\b(?:january|february|april|june|july|september|october|november|december)\b",
    r"\b(?:in|since|until|till|last|next|early|late|mid)[\s-]+(?:march|may|august)\b",
    r"\b(?:(?:last|next|this|since)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    r"\b(?:on|since|until|till|by)\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\b",
    rf"\bmay\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\b|\b{_MONTH}-\d{{1,2}}\b|\b{_SPELT_DAY}\s+(?:of\s+)?{_MONTH}\b",
    r"\b(?:on|since|until|till|last|next|this)\s+(?:mon|tues?|weds?|thurs?|thu|fri|sat|sun)\b",
    r"\b(?:on|since|born|dob|until)\s+\d{1,2}-\d{1,2}\b|\bborn\s+(?:in\s+)?['’]?\d{2,4}\b",
    r"\b(?:dob|d\.o\.b\.?|date of birth)\b\W{0,3}(?:(?:the|of|\d{1,4}(?:st|nd|rd|th)?)\W{1,2}){0,6}\d{1,4}\b",
    r"\b(?:yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening))\b",
    r"(?<![\d.,])(?:19|20)\d\d(?:s|/\d\d)?\b(?!\s*(?:people|patients|participants|adults|mg|ml))",
    r"\b\d{1,2}:\d\d(?:\s*(?:am|pm|h|uhr))?\b|\b\d{1,2}(?:\.\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.|o['’]?clock|uhr)(?!\w)",
)
_AGES = (
    rf"\b{_COUNT}[\s-]*(?:y(?:ea)?rs?|y|months?|mths?|mos?|weeks?|wks?|days?)[\s.-]*(?:old|of\s+age)s?\b",
    rf"\b{_COUNT}[\s-]*(?:y\.?\s?/?\s?o\.?|yrs?\s?/?\s?o)(?!\w)",
    rf"\b(?:aged?|ages)(?:\s+(?:of|is|was|about|around))?\s*:?\s*{_COUNT}\b(?:\s*(?:-|–|to|and)\s*{_COUNT}\b)?",
    rf"(?:\b(?:am|is|was|im|hes|shes|turn(?:ed|s|ing)?)|['’](?:m|s|re))\s+"
    rf"(?:(?:now|only|just|about|almost|nearly|already)\s+)?{_COUNT}{_ENDS}",
    r"\b(?:in\s+)?(?:my|her|his|their)\s+(?:(?:early|mid|late)[\s-]*)?"
    r"(?:\d0['’]?s|teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    r"\b\d{2}\s?[mf]\b(?!\s*(?:walk|run|sprint|swim))|\b[mf]\s?\d{2}\b",
    rf"\bat\s+{_COUNT}(?=\s*(?:[,;!?)]|\.(?!\d)|$))",
    r"\b\d{1,3}[\s,-]+(?:year\s+)?(?:male|female|man|woman|lady|gentleman|girl|boy)\b",
    rf"\b(?:man|woman|lady|gentleman|girl|boy|child|kid|male|female|son|daughter)(?:\s+of|,)\s*{_COUNT}{_ENDS}",
    r"\(\s*\d{1,3}\s*\)",
    r"\b\d{1,3}\s*(?:yrs?|years?)\s+young\b",
    r"\b(?:pensioner|lad|lass|guy|bloke|teenager|adult|patient|gran|grandad)\s+of\s+\d{1,3}\b",
    r"\b(?:gran|grandma|grandad|nan|mum|mom|dad|mother|father|son|daughter|wife|husband|brother|sister|aunt|auntie|uncle|niece"
    r"|nephew|friend|patient|client|lady|man|woman|guy|bloke),\s*\d{1,3}(?=,)",
    r"\b(?:mid|early|late)[\s-](?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    r"\b(?:is|am|im|was|turned|at)\s+\d{1,3}\s*(?:yrs?|years?)\b",
)
_NUMBERS = (
    r"\b(?:nhs|mrn|id|patient|pt|hosp(?:ital)?|ni|national insurance|case|chart|file|record|ref|reference|insurance"
    r"|policy|room|bed|ward|passport|ssn|ext|extension)\b\.?"
    r"(?:\s*(?:no\.?|number|nr\.?|id|#|:|is))*\s*#?\s*[a-z]{0,3}\s?\d[\w-]*(?:[\s-]\d{2,})*(?:\s[a-z])?\b",
    r"#\s?\d+\b",
    r"\b[0-9a-f]{8}-[0-9a-f-]{20,}\b",
    rf"(?<![\w.])\+?\(?(?:\d[\s()./-]{{0,3}}){{6,}}\d\b(?!\s*{_UNITS})",
    rf"\b(?!\d+{_UNITS}\b)(?=(?:[a-z_-]*\d){{3}})(?=\d*[a-z])[a-z\d]{{6,}}\b",
    r"\b\w*\d{5,}\w*\b",
)
_CALLED = (
    r"(?-i:\b(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau)\b\.?\s+(?:(?:van|von|der|den|de|del|di|la|el|al|zu|bin)\s+)+[A-Z][\w'’-]+)",
    r"\b(?:my\s+name['’]?s?(?:\s+is)?|(?:his|her|their)\s+name(?:\s+is|['’]s)|named)\s+[^\W\d_]+(?-i:(?:\s+[A-Z][\w'’-]+)*)",
    r"\b(?:kind\s+regards|regards|best\s+wishes|cheers|sincerely|yours|thanks|thank\s+you),\s+[^\W\d_]+\s*$",
    r"\b(?:kind\s+regards|regards|best\s+wishes|cheers|sincerely|yours)\s+[^\W\d_]+\s*$",
    r"(?-i:\b(?:[Pp]atient|[Pp]t|[Cc]lient|[Mm]r|[Mm]rs|[Mm]s)\s+[A-Z]{2}\b)",
    r"(?-i:\b(?:[A-Z]\.\s?){1,4}[A-Z](?:\.|[a-z]+))",
)
_ALL = [re.compile(one, re.IGNORECASE) for one in (*_ADDRESSED, *_DATES, *_AGES, *_NUMBERS, *_CALLED)]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_TITLES = frozenset({"mr", "mrs", "ms", "mx", "dr", "prof", "herr", "frau", "doktor", "professor", "doctor"})
_ANY_CASE = frozenset({"mr", "mrs", "ms", "mx", "herr", "frau"})
_AFTER_A_TITLE = frozenset(
    {"said", "says", "told", "tells", "thinks", "asked", "wants", "wanted", "gave", "appointment"}
)
_DOES = frozenset(
    {
        "wants",
        "wanted",
        "has",
        "had",
        "asks",
        "asked",
        "says",
        "said",
        "told",
        "thinks",
        "needs",
        "needed",
        "got",
        "gets",
    }
    | {
        "came",
        "went",
        "feels",
        "felt",
        "complains",
        "reports",
        "reported",
        "suffers",
        "takes",
        "took",
        "lives",
        "works",
    }
)
_STARTS = re.compile(r"(?:^|[.?!:;…\n])[\s\"'“”‘’()*–-]*$")
# With a capital, and yet nobody's name.
_FAMILIAR = """
achilles alzheimer alzheimers aspirin botox british chinese christmas crohn crohns danlos easter ehlers eliquis english
european german god google graston hashimoto hashimotos hz ibuprofen khz kinesio latin lyme marfan nordic paracetamol
parkinson parkinsons pilates raynaud raynauds theragun tylenol warfarin western xarelto
"""
_NOBODY = SMALL.union(_FAMILIAR.split(), _TITLES)
# After these a word that nobody knows is a name, as beside one.
_INTRODUCES = frozenset({"i'm", "im", "called"})
_SHOUTED = 6
_MOSTLY = 0.6
_ACRONYM = 3
# Beside a name that went, a number is an age.
_BESIDE = re.compile(rf"(?<={GONE})(?:,\s*|\s+)\d{{1,3}}(?=\s*(?:[,;!?)]|\.(?!\d)|$))")


def redacted(text: str, known: Collection[str] = (), general: Collection[str] = ()) -> str:
    """One line of at most LONGEST_MISS characters. What was taken out leaves a sign, so that a reader sees it.

    `known` are the pack's own words in small letters: no names, whatever their capitals. `general` are the words of
    the language, which may begin a sentence.
    """
    line = tidy(text)
    for pattern in _ALL:
        line = pattern.sub(GONE, line)
    nameless = _BESIDE.sub("", _without_names(line, known, general))
    return cut(_smooth(nameless), LONGEST_MISS)


def _without_names(line: str, known: Collection[str], general: Collection[str]) -> str:
    words = list(_WORD.finditer(line))
    capitals = sum(word[0][0].isupper() for word in words) <= max(2, _MOSTLY * len(words))
    ordinary, opening = _NOBODY.union(known), _NOBODY.union(known, general)
    parts, end, before = list[str](), 0, ""
    for word, after in pairwise([*words, None]):
        assert word is not None
        shown, begins = word[0], bool(_STARTS.search(line[: word.start()]))
        doing = not begins or (after is not None and _acts(shown, after[0]))
        found = capitals and doing and _is_name(shown, opening if begins else ordinary, begins=begins)
        name = found or _has_name(shown) or _is_called(before, shown)
        if not name and _bare(shown) not in opening:
            shouted = capitals and shown.isupper() and len(shown) >= _SHOUTED
            name = shouted or before in _INTRODUCES or parts[-1:] == [GONE]
        parts += [line[end : word.start()], GONE if name else shown]
        end = word.end() - (1 if name and shown.endswith(".") else 0)
        before = _bare(shown)
    return "".join([*parts, line[end:]])


def _acts(shown: str, after: str) -> bool:
    """Whether the first word of a sentence, whose capital says nothing, is somebody who does or owns something."""
    return after in _DOES or after[0].isupper() or _bare(shown) != shown.casefold()


def _is_name(shown: str, ordinary: Collection[str], *, begins: bool) -> bool:
    """By its capital, where capitals say anything: in a title, or where all is shouted, they don't."""
    bare, word = _bare(shown), shown.rstrip(".")
    capitals = sum(letter.isupper() for letter in word)
    if not word[0].isupper() or capitals in (len(word), 0) or capitals >= _ACRONYM:
        return False
    if bare in NAMES_AND_WORDS and not begins:
        return True
    return bare not in ordinary and not all(part in ordinary for part in re.split("['-]", bare))


def _has_name(shown: str) -> bool:
    return any(part in NAMES for part in (_bare(shown), *_bare(shown).split("-")))


def _is_called(before: str, shown: str) -> bool:
    """Whether a title stands before it."""
    bare = _bare(shown)
    if before not in _TITLES or bare in SMALL or bare in _AFTER_A_TITLE:
        return False
    return before in _ANY_CASE or shown[0].isupper() or before in ("dr", "prof")


def _bare(shown: str) -> str:
    """In small letters, without the mark of what belongs to it."""
    return re.sub(r"['’]s?$", "", shown.rstrip(".").casefold()).replace("’", "'")


def _smooth(line: str) -> str:
    """One sign for what went in one place, and no blanks before it and a sign that ends a sentence."""
    joined = re.sub(rf"{GONE}(?:[\s,./()&+-]*{GONE})+", GONE, line)
    return " ".join(re.sub(rf"{GONE}\s+(?=[,.?!;:])", GONE, joined).split())
