"""Discord's published request schemas, ready to judge a payload.

Among alternatives (`oneOf`, `anyOf`) only those of the value's own kind are tried: a button is held against
the button's schema. That gives a fault that can be read, and a check that is fast enough for a bench.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from .discord_problem import JSON, Problem

SPECIFICATION = Path(__file__).parents[1] / "openapi" / "discord.json"


def check_schema(payload: Any, name: str) -> list[Problem]:
    """Problems of `payload` under the schema `name`; empty when Discord's own description accepts it."""
    return [
        Problem(tuple(error.absolute_path), _shortened(error.message))
        for error in _validator(name).iter_errors(payload)
    ]


@cache
def _validator(name: str) -> Draft202012Validator:
    kind: Any = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"oneOf": _alternatives, "anyOf": _alternatives}
    )
    validator: Draft202012Validator = kind(_named(name))
    return validator


@cache
def _schemas() -> JSON:
    schemas: JSON = json.loads(SPECIFICATION.read_text(encoding="utf-8"))["components"]["schemas"]
    # Discord takes ids as numbers too, and discord.py sends an attachment's index as one.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    return schemas


@cache
def _named(name: str) -> Any:
    return _expanded(_schemas()[name])


def _expanded(schema: Any) -> Any:
    """The schema with each `$ref` replaced by what it names; none of those kept here refers to itself."""
    if isinstance(schema, list):
        return [_expanded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2])
    return {key: _expanded(part) for key, part in schema.items()}


def _alternatives(validator: Any, branches: Sequence[JSON], value: object, _: JSON) -> Iterator[ValidationError]:
    fitting = [branch for branch in branches if _is_of_kind(validator, branch, value)]
    failures = [[*validator.descend(value, branch)] for branch in fitting]
    if not failures:
        yield ValidationError(f"{value!r} is of no kind that is allowed here")
    elif all(failures):
        yield from min(failures, key=len)


def _is_of_kind(validator: Any, branch: JSON, value: object) -> bool:
    """Whether the branch has the value's JSON type and, for an object with a `type`, names that type."""
    if "type" in branch and not any(validator.is_type(value, kind) for kind in _kinds(branch["type"])):
        return False
    named = branch.get("properties", {}).get("type", {}).get("enum")
    return not (named and isinstance(value, dict)) or value.get("type") in named


def _kinds(named: str | list[str]) -> list[str]:
    return [named] if isinstance(named, str) else named


def _shortened(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:50]} … {text[-50:]}"
