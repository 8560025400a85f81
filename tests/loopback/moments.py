"""The moments of a request at which somebody may step in, for instance to kill the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["before", "applied", "answered"]


class Unsent(Exception):
    """Raised by a watcher at `before`: the request counts as never sent, so nothing is done and nothing answered."""


@dataclass(frozen=True)
class Moment:
    """`before`: read in full, nothing done. `applied`: done, not a byte answered. `answered`: all bytes written.

    On Discord `method` and `place` are those of HTTP, as in POST and /channels/1/messages. On Slack they are the
    name of the method, or `response_url`, and the id of the channel, if one is named. `status` is 0 at `before`.

    A request that is turned away (429, an ordered error) has no `applied`; one whose answer gets lost has no
    `answered`. A refusal of the platform's own (no such channel) has all three.
    """

    stage: Stage
    method: str
    place: str
    status: int = 0

    def __str__(self) -> str:
        return f"{self.stage} {self.method} {self.place}".rstrip()


# Awaited, so the request stands still meanwhile. What was read in full is carried out even when its sender has died
# by then, as on the platforms; a watcher that wants it otherwise raises Unsent.
Watcher = Callable[[Moment], Awaitable[None]]


async def tell(watchers: list[Watcher], moment: Moment) -> None:
    for watcher in list(watchers):
        await watcher(moment)
