"""The bench runs and fills every row. What it measures is not judged here: this machine may be busy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT

pytestmark = pytest.mark.sqlite

RUSH = (
    "Discord",
    "Slack",
    "each cohort's first post",
    "429s",
    "lost or doubled",
    "Discord ack, p99",
    "Discord ack, slowest",
    "Slack ack, p99",
    "Slack ack, slowest",
    "CPU a post",
    "most memory, RSS",
)
ROWS = (
    "start-up, wall",
    "start-up, CPU",
    "CPU, Discord /fact",
    "CPU, Discord /faq",
    "CPU, Discord answered press",
    "CPU, Slack /fact",
    "CPU, Slack /faq",
    "CPU, Slack answered press",
    "durable answers a second",
    *(f"a keystroke, {pack}, {part}" for pack in ("the pack", "10,000 entries") for part in ("p50", "p95")),
    "a question, 20 entries, p50",
    "a question, 20 entries, p95",
    "look-up ready, 20 entries, first time",
    "look-up ready, 20 entries, cached",
    "memory of the look-up, 20 entries",
    "memory, RSS",
    "memory, USS",
    "memory, growth per 1,000",
    "first answer after a start",
    "first answer by meaning after a start",
    "memory with the encoder, RSS",
    "memory with the encoder, USS",
    "memory, local page alone, RSS",
    *(f"{title}, {what}" for title in ("rush", "rush with trouble") for what in RUSH),
    "scheduled posts missed or doubled",
)


@pytest.mark.timeout(300)
@pytest.mark.sqlite
def test_the_quick_bench_fills_every_row(tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    call = [sys.executable, "-m", "tests.bench", "--quick", "--json", str(written)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(written.read_text(encoding="utf-8"))
    assert tuple(row["name"] for row in found["rows"]) == ROWS
    assert found["quick"]
    assert found["machine"]["libraries"]
    for name in ROWS:
        assert name in done.stdout
    for row in found["rows"]:
        assert row["ours"]["count"] >= 1, row


@pytest.mark.timeout(120)
def test_the_rush_alone_loses_and_doubles_nothing() -> None:
    call = [sys.executable, "-m", "tests.bench", "rush", "--quick", "--posts", "120", "--json", "-"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row["ours"]["median"] for row in json.loads(done.stdout)["rows"]}
    assert len(rows) == 2 * len(RUSH)
    assert rows["rush, lost or doubled"] == rows["rush with trouble, lost or doubled"] == 0
    assert 2 < rows["rush, Discord"] < 30
    assert "120 posts on Discord" in done.stderr
    assert "12 posts on Slack" in done.stderr
