"""Durable answers a second: learners answer at the same time through the router, each answer its own transaction.

The floor does the same statements in raw sqlite3, one transaction an answer, in one thread, with the same pragmas.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.chat.codec import encode
from bot.chat.command import Press
from bot.people.store import find_visitor
from bot.quiz import store
from bot.quiz.model import mix
from tests.bench.bare.rows import Rows
from tests.bench.row import Aim, Row
from tests.bench.side import new_database
from tests.bench.size import Size
from tests.fakes import SERVER, person
from tests.talk import Talk, talking

Posed = list[tuple[str, str]]


async def answer_row(folder: Path, size: Size) -> Row:
    ours: list[float] = []
    bare: list[float] = []
    await new_database(folder)
    rows = Rows(folder / "bot.db")
    async with talking(folder) as talk:
        gc.freeze()  # as the program does before it serves anybody
        for number in range(size.rounds + 1):
            turns = [(ours, _ours(talk, size)), (bare, _bare(rows, size))]
            for found, work in turns if number % 2 else turns[::-1]:
                found.append(await work)
    rows.close()
    return Row("durable answers a second", "1/s", ours[1:], bare[1:], Aim(least=500), rising=True)


async def _ours(talk: Talk, size: Size) -> float:
    posed = [await _posed(talk, f"learner{number}", size.answers) for number in range(size.learners)]
    started = time.perf_counter()
    with _logging_as_when_running():
        await asyncio.gather(*(_answer_all(talk, *one) for one in posed))
    return size.learners * size.answers / (time.perf_counter() - started)


async def _posed(talk: Talk, who: str, count: int) -> tuple[str, Posed]:
    """A quiz with all its questions put at once, which saves the way from one to the next."""
    await talk.say(who, "/study")
    visitor = await talk.read(lambda connection: find_visitor(connection, person(who), SERVER))
    assert visitor is not None
    shelf = talk.core.library.for_community(visitor.community.id)
    questions = list(shelf.questions.values())[:count]
    items = [question.id for question in questions]
    now, chance = talk.clock(), talk.core.random
    quiz = await talk.write(lambda connection: store.start_quiz(connection, visitor, None, items, now))
    to = store.To(visitor.community.id, visitor.learner.id, quiz.id)
    asked: Posed = []
    for question in questions:
        options = mix(question, chance)
        one = await talk.write(
            lambda connection, q=question, o=options: store.pose(connection, to, q, o, "quiz", now)  # type: ignore[misc]
        )
        asked.append((encode("quiz.answer", f"{one.id}.{options[0]}"), talk.event()))
    return who, asked


async def _answer_all(talk: Talk, who: str, posed: Posed) -> None:
    for action, event in posed:
        reply = await talk.router.press(Press(action, {}, person(who), SERVER, event))
        assert reply is not None
        assert reply.buttons, reply


async def _bare(rows: Rows, size: Size) -> float:
    posed = []
    for number in range(size.learners):
        who = rows.visitor("test", "", f"learner{number}", "server")
        posed += [(f"learner{number}", rows.start_quiz(who)) for _ in range(size.answers)]
    started = time.perf_counter()
    for user, question in posed:
        rows.answer(rows.visitor("test", "", user, "server"), question, "a")
    return len(posed) / (time.perf_counter() - started)


@contextmanager
def _logging_as_when_running() -> Iterator[None]:
    """One line a request, formatted and written, to nowhere."""
    log = logging.getLogger("bot")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        handler = logging.StreamHandler(nowhere)
        form = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
        handler.setFormatter(logging.Formatter(form, "%Y-%m-%d %H:%M:%S"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        yield
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
