"""Brings one payload to the bot, obeys what the acknowledgement says, and waits for what the bot does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from tests.loopback.slack_answers import Ack, Answer, Effect, NoAnswer
from tests.loopback.slack_elements import Json
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State


class Transport(Protocol):
    async def deliver(self, answer: Answer) -> Ack: ...


@dataclass
class Delivery:
    state: State
    transport: Transport
    patience: float

    async def send(self, answer: Answer, *, effect: bool) -> Answer:
        """`effect`: also wait until something visible came of it. Raises NoAnswer with what is missing."""
        self.state.ledger.open(answer)
        try:
            answer.ack = await self.transport.deliver(answer)
            if answer.ack.status // 100 != 2:
                raise NoAnswer(f"{answer} was answered with status {answer.ack.status}: {answer.ack.body}")
            self._obey(answer, answer.ack.body)
            if effect and not answer.errors:
                await self._wait(answer)
        finally:
            self.state.ledger.close(answer)
        return answer

    async def _wait(self, answer: Answer) -> None:
        try:
            await asyncio.wait_for(answer.touched.wait(), self.patience)
        except TimeoutError:
            broken = [str(violation) for violation in self.state.violations]
            waited = f"nothing came of {answer} within {self.patience:g} s"
            raise NoAnswer(f"{waited}; rules broken so far: {broken}") from None

    def _obey(self, answer: Answer, body: Any) -> None:
        """Does what Slack does with the acknowledgement's body."""
        kind = answer.payload.get("type", answer.kind)
        try:
            if kind == "slash_commands":
                self._say(answer, {"text": body} if isinstance(body, str) else body)
            elif kind == "view_submission":
                self._turn_page(answer, body if isinstance(body, dict) else {})
            elif kind == "block_suggestion":
                self.state.judge_options("block_suggestion", body if isinstance(body, dict) else {})
            elif kind == "block_actions" and body:
                self.state.judge("block_actions", ["Slack ignores a body in this acknowledgement"], "ignored")
        except SlackProblem as problem:
            raise NoAnswer(f"Slack refuses the acknowledgement of {answer}: {problem.messages}") from problem

    def _say(self, answer: Answer, body: Json | None) -> None:
        if body and (body.get("text") or body.get("blocks")):
            self.state.judge_message("acknowledgement", body)
            self.state.hooks.post(answer.marks[0], answer.user, str(answer.channel), body)

    def _turn_page(self, answer: Answer, body: Json) -> None:
        """response_action: errors, update, push or clear; nothing closes the view (docs, "Modals")."""
        views = self.state.views
        if not views.is_open(answer.payload["view"]["id"]):
            return
        view = views.find(answer.payload["view"]["id"])
        action = body.get("response_action")
        if action == "errors":
            self._check_errors(answer, body)
        elif action == "clear":
            views.clear(view.user)
        elif action in ("update", "push"):
            page = body.get("view") or {}
            self.state.judge_view(f"response_action {action}", page)
            shown = views.update(view, page) if action == "update" else views.push(view.user, page)
            self.state.ledger.record(Effect("modal", view=shown, user=view.user, mark=answer.marks[0]))
        elif action is None:
            views.close(view)
        else:
            self.state.judge("view_submission", [f"unknown response_action {action!r}"], "invalid_arguments")

    def _check_errors(self, answer: Answer, body: Json) -> None:
        inputs = [block["block_id"] for block in answer.payload["view"]["blocks"] if block["type"] == "input"]
        strays = sorted(set(body.get("errors") or {"": ""}) - set(inputs))
        faults = [f"errors: {block_id!r} is no input block" for block_id in strays]
        self.state.judge("view_submission", faults, "invalid_arguments")
