"""One's own data in words: the export, what deleting takes, and that it is done."""

from __future__ import annotations

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, File, Reply, Style
from bot.chat.text import join, plain
from bot.me.model import Holdings
from bot.me.view import platform_name
from bot.words import Words

FILE_NAME = "needlewise-my-data.json"


def export_card(words: Words, data: bytes) -> Reply:
    text = words(
        "The file holds everything that is kept about you, in all your groups: accounts, settings, the questions put "
        "to you, your answers, points, the facts you were dealt and what you asked your instructors. Any text editor "
        "opens it."
    )
    return Reply(
        title=words("Your data"),
        body=plain(text),
        files=(File(FILE_NAME, data),),
        buttons=(Button(words("Delete my data"), encode("run", "me delete")),),
    )


def explanation(words: Words) -> str:
    return words(
        "Everything that Needlewise keeps about you. Moments are in UTC; 'day' is your own date at that moment. "
        "'item_id' names a question or fact of the content pack, shown with the text it has today; an empty text "
        "means that it has left the pack. 'revision' says which version of the question you saw."
    )


def delete_card(words: Words, kept: Holdings) -> Reply:
    lead = words("This goes, in all your groups:")
    end = words("It can't be undone. If you use a command later, you start afresh.")
    body = join([plain(lead), *(plain(f"– {line}") for line in _what_goes(words, kept)), plain(end)])
    stays = [words("What you shared to a channel stays there until somebody deletes that message.")]
    stays.append(
        words(
            "Questions that found nothing and that you let me keep have no author, so they can't be told apart: they "
            "go after 90 days, or stay with the group where your instructors have settled them."
        )
    )
    if kept.schedules:
        stays.insert(0, words("Schedules that you set up go on for the group, without your name."))
    return Reply(
        title=words("Delete everything about you?"),
        body=body,
        fields=(Field(words("What stays"), plain(" ".join(stays))),),
        buttons=(
            Button(words("Delete everything about me"), encode("me.delete"), style=Style.DANGER),
            Button(words("Keep it"), encode("me.keep")),
            Button(words("Export it first"), encode("run", "me export")),
        ),
    )


def deleted(words: Words) -> Reply:
    return Reply(title=words("Deleted"), body=plain(words("Nothing about you is kept any more. Take care.")))


def kept(words: Words) -> Reply:
    return Reply(title=words("Kept"), body=plain(words("Nothing was deleted. /study goes on.")))


def _what_goes(words: Words, kept: Holdings) -> list[str]:
    """Only what there is."""

    def counted(one: str, many: str, count: int) -> str:
        return words.plural(one, many, count) if count else ""

    names = words.list([platform_name(name) for name in kept.platforms])
    asked = "{count} question to your instructors", "{count} questions to your instructors"
    lines = [
        words("the link to your account on {platforms}", platforms=names),
        counted(
            "your membership in {count} group, with leaderboard name, role and time zone",
            "your membership in {count} groups, with leaderboard names, roles and time zone",
            kept.groups,
        ),
        _answers(words, kept) if kept.answers else "",
        counted("{count} quiz and its questions", "{count} quizzes and their questions", kept.quizzes),
        counted("the note that you had {count} fact", "the notes that you had {count} facts", kept.facts),
        counted(*asked, kept.inquiries),
    ]
    return [line for line in lines if line]


def _answers(words: Words, kept: Holdings) -> str:
    return words(
        "{answers}, {points} and your streak",
        answers=words.plural("{count} answer", "{count} answers", kept.answers),
        points=words.plural("{count} point", "{count} points", kept.points),
    )
