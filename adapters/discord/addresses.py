"""Where discord.py looks for Discord. Both addresses are class attributes of discord.py, so they hold for the whole
process: of two bots in one process, the one that started last decides, until it stops."""

from __future__ import annotations

from dataclasses import dataclass

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


@dataclass(frozen=True, slots=True)
class Addresses:
    """`gateway` is used for a new session; to resume one, discord.py goes where READY told it to."""

    api: str
    gateway: yarl.URL


def point_to(api_url: str | None, gateway_url: str | None) -> Addresses:
    """Changes what is given and returns what was there, for `restore`."""
    before = Addresses(Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    restore(Addresses(api_url or before.api, yarl.URL(gateway_url) if gateway_url else before.gateway))
    return before


def restore(addresses: Addresses) -> None:
    Route.BASE = addresses.api.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = addresses.gateway
