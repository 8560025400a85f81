"""What learners do in the bench, on either platform. Each deed ends when its answer is there."""

from __future__ import annotations

from typing import Any, Protocol

Json = dict[str, Any]


class Cohort(Protocol):
    """Learners are numbered. Each deed gives the card that it brought, as the platform got it."""

    platform: str

    async def fact(self, learner: int) -> Json: ...

    async def faq(self, learner: int) -> Json: ...

    async def pose(self, learner: int) -> Json:
        """Goes on to the next question, of a new quiz if there is none or it has ended."""
        ...

    async def answer(self, learner: int) -> Json:
        """Presses A on the question that `pose` brought."""
        ...

    def forget(self) -> None:
        """Drops the server's records, so that only the program's own memory grows."""
        ...


QUESTION = "does dry needling work for neck pain"
COUNT = 20
