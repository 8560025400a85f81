"""What an asker sees of a question that found nothing: what can be done with it, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Reply, Style
from bot.chat.text import cut, join, plain, strong
from bot.misses.model import LONGEST_INQUIRY, Inquiry
from bot.words import Words

WITH, WITHOUT = "with", "without"
IN_SHORT = 300
RUN = "run"


def with_offer(words: Words, card: Reply, token: str, *, agreed: bool | None) -> Reply:
    """`agreed` is None for somebody who hasn't said yet whether such questions may be kept."""
    buttons = [ask_button(words, token)]
    if agreed is None:
        buttons.append(Button(words("Help fill the gap"), encode("misses.agree", token)))
        note = words(
            "“Help fill the gap”: questions that find nothing are kept for 90 days without your name, so that your "
            "instructors see what is missing here. One press counts for all that follow."
        )
        card = replace(card, footnote=plain(note))
    ways_out = tuple(button for button in card.buttons if button.action.startswith(f"{RUN}:"))
    return card.with_buttons(*(one for one in card.buttons if one not in ways_out), *buttons, *ways_out)


def with_kept(words: Words, card: Reply, miss_id: str) -> Reply:
    """For who has agreed before."""
    drop = Button(words("Don't keep this one"), encode("misses.drop", miss_id))
    note = words("Kept without your name for 90 days. /me settings ends that.")
    return replace(card, buttons=(*card.buttons, drop), footnote=plain(note))


def with_none_of_these(words: Words, card: Reply, token: str) -> Reply:
    return card.with_buttons(*card.buttons, Button(words("None of these"), encode("misses.none", token)))


def with_not_meant(words: Words, card: Reply, token: str) -> Reply:
    return card.with_buttons(*card.buttons, Button(words("Not what I asked"), encode("misses.none", token)))


def with_replies(words: Words, card: Reply, waiting: Sequence[Inquiry]) -> Reply:
    """Replies of instructors that could not be sent; each waits until it was opened."""
    text = join([plain(cut(f"“{one.text}”", IN_SHORT)) for one in waiting])
    label = words("Read the reply")
    buttons = tuple(Button(label, encode("misses.read", one.id), style=Style.PRIMARY) for one in waiting[:3])
    field = Field(words("Your instructors have replied to"), text)
    return replace(card, fields=(field, *card.fields), buttons=(*buttons, *card.buttons))


def elsewhere(words: Words, token: str) -> Reply:
    text = words("Your instructors have answered this, or a question much like it, elsewhere. Ask them where.")
    return Reply(
        title=words("Answered elsewhere"),
        body=plain(text),
        buttons=(ask_button(words, token), Button(words("All commands"), encode("run", "help"))),
    )


def ask_button(words: Words, token: str) -> Button:
    return Button(words("Ask the instructors"), encode("misses.ask", token), style=Style.PRIMARY)


def ask_form(words: Words, token: str, asked: str) -> Form:
    question = FormField(
        "question",
        words("Your question"),
        FieldKind.PARAGRAPH,
        value=(cut(asked, LONGEST_INQUIRY),) if asked else (),
        max_length=LONGEST_INQUIRY,
    )
    name = FormField(
        "name",
        words("Should they see who asks?"),
        FieldKind.CHOICE,
        value=(WITHOUT,),
        choices=(Choice(words("Without my name"), WITHOUT), Choice(words("With my name"), WITH)),
    )
    note = words("Their reply comes to you alone. Please write nothing about a patient.")
    return Form(words("Ask the instructors"), encode("misses.send", token), (question, name), words("Send"), note=note)


def agreed(words: Words, kept: str, miss_id: str, token: str) -> Reply:
    """`kept` is empty if the question isn't known any more, or nothing of it could be kept."""
    what = words("Kept, without your name: “{text}”", text=kept) if kept else words("This question itself isn't kept.")
    more = words(
        "From now on, what you ask and don't find is kept like this for 90 days: no author, only the day, with names, "
        "dates and ages taken out as far as I recognise them. Your instructors see it in a list and may have me answer "
        "it; what they settle stays with the group. /me settings ends it."
    )
    undo = Button(words("Undo"), encode("misses.undo", miss_id))
    again = (ask_button(words, token),) if token else ()
    return Reply(title=words("Thank you"), body=join([strong(what), plain(more)], "\n\n"), buttons=(*again, undo))


def undone(words: Words) -> Reply:
    text = words(
        "This question is gone, and none is kept from now on. Earlier ones have no name on them, so nobody can tell "
        "which were yours; they go after 90 days. /me settings has the switch, should you change your mind."
    )
    return Reply(title=words("Taken back"), body=plain(text))


def dropped(words: Words) -> Reply:
    return Reply(title=words("Not kept"), body=plain(words("That question is off the list.")))


def nobody_here(words: Words) -> str:
    return words("Nobody could reply here: these messages are yours alone. Ask with /faq in a channel of your group.")


def sent(words: Words, text: str, name: str | None, *, named: bool) -> Reply:
    who = words("With your name, {name}.", name=name) if name else words("Without your name: nobody but me knows.")
    way = words("Their reply comes to you as a direct message; if I can't send you one, it waits for your next /faq.")
    nobody = words("Nobody is named as instructor here yet; your group's managers see it under /cohort misses.")
    parts = [f"“{text}”", who, *([] if named else [nobody]), way]
    return Reply(
        title=words("Sent to your instructors") if named else words("Sent"),
        body=join([plain(part) for part in parts], "\n\n"),
        footnote=plain(words("Kept for 90 days at most; /me delete takes it back.")),
    )


def reply(words: Words, question: Inquiry) -> Reply:
    """The letter that brings the reply; the same is shown to who could not be written to."""
    return Reply(
        title=words("Your instructors have replied"),
        fields=(
            Field(words("You asked"), plain(question.text)),
            Field(words("Their reply"), plain(question.reply or "")),
        ),
        footnote=plain(words("Written by an instructor of your group, not by me.")),
    )


def too_many(words: Words) -> str:
    return words("Several of your questions still wait for a reply. Let your instructors catch up first.")
