"""What this bot is, where its content comes from, who has checked it, and what it keeps about people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.codec import encode
from bot.chat.reply import Button, Field, Reply
from bot.chat.text import join, plain, strong
from bot.library.items import Manifest
from bot.library.pack import Pack
from bot.words import Words


def about_card(words: Words, packs: Sequence[Pack], version: str) -> Reply:
    return Reply(
        title=words("About Needlewise"),
        body=plain(_scope(words)),
        fields=(*(_pack(words, pack) for pack in packs), _kept(words)),
        buttons=(
            Button(words("Export my data"), encode("run", "me export")),
            Button(words("Delete my data"), encode("run", "me delete")),
        ),
        footnote=plain(words("Needlewise {version}. The program is under the MIT licence.", version=version)),
    )


def reviewed(words: Words, manifest: Manifest) -> str:
    """Never silent: a pack that nobody has reviewed says so."""
    by = manifest.reviewed_by
    if by is None:
        return words("No named clinician has reviewed this pack yet.")
    return words("Reviewed by {name}, {role}, {date}.", name=by.name, role=by.role, date=by.date)


def _scope(words: Words) -> str:
    return words(
        "A study bot for cohorts and clinic teams: what is said, and how good the evidence for it is. Educational, no "
        "medical advice: it teaches theory, and never whether or how to treat anybody. Questions about your own body "
        "or a patient belong to a clinician."
    )


def _pack(words: Words, pack: Pack) -> Field:
    manifest = pack.manifest
    counts = words(
        "{facts} facts, {questions} questions, {references} references. Version {version}, licence {licence}.",
        facts=words.number(len(pack.facts)),
        questions=words.number(len(pack.questions)),
        references=words.number(len(pack.references)),
        version=manifest.version,
        licence=manifest.licence,
    )
    return Field(
        words("Content: {title}", title=manifest.title),
        join([strong(reviewed(words, manifest)), plain(manifest.about), plain(manifest.source), plain(counts)]),
    )


def _kept(words: Words) -> Field:
    text = words(
        "Your account's id on the platform, the groups you use me in, the questions put to you, your answers with "
        "their dates, the points from them, the facts you were dealt; if you chose them, a time zone and a leaderboard "
        "name; and for 90 days what you asked your instructors. /me export gives you all of it, /me delete removes it "
        "for good. Please write no patient details."
    )
    return Field(words("What is kept about you"), plain(text))
