"""The payloads that Slack sends to a bot, as on docs.slack.dev/reference/interaction-payloads and /events.

A press on an ephemeral message comes without `message`, only with its container.
"""

from __future__ import annotations

import secrets

from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import APP, BOT_USER, TEAM, Channel, User
from tests.loopback.slack_state import State
from tests.loopback.slack_views import View

_TOKEN = "loopback-verification"
_DOMAIN = "loopback"


def slash(state: State, user: User, channel: Channel, command: str, text: str) -> Json:
    """All values are texts, as in a form."""
    team = {"token": _TOKEN, "team_id": TEAM, "team_domain": _DOMAIN, "api_app_id": APP}
    place = {"channel_id": channel.id, "channel_name": channel.name}
    who = {"user_id": user.id, "user_name": user.name, "trigger_id": state.triggers.new(user.id)}
    said = {"command": command, "text": text, "is_enterprise_install": "false"}
    hook = state.hooks.new(user.id, channel.id)
    return {**team, **place, **who, **said, "response_url": hook_url(state, hook)}


def press_on_message(state: State, user: User, message: Message, action: Json, values: Json) -> Json:
    channel = state.workspace.channels[message.channel]
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    shown = {} if message.only_for else {"message": message.as_json()}
    return {
        **_interaction(state, user, "block_actions"),
        "container": {**container, **thread, "is_ephemeral": bool(message.only_for)},
        "channel": {"id": channel.id, "name": channel.name},
        **shown,
        "state": {"values": values},
        "response_url": hook_url(state, state.hooks.new(user.id, channel.id, message)),
        "actions": [action],
    }


def press_on_view(state: State, user: User, view: View, action: Json) -> Json:
    container = {"type": "view", "view_id": view.id}
    base = _interaction(state, user, "block_actions")
    return {**base, "container": container, "view": view.as_json(), "actions": [action]}


def submission(state: State, user: User, view: View) -> Json:
    return {**_interaction(state, user, "view_submission"), "view": view.as_json(), "response_urls": []}


def closing(state: State, user: User, view: View) -> Json:
    """Comes without a trigger_id."""
    payload = {**_interaction(state, user, "view_closed"), "view": view.as_json(), "is_cleared": False}
    return {name: value for name, value in payload.items() if name != "trigger_id"}


def suggestion(state: State, user: User, place: View | Message, asked: Json) -> Json:
    """`asked`: action_id, block_id and the typed value. Comes without a trigger_id."""
    payload = {**_interaction(state, user, "block_suggestion"), **asked}
    del payload["trigger_id"]
    if isinstance(place, View):
        return {**payload, "container": {"type": "view", "view_id": place.id}, "view": place.as_json()}
    container = {"type": "message", "message_ts": place.ts, "channel_id": place.channel}
    return {**payload, "container": container, "channel": {"id": place.channel}, "message": place.as_json()}


def message_shortcut(state: State, user: User, callback_id: str, message: Message) -> Json:
    channel = state.workspace.channels[message.channel]
    return {
        **_interaction(state, user, "message_action"),
        "callback_id": callback_id,
        "message_ts": message.ts,
        "message": message.as_json(),
        "channel": {"id": channel.id, "name": channel.name},
        "response_url": hook_url(state, state.hooks.new(user.id, channel.id)),
        "action_ts": state.workspace.new_ts(),
    }


def global_shortcut(state: State, user: User, callback_id: str) -> Json:
    base = _interaction(state, user, "shortcut")
    return {**base, "callback_id": callback_id, "action_ts": state.workspace.new_ts()}


def event(state: State, event: Json) -> Json:
    installed = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    return {
        "type": "event_callback",
        "token": _TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
        "event": {"event_ts": event.get("ts") or state.workspace.new_ts(), **event},
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(state.workspace.now()),
        "authorizations": [{**installed, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def url_verification() -> Json:
    return {"type": "url_verification", "token": _TOKEN, "challenge": secrets.token_hex(16)}


def hook_url(state: State, key: str) -> str:
    return f"{state.base_url}hooks/{key}"


def _interaction(state: State, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "token": _TOKEN,
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": _DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "trigger_id": state.triggers.new(user.id),
    }
