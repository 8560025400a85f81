"""`needlewise doctor`: looks at settings, content, database and platforms, and says what to do."""

from __future__ import annotations

import asyncio
import sqlite3

from sqlalchemy.exc import DBAPIError

from bot.build import platform_doctors
from bot.errors import ContentError, SetupError
from bot.finding import Finding
from bot.keeping import is_there
from bot.library.library import load_library
from bot.scores.rebuild import differences
from bot.settings import Settings
from bot.store.address import is_shared
from bot.store.database import Database, database_for
from bot.store.migrate import HEAD

# SQLite may lose data when two writers meet in WAL mode before this version; we have one writer, so it is a remark.
SAFE_SQLITE = (3, 51, 3)


async def examine(settings: Settings) -> list[Finding]:
    findings = [
        _content(settings),
        await asyncio.to_thread(_look_up, settings),
        *await _database(settings),
        *_faces(settings),
    ]
    for doctor in platform_doctors(settings):
        findings += await doctor
    return findings


def _content(settings: Settings) -> Finding:
    try:
        packs = load_library(settings.needlewise_content).packs
    except ContentError as error:
        return Finding("content", f"{len(error.faults)} faults.", "Run needlewise check, which lists them all.")
    except SetupError as error:
        return Finding("content", str(error), "Set NEEDLEWISE_CONTENT.")
    return Finding("content", ", ".join(f"{pack.manifest.title} {pack.manifest.version}" for pack in packs))


def _look_up(settings: Settings) -> Finding:
    """Loads the encoder, as the bot does after its start."""
    if settings.needlewise_encoder == "off":
        return Finding("look-up", "by words alone, as NEEDLEWISE_ENCODER says.")
    from bot.faq.encoder import NAME, Encoder, NoEncoder

    try:
        Encoder()
    except NoEncoder as error:
        remedy = "Install the requirements anew (make run), or set NEEDLEWISE_ENCODER=off."
        return Finding(
            "look-up", f"the sentence encoder can't be loaded ({error}), so words alone are compared.", remedy
        )
    return Finding("look-up", f"by meaning and words, with {NAME}.")


def _sqlite() -> Finding:
    remark = "" if sqlite3.sqlite_version_info >= SAFE_SQLITE else ", safe here because there is one writer"
    return Finding("SQLite", f"version {sqlite3.sqlite_version}{remark}")


async def _database(settings: Settings) -> list[Finding]:
    store = database_for(settings.database_url)
    if is_shared(store.url):
        return await _looked_into(store, store.url.render_as_string())
    if not is_there(store.path):
        return [_sqlite(), Finding("database", f"{store.path} doesn't exist yet; it is made at the first start.")]
    return [_sqlite(), *await _looked_into(store, str(store.path))]


async def _looked_into(store: Database, name: str) -> list[Finding]:
    try:
        await store.open()
    except SetupError as error:
        if "already running" in str(error):
            return [Finding("database", f"{name} is in use by the running bot.")]
        return [Finding("database", str(error), "Then look again with needlewise doctor.")]
    try:
        wrong = await store.read(differences)
    except DBAPIError as error:
        return [Finding("database", f"{name} is damaged ({error.orig}).", "Put back a backup: needlewise restore.")]
    finally:
        await store.close()
    remedy = "Run needlewise rebuild." if wrong else ""
    state = f"{len(wrong)} points differ from their answers." if wrong else "points agree with the answers"
    return [Finding("database", f"{name}, revision {HEAD}, {state}", remedy)]


def _faces(settings: Settings) -> list[Finding]:
    faces = {"Discord": settings.on_discord, "Slack": settings.on_slack, "local page": settings.with_page}
    return [Finding("faces", ", ".join(name for name, on in faces.items() if on))]
