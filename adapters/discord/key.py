"""The mark by which a post is found again after a crash.

Discord returns a nonce only in the moment of sending. So a post carries a number made from its key as the `id` of its
first row of components, which nobody sees and every answer of the API repeats. A post without components carries the
same number in small letters in the footer, where it also serves as the reference of the post.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from adapters.discord import limits

# Ids that Discord gives itself count from 1, so ours begin above all that a message can hold.
_LEAST = 2**16


def number(key: str) -> int:
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return _LEAST + digest % (limits.COMPONENT_ID - _LEAST)


def reference(key: str) -> str:
    return f"{number(key):x}"


def nonce(key: str) -> str:
    """Discord takes two messages with the same nonce within a few minutes for one."""
    return hashlib.sha256(key.encode()).hexdigest()[: limits.NONCE]


def carried_by(message: Mapping[str, Any], key: str) -> bool:
    rows = message.get("components") or []
    footers = [(embed.get("footer") or {}).get("text", "") for embed in message.get("embeds") or []]
    return any(row.get("id") == number(key) for row in rows) or reference(key) in footers
