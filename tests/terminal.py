"""The command line as a person types it: in this process, which is fast, or as a program of its own."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.program import environment


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def replies(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def typed(folder: Path, *words: str, stdin: bytes = b"", settings: Mapping[str, str] | None = None) -> Said:
    """`needlewise words…` in the folder. Whatever is typed, nothing may end in a traceback."""
    out, err = (io.TextIOWrapper(io.BytesIO(), newline="\n") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, _own_log(), contextlib.redirect_stdout(out):
        patch.chdir(folder)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr("os.environ", environment(folder, settings or {}))
        with contextlib.redirect_stderr(err):
            try:
                code = main(words)
            except SystemExit as ended:
                code = int(ended.code or 0)
    return _said(code, *(_bytes(stream) for stream in (out, err)))


def run(folder: Path, *words: str, stdin: bytes = b"", settings: Mapping[str, str] | None = None) -> Said:
    """The same as a program of its own."""
    command = [sys.executable, "-m", "bot", *words]
    env = environment(folder, settings or {})
    done = subprocess.run(command, cwd=folder, env=env, input=stdin, capture_output=True, timeout=30)
    return _said(done.returncode, done.stdout, done.stderr)


def _said(code: int, out: bytes, err: bytes) -> Said:
    said = Said(code, out.decode(), err.decode())
    assert "Traceback" not in said.out + said.err, said.err
    return said


def _bytes(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@contextlib.contextmanager
def _own_log() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
