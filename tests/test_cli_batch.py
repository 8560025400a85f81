"""`needlewise faq --batch`: many questions at once, one JSON object a line."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.hand_washing import only_this
from tests.program import environment
from tests.terminal import Said, run, typed

QUESTIONS = ["does it hurt?", "", "what is micro-trauma", "🤷", "I have chest pain after needling"]
LINES = "".join(json.dumps({"q": question}) + "\n" for question in QUESTIONS)


def test_every_question_is_answered_in_its_order(tmp_path: Path) -> None:
    said = typed(tmp_path, "faq", "--batch", "-", stdin=LINES.encode())

    assert (said.code, said.err) == (0, "")
    assert [reply["q"] for reply in said.replies] == QUESTIONS
    assert all(set(reply) == {"q", "outcome", "top"} for reply in said.replies)
    assert said.replies[-1]["outcome"] == "urgent"


def test_questions_are_read_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(f"{LINES}\n\n")

    assert len(typed(tmp_path, "faq", "--batch", "questions.jsonl").replies) == len(QUESTIONS)


@pytest.mark.parametrize(
    "line", ["does it hurt?", "[]", "{}", '{"q": null}', '{"q": 5}', '"q"', '{"q": "a"', "[" * 5000, "NaN"]
)
def test_a_line_that_is_no_question_is_named(line: str, tmp_path: Path) -> None:
    said = typed(
        tmp_path,
        "faq",
        "--batch",
        "-",
        stdin=f'{{"q": "does it hurt"}}\n{line}\n'.encode(),
        settings=only_this(tmp_path),
    )

    assert (said.code, said.err) == (1, '-:2: not a line of the form {"q": "…"}.\n')


def test_text_that_is_not_utf8_is_refused_in_one_line(tmp_path: Path) -> None:
    said = typed(tmp_path, "faq", "--batch", "-", stdin=b'{"q": "caf\xe9"}\n', settings=only_this(tmp_path))

    assert (said.code, said.err) == (1, "- is not UTF-8 text.\n")


def test_a_file_that_is_missing_is_refused_in_one_line(tmp_path: Path) -> None:
    said = typed(tmp_path, "faq", "--batch", "nowhere.jsonl", settings=only_this(tmp_path))

    assert (said.code, said.err) == (1, "nowhere.jsonl can't be read: No such file or directory.\n")


def test_nothing_is_written_to_the_database(tmp_path: Path) -> None:
    typed(tmp_path, "faq", "--batch", "-", stdin=LINES.encode())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoder", ["off", "on"])
def test_the_look_up_is_worked_out_once_and_kept_in_the_cache(tmp_path: Path, encoder: str) -> None:
    cache = tmp_path / "cache"
    settings = {**only_this(tmp_path), "NEEDLEWISE_ENCODER": encoder, "NEEDLEWISE_CACHE": str(cache)}

    def ask() -> Said:
        return typed(tmp_path, "faq", "--batch", "-", stdin=LINES.encode(), settings=settings)

    first = ask()
    made = {file.name: file.stat().st_mtime_ns for file in cache.iterdir()}
    second = ask()

    assert (first.code, first.err, first.out) == (second.code, second.err, second.out) == (0, "", first.out)
    assert {file.name: file.stat().st_mtime_ns for file in cache.iterdir()} == made
    assert any("MiniLM" in name for name in made) == (encoder == "on")
    assert [reply["q"] for reply in second.replies] == QUESTIONS


@pytest.mark.sqlite
def test_two_programs_at_once_share_a_cache_that_is_empty(tmp_path: Path) -> None:
    settings = {**only_this(tmp_path), "NEEDLEWISE_ENCODER": "on", "NEEDLEWISE_CACHE": str(tmp_path / "cache")}

    def ask(_: int) -> Said:
        return run(tmp_path, "faq", "--batch", "-", stdin=LINES.encode(), settings=settings)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(ask, range(2))

    assert (one.code, one.err) == (other.code, other.err) == (0, "")
    assert one.out == other.out
    assert len(one.replies) == len(QUESTIONS)


def test_a_reader_that_has_seen_enough_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(LINES * 400)
    command = f"{sys.executable} -m bot faq --batch many.jsonl | head -1"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment(tmp_path, {}), capture_output=True, text=True, timeout=30
    )

    assert (done.stdout.count("\n"), done.stderr) == (1, "")
