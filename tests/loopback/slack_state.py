"""What the parts of the server share: the workspace, the views, the ledger, the triggers and the rule
book."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tests.loopback.sampling import Sampling
from tests.loopback.slack_answers import Ledger
from tests.loopback.slack_elements import Json
from tests.loopback.slack_hooks import Hooks
from tests.loopback.slack_people import Channel
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_rules import check_message, check_options, check_view
from tests.loopback.slack_views import Views
from tests.loopback.slack_workspace import Workspace
from tests.loopback.tally import Tally

# Slack docs, "Handling user interaction": a trigger_id is good for three seconds and for one use.
TRIGGER_LIFETIME = 3.0


@dataclass(frozen=True)
class Violation:
    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}"


class Triggers:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def new(self, user: str) -> str:
        trigger = f"{self._workspace.new_id('1')}.{secrets.token_hex(8)}"
        self._known[trigger] = (user, self._workspace.now())
        return trigger

    def take(self, trigger: str) -> str:
        """The person it was made for. Error codes: views.open reference."""
        if trigger not in self._known:
            raise SlackProblem("invalid_trigger_id")
        if trigger in self._used:
            raise SlackProblem("exchanged_trigger_id")
        user, born = self._known[trigger]
        if self._workspace.now() - born > TRIGGER_LIFETIME:
            raise SlackProblem("expired_trigger_id")
        self._used.add(trigger)
        return user


class State:
    def __init__(self) -> None:
        self.workspace = Workspace()
        self.views = Views(self.workspace)
        self.ledger = Ledger()
        self.hooks = Hooks(self.workspace, self.ledger)
        self.triggers = Triggers(self.workspace)
        self.violations: list[Violation] = []
        self.may_ping: set[str] = set()
        self.allow_inputs = False
        self.base_url = ""
        self.sampling = Sampling()
        self.posts = Tally()

    def judge_message(self, where: str, payload: Json) -> None:
        """Only as often as the sampling says."""
        if not self.sampling.due():
            return
        faults = check_message(payload, may_ping=self.may_ping, allow_inputs=self.allow_inputs)
        self.judge(where, faults, "invalid_blocks")

    def judge_view(self, where: str, payload: Json) -> None:
        self.judge(where, check_view(payload, may_ping=self.may_ping), "invalid_arguments")

    def judge_options(self, where: str, payload: Json) -> None:
        self.judge(where, check_options(payload), "invalid_options")

    def judge(self, where: str, faults: list[str], code: str) -> None:
        """Notes every fault; raises the answer that Slack would give."""
        if not faults:
            return
        self.violations += [Violation(where, fault) for fault in faults]
        named = next((fault.split(":")[0] for fault in faults if fault.startswith(("no_text", "msg_"))), code)
        raise SlackProblem(named, [f"[ERROR] {fault}" for fault in faults])

    def channel(self, channel_id: object) -> Channel:
        found = self.workspace.channels.get(str(channel_id))
        if found is None:
            raise SlackProblem("channel_not_found")
        return found
