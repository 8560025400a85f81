"""Judges everything that a bot sends to Discord.

Two sources: the published schemas, and the rules which the docs state and the schemas lack. One rule is
ours: whatever can carry a mention says `allowed_mentions: {"parse": []}`, so that nobody is ever pinged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from . import discord_limits as limits
from .discord_command_rules import check_commands as check_commands
from .discord_component_rules import legacy_problems, top_level_problems, v2_problems
from .discord_problem import JSON, Problem
from .discord_schema import check_schema


class Where(StrEnum):
    """Where a message goes; the value is the name of its schema."""

    CHANNEL = "MessageCreateRequest"
    EDIT = "MessageEditRequestPartial"
    FOLLOW_UP = "IncomingWebhookRequestPartial"
    WEBHOOK_EDIT = "IncomingWebhookUpdateRequestPartial"
    REPLY = "IncomingWebhookInteractionRequest"
    UPDATE = "IncomingWebhookUpdateForInteractionCallbackRequestPartial"


CREATING = (Where.CHANNEL, Where.FOLLOW_UP, Where.REPLY)
SUBSTANCE = ("content", "embeds", "components", "attachments", "sticker_ids", "poll")


def check_message(payload: JSON, where: Where) -> list[Problem]:
    """Problems of a message or of an edit; empty when Discord and our own rule accept it."""
    mentions = [*_mention_problems(payload)]
    return mentions + (check_schema(payload, where.value) or [*_message_problems(payload, where)])


def check_modal(data: JSON) -> list[Problem]:
    """Problems of the `data` of an interaction response of type 9."""
    if problems := check_schema(data, "ModalInteractionCallbackRequestData"):
        return problems
    return [*top_level_problems(data["components"])]


def check_choices(data: JSON) -> list[Problem]:
    """Problems of the `data` of an autocomplete result, an interaction response of type 8."""
    if problems := check_schema({"type": 8, "data": data}, "ApplicationCommandAutocompleteCallbackRequest"):
        return problems
    return [*_choice_problems(data.get("choices") or [])]


def _message_problems(payload: JSON, where: Where) -> Iterator[Problem]:
    yield from _length(payload.get("content"), limits.CONTENT, "content")
    yield from _embed_problems(payload.get("embeds") or [])
    yield from _flag_problems(payload)
    components = payload.get("components") or []
    if (payload.get("flags") or 0) & limits.COMPONENTS_V2:
        yield from v2_problems(payload)
    else:
        yield from legacy_problems(components)
    if where in CREATING and not any(payload.get(key) for key in SUBSTANCE):
        yield Problem((), "cannot send an empty message")
    if payload.get("enforce_nonce") and not payload.get("nonce"):
        yield Problem(("enforce_nonce",), "there is no nonce to enforce")


def _length(text: str | None, most: int, *path: str | int) -> Iterator[Problem]:
    if text is not None and len(text) > most:
        yield Problem(path, f"{len(text)} characters; at most {most} are allowed")


def _embed_problems(embeds: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    for number, embed in enumerate(embeds):
        parts = dict(_embed_texts(embed))
        if not parts and not any(embed.get(key) for key in ("image", "thumbnail", "video")):
            yield Problem(("embeds", number), "an embed with nothing in it")
        for field, texts in enumerate(embed.get("fields") or []):
            for key in ("name", "value"):
                if not texts[key].strip():
                    yield Problem(("embeds", number, "fields", field, key), "must not be empty")
    total = sum(len(text) for embed in embeds for _, text in _embed_texts(embed))
    if total > limits.EMBED_TOTAL:
        yield Problem(("embeds",), f"{total} characters in all; at most {limits.EMBED_TOTAL} are allowed")


def _embed_texts(embed: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts that count towards the total of 6,000 (docs: resources/message, "Embed Limits")."""
    found = [
        (("title",), embed.get("title")),
        (("description",), embed.get("description")),
        (("footer", "text"), (embed.get("footer") or {}).get("text")),
        (("author", "name"), (embed.get("author") or {}).get("name")),
    ]
    yield from ((path, text) for path, text in found if text)
    for number, field in enumerate(embed.get("fields") or []):
        yield ("fields", number, "name"), field["name"]
        yield ("fields", number, "value"), field["value"]


def _mention_problems(payload: JSON) -> Iterator[Problem]:
    v2_text = (payload.get("flags") or 0) & limits.COMPONENTS_V2 and payload.get("components")
    if not (payload.get("content") or payload.get("embeds") or v2_text):
        return
    mentions = payload.get("allowed_mentions")
    if not isinstance(mentions, dict) or mentions.get("parse") != []:
        yield Problem(("allowed_mentions",), 'must be present with "parse": []')
    elif mentions.get("users") or mentions.get("roles") or mentions.get("replied_user"):
        yield Problem(("allowed_mentions",), "names somebody to ping")


def _flag_problems(payload: JSON) -> Iterator[Problem]:
    if (payload.get("flags") or 0) & limits.LOADING:
        yield Problem(("flags",), "LOADING is Discord's to set")


def _choice_problems(choices: Sequence[JSON]) -> Iterator[Problem]:
    for number, choice in enumerate(choices):
        yield from _length(choice["name"], limits.AUTOCOMPLETE_CHOICE, "choices", number, "name")
        if isinstance(choice["value"], str):
            yield from _length(choice["value"], limits.AUTOCOMPLETE_CHOICE, "choices", number, "value")
    if len(choices) > limits.AUTOCOMPLETE_CHOICES:
        yield Problem(("choices",), f"{len(choices)} choices; at most {limits.AUTOCOMPLETE_CHOICES} are allowed")
