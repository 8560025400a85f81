"""What a YAML reader complains about, in words for somebody who doesn't program."""

from __future__ import annotations

from pathlib import Path

import yaml
from yaml.reader import Reader

# A part of the reader's message, and what has most likely happened.
_LIKELY = {
    "mapping values are not allowed": "a text with a colon in it goes in quotes; or this line is indented too far",
    "tab": "indent with blanks, not with the tab key",
    "\\t": "indent with blanks, not with the tab key",
    "cannot start any token": "a text that starts with a sign such as @ % ` goes in quotes",
    "alphabetic or numeric": "a text that starts with * or & goes in quotes",
    "undefined alias": "a text that starts with * goes in quotes",
    "unexpected end of stream": "a quote is opened here and never closed",
    "another document": "'---' may stand in the first line only",
    "document start": "this line is not indented like the others around it",
    "block end": "this line is not indented like the others around it",
    "block collection": "this line is not indented like the others around it",
}
_OTHERWISE = "compare signs and indentation with the example in content/README.md"


def unreadable(path: Path, error: yaml.YAMLError) -> tuple[str, int]:
    """A sentence and the line that it is about."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _strange_sign(path)
    problem = error.problem or ""
    opened = "quoted scalar" in (error.context or "")
    mark = error.context_mark if opened else error.problem_mark
    likely = next((sentence for part, sentence in _LIKELY.items() if part in problem), _OTHERWISE)
    return f"this can't be read ({problem}): {likely}", mark.line + 1 if mark else 1


def _strange_sign(path: Path) -> tuple[str, int]:
    text = path.read_text(encoding="utf-8")
    found = Reader.NON_PRINTABLE.search(text)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return "a sign that can't be seen stands in this line; type the line anew", line
