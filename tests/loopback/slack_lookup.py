"""What a bot reads: conversations.*, users.info, team.info, bots.info and auth.test."""

from __future__ import annotations

from collections.abc import Iterable

from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import APP, BOT, BOT_NAME, BOT_USER, TEAM, Channel
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State

# conversations.history reference: the default page and the largest one.
PAGE = 100
LARGEST_PAGE = 999


def auth_test(state: State, args: Json) -> Json:
    team = {"url": state.base_url, "team": "Loopback", "team_id": TEAM}
    return {**team, "user": BOT_NAME, "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": False}


def history(state: State, args: Json) -> Json:
    """Newest first; thread replies only when they were also sent to the channel."""
    channel = _readable(state, args)
    top = (message for message in state.workspace.messages(channel.id) if _at_top(message))
    return _page(sorted(top, key=lambda message: message.ts, reverse=True), args)


def replies(state: State, args: Json) -> Json:
    """The parent first, then the replies from the oldest on."""
    channel = _readable(state, args)
    parent = str(args.get("ts"))
    if not state.workspace.message(channel.id, parent):
        raise SlackProblem("thread_not_found")
    thread = (m for m in state.workspace.messages(channel.id) if parent in (m.ts, m.thread_ts))
    return _page(sorted(thread, key=lambda message: message.ts), args)


def info(state: State, args: Json) -> Json:
    channel = state.channel(args.get("channel"))
    if channel.private and BOT_USER not in channel.members:
        raise SlackProblem("channel_not_found")
    return {"channel": channel.profile()}


def members(state: State, args: Json) -> Json:
    channel = state.channel(args.get("channel"))
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def open_direct(state: State, args: Json) -> Json:
    """One person at a time: this server has no group messages."""
    user = str(args.get("users", ""))
    if user not in state.workspace.users:
        raise SlackProblem("user_not_found")
    profile = state.workspace.im(user).profile()
    return {"channel": profile if args.get("return_im") in (True, "1", "true") else {"id": profile["id"]}}


def user_info(state: State, args: Json) -> Json:
    user = state.workspace.users.get(str(args.get("user")))
    if user is None:
        raise SlackProblem("user_not_found")
    return {"user": user.profile(args.get("include_locale") in (True, "1", "true"))}


def team_info(state: State, args: Json) -> Json:
    return {"team": {"id": TEAM, "name": "Loopback", "domain": "loopback"}}


def bot_info(state: State, args: Json) -> Json:
    if args.get("bot") not in (BOT, None):
        raise SlackProblem("bot_not_found")
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": BOT_NAME, "deleted": False}}


def _readable(state: State, args: Json) -> Channel:
    channel = state.channel(args.get("channel"))
    if BOT_USER not in channel.members:
        raise SlackProblem("not_in_channel" if not channel.private else "channel_not_found")
    return channel


def _at_top(message: Message) -> bool:
    return message.thread_ts in (None, message.ts) or bool(message.payload.get("reply_broadcast"))


def _page(messages: Iterable[Message], args: Json) -> Json:
    within = [message for message in messages if _within(message.ts, args)]
    start = int(args.get("cursor") or 0)
    end = start + min(int(args.get("limit") or PAGE), LARGEST_PAGE)
    with_metadata = args.get("include_all_metadata") in (True, "1", "true")
    more = len(within) > end
    return {
        "messages": [message.as_json(with_metadata) for message in within[start:end]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _within(ts: str, args: Json) -> bool:
    """Both ends are left out unless `inclusive` is set."""
    oldest, latest, moment = float(args.get("oldest") or 0), float(args.get("latest") or "inf"), float(ts)
    if args.get("inclusive") in (True, "1", "true"):
        return oldest <= moment <= latest
    return oldest < moment < latest
