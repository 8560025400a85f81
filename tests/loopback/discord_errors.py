"""Discord's refusals (docs: topics/opcodes-and-status-codes, "JSON Error Codes")."""

from __future__ import annotations

from collections.abc import Sequence

from .discord_problem import JSON, Problem, form_body

MESSAGES = {
    0: "401: Unauthorized",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10008: "Unknown Message",
    10013: "Unknown User",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    40005: "Request entity too large",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50005: "Cannot edit a message authored by another user",
    50007: "Cannot send messages to this user",
    50013: "Missing Permissions",
    50027: "Invalid Webhook Token",
}
STATUS = {0: 401, 40005: 413, 40060: 400, 50001: 403, 50005: 403, 50007: 403, 50013: 403, 50027: 401}


class Refusal(Exception):
    """Raised in a handler; becomes the answer `status` with `body`."""

    def __init__(self, status: int, body: JSON) -> None:
        super().__init__(body["message"])
        self.status = status
        self.body = body


def refuse(code: int) -> Refusal:
    return Refusal(STATUS.get(code, 404), {"message": MESSAGES[code], "code": code})


def refuse_form(problems: Sequence[Problem]) -> Refusal:
    return Refusal(400, form_body(problems))
