"""Learners on Discord."""

from __future__ import annotations

from tests.bench.cohort import COUNT, QUESTION, Json
from tests.loopback.discord_exchange import Exchange
from tests.loopback.discord_server import DiscordServer


class DiscordCohort:
    platform = "Discord"

    def __init__(self, server: DiscordServer, learners: int) -> None:
        self._server = server
        self._users = [server.user(f"Learner{number}") for number in range(learners)]
        self._open: dict[int, Exchange] = {}

    async def fact(self, learner: int) -> Json:
        return _card(await self._server.slash(self._users[learner], "fact"))

    async def faq(self, learner: int) -> Json:
        return _card(await self._server.slash(self._users[learner], "faq", question=QUESTION))

    async def pose(self, learner: int) -> Json:
        user, card = self._users[learner], self._open.get(learner)
        while card is None or not _asks(card):
            if card is None:
                card = await self._server.slash(user, "quiz", count=COUNT)
            else:
                card = await self._server.press(user, card, next(iter(card.shown.buttons)))
        self._open[learner] = card
        return _card(card)

    async def answer(self, learner: int) -> Json:
        card = await self._server.press(self._users[learner], self._open[learner], "A")
        self._open[learner] = card
        return _card(card)

    def forget(self) -> None:
        """The Discord server keeps what it needs to answer; it holds none of the program's memory."""


def _asks(card: Exchange) -> bool:
    return "A" in card.shown.buttons


def _card(exchange: Exchange) -> Json:
    """A copy, because an update changes the message in place."""
    shown = exchange.shown.json()
    return {"embeds": shown["embeds"], "components": shown["components"]}
