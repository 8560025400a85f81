"""Validators of texts, with sentences for somebody who doesn't program."""

from __future__ import annotations

import re

from pydantic import AfterValidator


def formed(pattern: str, form: str) -> AfterValidator:
    """A validator that refuses a text of another form and says which it must have."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"'{text}' can't stand here; {form}")
        return text

    return AfterValidator(check)


def at_most_words(limit: int) -> AfterValidator:
    """A validator that refuses a text of more than `limit` words and says how many it has."""

    def check(text: str) -> str:
        count = len(text.split())
        if count > limit:
            raise ValueError(f"has {count} words; at most {limit} are allowed here")
        return text

    return AfterValidator(check)
