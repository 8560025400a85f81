"""views.open, views.push, views.update and views.publish."""

from __future__ import annotations

from tests.loopback.slack_answers import Effect
from tests.loopback.slack_elements import Json
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State
from tests.loopback.slack_views import View


def open_view(state: State, args: Json) -> Json:
    return _with_trigger(state, args, "views.open")


def push_view(state: State, args: Json) -> Json:
    return _with_trigger(state, args, "views.push")


def update_view(state: State, args: Json) -> Json:
    payload = _payload(state, args, "views.update", "modal")
    view = state.views.find(args.get("view_id"), args.get("external_id"))
    return _shown(state, state.views.update(view, payload, args.get("hash")))


def publish_view(state: State, args: Json) -> Json:
    payload = _payload(state, args, "views.publish", "home")
    user = str(args.get("user_id"))
    if user not in state.workspace.users:
        raise SlackProblem("invalid_arguments", ["[ERROR] no such user"])
    view = state.views.publish(user, payload, args.get("hash"))
    state.ledger.record(Effect("home", view=view, user=user))
    return {"view": view.as_json()}


def _with_trigger(state: State, args: Json, method: str) -> Json:
    payload = _payload(state, args, method, "modal")
    trigger = str(args.get("trigger_id"))
    user = state.triggers.take(trigger)
    view = state.views.open(user, payload) if method == "views.open" else state.views.push(user, payload)
    return _shown(state, view, trigger)


def _payload(state: State, args: Json, method: str, kind: str) -> Json:
    payload = args.get("view")
    if not isinstance(payload, dict) or payload.get("type") != kind:
        raise SlackProblem("invalid_arguments", [f"[ERROR] {method} needs a view of type {kind}"])
    state.judge_view(method, payload)
    return payload


def _shown(state: State, view: View, mark: str | None = None) -> Json:
    state.ledger.record(Effect("modal", view=view, user=view.user, mark=mark))
    return {"view": view.as_json()}
