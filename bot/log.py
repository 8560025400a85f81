"""Logging: one line a request, as text or JSON. Never a message's words, never a token."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

QUIET = ("discord", "slack_bolt", "slack_sdk", "apscheduler", "aiosqlite", "alembic", "uvicorn", "nicegui", "engineio")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(style: str, *, quiet: bool = False) -> None:
    """`quiet` is for commands that a person types: warnings only."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
    handler.setFormatter(JsonLines() if style == "json" else text)
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
