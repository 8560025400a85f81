"""The rows as a table that can be pasted into Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tests.bench.row import Row

HEAD = ("what", "unit", "ours", "floor", "ratio: min / median / max", "aim", "")


def table(rows: Sequence[Row]) -> str:
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    shown = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths)
    return "\n".join(f"{line} |" for line in [shown[0], rule[:-1], *shown[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    ratios = row.ratios
    ratio = " / ".join(f"{value:.2f}" for value in (min(ratios), median(ratios), max(ratios))) if ratios else "–"
    floor = _number(median(row.floor)) if row.floor else "–"
    return row.name, row.unit, _number(median(row.ours)), floor, ratio, str(row.aim or "–"), row.verdict


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"
