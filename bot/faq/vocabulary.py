"""Words that every pack shares: which ones say little, which mean nearly the same, and clinical abbreviations.

A pack brings the words of its own subject: its glossary's other names are read as the term (see reader.py).
"""

from __future__ import annotations

# They shape a question ("how many", "who should not") and say little about its subject.
COMMON = """
a about above after again against all also always am an and any anyone anybody anything are as ask asked at be been
before being below between both btw but by call called can cant come could day days did didnt do does doesnt doing
done dont down during each even ever every explain few find first for from get gets getting give gives go goes going
got had has have having he hello help her here hers
hey hi him his how hows i id idk if ill im in into is isnt it its ive
just kind know last like ll lol lot made make makes many may me mean meaning means might mine more most much must my
need needs never new next no nor not nothing now of off often ok okay old on once one ones only or other our ours out
over own part people person please pls put question quite really same say says second see she should shouldnt show
simply so some somebody someone something sort stuff such take takes tell than thank thanks that thats the their
theirs them then there theres these they thing things think this those through time times to told too two u ugh under
up us use used using usually very want was wasnt way we well were what whats when where which while who whom whos
whose why will with word words wont would yes yet you your yours
"""

# Each line means nearly the same, at least for finding an answer. A word may stand in several.
GROUPS = """
hurt pain sore ache achy agony discomfort uncomfortable comfortable sting unpleasant
safe safety harm risk risky danger dangerous hazard unsafe bad complication problem chance
session appointment visit sitting course
patient client
begin start onset
instant immediate straightaway straight rapid quick fast soon
circulation perfusion blood oxygen
twitch jump jerk flicker contract contraction
damage injury injure destroy wreck tear rip destruction ruin
job career employ employer employability employable hire employment profession professional interview
exercise strengthening training strength workout strong
rehab rehabilitation
learn study understand understanding knowledge
theory science mechanism background scientific
combine together alongside combination
explain explanation describe
confidence confident sure
choose pick select selection
suitable suitability candidate appropriate eligible
trust believe faith
benefit gain profit advantage improve improvement
difference differ different distinguish contrast compare versus
contraindication precaution exclude forbid avoid unsuitable contraindicated
lasting term permanent long months years
communicate communication conversation language
evidence research proof proven study trial
scared afraid fear terrified phobia frightened anxious nervous
bruise bleed
stiff stiffness tight tightness loosen
stick adherence compliance adhere
honest honesty transparent transparency open openness
last duration
number frequency weekly repeat repeated
feel sensation felt
teacher tutor lecturer educator supervisor
reboot reset restart
definition define meaning
remodel realign alignment
student learner
fail failure
"""

ABBREVIATIONS = {
    "cv": "job application",
    "ebp": "evidence based practice",
    "physio": "physiotherapist",
    "physios": "physiotherapists",
    "pt": "patient",
    "pts": "patients",
    "tx": "treatment",
    "txs": "treatments",
    "uni": "university",
    "vs": "versus",
}

# Written apart or together they are one word: micro-trauma, contra-indication.
JOINED = frozenset({"bio", "contra", "micro", "neuro"})
