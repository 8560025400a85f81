"""/cohort misses in words: what is asked and not found, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Choice, Field, FieldKind, Form, FormField, Menu, Reply, Style
from bot.chat.text import cut, join, plain
from bot.library.items import Entry
from bot.library.library import Shelf
from bot.misses.model import LONGEST_REPLY, Group, Inquiry, digest, example_code
from bot.words import Words

ON_A_PAGE = 5
MAX_CHOICES = 25
LABEL = 100
OTHERS = 2
NOTE = 600


def listing(words: Words, inquiries: Sequence[Inquiry], groups: Sequence[Group], page: int, *, settled: bool) -> Reply:
    """Questions to the instructors first, then what was asked and not found."""
    items: list[Inquiry | Group] = [*inquiries, *groups]
    back = (Button(words("Settled"), encode("misses.settled")),) if settled else ()
    if not items:
        text = words("Nobody waits for a reply, and no question that I may keep went unanswered.")
        return Reply(title=words("Nothing is missing"), body=plain(text), buttons=back)
    pages = (len(items) + ON_A_PAGE - 1) // ON_A_PAGE
    page = min(page, pages - 1)
    first = page * ON_A_PAGE
    shown = list(enumerate(items[first : first + ON_A_PAGE], first + 1))
    turns = [(words("Earlier in the list"), page - 1), (words("Further"), page + 1)]
    turn = tuple(Button(label, encode("misses.page", to)) for label, to in turns if 0 <= to < pages)
    return Reply(
        title=words("Asked and not found"),
        body=plain(_summary(words, inquiries, groups)),
        fields=tuple(_field(words, number, item) for number, item in shown),
        buttons=(*(button for number, item in shown for button in _buttons(words, number, item)), *turn, *back),
        footnote=plain(words("Kept for 90 days. Nobody's name is on this list unless they gave it.")),
    )


def reply_form(words: Words, question: Inquiry) -> Form:
    field = FormField("reply", words("Your reply"), FieldKind.PARAGRAPH, max_length=LONGEST_REPLY)
    note = words("Goes to the asker alone: “{text}”", text=question.text)
    return Form(words("Reply"), encode("misses.answer", question.id), (field,), words("Send"), note=cut(note, NOTE))


def replied(words: Words, question: Inquiry) -> Reply:
    text = words("Your reply is on its way to whoever asked “{text}”.", text=question.text)
    return Reply(title=words("Sent"), body=plain(text), buttons=(back_to_list(words),))


def entries_menu(words: Words, text: str, miss_id: str, entries: Sequence[Entry]) -> Reply:
    """The nearest entries first."""
    choices = tuple(Choice(cut(entry.title, LABEL), entry.id) for entry in entries[:MAX_CHOICES])
    menu = Menu(words("Add as example of …"), encode("misses.example", miss_id), choices)
    note = words("Which entry answers it? From then on I give that answer here to whoever asks the like.")
    return Reply(
        title=words("Add as an example"),
        body=join([plain(f"“{text}”"), plain(note)], "\n\n"),
        menus=(menu,) if choices else (),
        buttons=(back_to_list(words),),
    )


def added(words: Words, text: str, entry: Entry) -> Reply:
    note = words("“{text}” now counts here as a way of asking: {title}", text=text, title=entry.title)
    return _settled(words, words("Added"), note, example_code(entry.id, text))


def answered_elsewhere(words: Words, text: str) -> Reply:
    note = words(
        "“{text}” is off the list. Whoever asks the like is told that you have answered it elsewhere.", text=text
    )
    return _settled(words, words("Answered elsewhere"), note, digest(text))


def taken_back(words: Words) -> Reply:
    text = words("As it was before: it is on the list again for as long as the question is kept.")
    return Reply(title=words("Taken back"), body=plain(text), buttons=(back_to_list(words),))


def settled(words: Words, shelf: Shelf) -> Reply:
    """What has been done so far, the latest first; each can be taken back."""
    elsewhere = [(words("Answered elsewhere"), text, digest(text)) for text in shelf.answered_elsewhere]
    examples = [
        (found.title if (found := shelf.entry(key)) else key, text, example_code(key, text))
        for key, text in shelf.examples_added
    ]
    shown = [*reversed(examples), *reversed(elsewhere)][:MAX_CHOICES]
    lines = [plain(f"• {cut(text, LABEL)} → {cut(what, LABEL)}") for what, text, _ in shown]
    choices = tuple(Choice(cut(text, LABEL), code) for _, text, code in shown)
    return Reply(
        title=words("Settled"),
        body=join(lines) or plain(words("Nothing yet.")),
        menus=(Menu(words("Take one back"), encode("misses.back"), choices),) if choices else (),
        buttons=(back_to_list(words),),
    )


def back_to_list(words: Words) -> Button:
    return Button(words("To the list"), encode("misses.page", 0))


def other_group(words: Words) -> str:
    return words(
        "It waits in another group of yours. Open /cohort misses in a channel there, or choose that group for direct "
        "messages: /me settings."
    )


def quiet(words: Words, community_id: int) -> Reply:
    text = words("I write no more when a question waits there. /cohort misses still has them all.")
    undo = Button(words("Undo"), encode("misses.tell", community_id))
    return Reply(title=words("No more of these"), body=plain(text), buttons=(undo,))


def told_again(words: Words) -> Reply:
    text = words("I write when a question waits, twice a day at most.")
    return Reply(title=words("As before"), body=plain(text))


def gone(words: Words) -> str:
    return words("This question is no longer on the list. /cohort misses shows what is.")


def full(words: Words) -> str:
    return words("That many can't be settled here. Take old ones back first: /cohort misses, “Settled”.")


def _settled(words: Words, title: str, note: str, code: str) -> Reply:
    return Reply(
        title=title,
        body=plain(note),
        buttons=(Button(words("Undo"), encode("misses.back", code)), back_to_list(words)),
    )


def _summary(words: Words, inquiries: Sequence[Inquiry], groups: Sequence[Group]) -> str:
    parts = [
        words.plural("{count} question to you", "{count} questions to you", len(inquiries)) if inquiries else "",
        words.plural("{count} thing not found", "{count} things not found", len(groups)) if groups else "",
    ]
    return " · ".join(part for part in parts if part)


def _field(words: Words, number: int, item: Inquiry | Group) -> Field:
    if isinstance(item, Inquiry):
        who = item.name or words("somebody")
        name = words("{number} · {who} asks you ({day})", number=number, who=who, day=words.date(item.asked_on))
        return Field(name, plain(f"“{item.text}”"))
    times = words.plural("asked once,", "asked {count} times, last", len(item.misses))
    name = words("{number} · {times} {day}", number=number, times=times, day=words.date(item.last_day))
    others = [plain(words("also: {text}", text=cut(text, LABEL))) for text in item.others[:OTHERS]]
    return Field(name, join([plain(f"“{item.first.text}”"), *others]))


def _buttons(words: Words, number: int, item: Inquiry | Group) -> tuple[Button, ...]:
    if isinstance(item, Inquiry):
        label = words("{number} · Reply", number=number)
        return (Button(label, encode("misses.reply", item.id), style=Style.PRIMARY),)
    return (
        Button(words("{number} · Answered elsewhere", number=number), encode("misses.elsewhere", item.first.id)),
        Button(words("{number} · Add as example of …", number=number), encode("misses.entries", item.first.id)),
    )
