"""chat.postMessage, chat.postEphemeral, chat.update and chat.delete, with their reference pages' errors."""

from __future__ import annotations

from tests.loopback.slack_answers import Effect, Kind
from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import BOT_USER, Channel
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State

_CONTENT = ("text", "blocks", "attachments", "metadata", "thread_ts", "reply_broadcast", "markdown_text")


def post_message(state: State, args: Json) -> Json:
    """Slack doesn't notice doubles: the same call twice is two messages."""
    channel = _writable(state, args.get("channel"))
    _check(state, "chat.postMessage", args)
    thread = args.get("thread_ts")
    if thread and not state.workspace.message(channel.id, str(thread)):
        raise SlackProblem("thread_not_found")
    message = state.workspace.post(channel.id, BOT_USER, _content(args))
    state.posts.note()
    _record(state, "post", message, channel)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def post_ephemeral(state: State, args: Json) -> Json:
    channel = _writable(state, args.get("channel"))
    user = str(args.get("user", ""))
    if user not in channel.members:
        raise SlackProblem("user_not_in_channel")
    _check(state, "chat.postEphemeral", args)
    message = state.workspace.post(channel.id, BOT_USER, _content(args), only_for=user)
    state.ledger.record(Effect("ephemeral", message, user=user, channel=channel.id))
    return {"message_ts": message.ts}


def update(state: State, args: Json) -> Json:
    """Ephemeral messages can't be found by it. Blocks and metadata that are left out stay."""
    channel = state.channel(args.get("channel"))
    message = _own(state, channel, args, "cant_update_message")
    _check(state, "chat.update", {"blocks": message.blocks or None, "text": message.text, **args})
    edited = state.workspace.edit(message, _content(args))
    _record(state, "edit", edited, channel)
    return {"channel": channel.id, "ts": edited.ts, "text": edited.text, "message": edited.as_json()}


def delete(state: State, args: Json) -> Json:
    channel = state.channel(args.get("channel"))
    message = _own(state, channel, args, "cant_delete_message")
    state.workspace.remove(message)
    _record(state, "delete", message, channel)
    return {"channel": channel.id, "ts": message.ts}


def _writable(state: State, target: object) -> Channel:
    """A person's id stands for the direct channel with them."""
    if target in state.workspace.users:
        return state.workspace.im(str(target))
    channel = state.channel(target)
    if channel.archived:
        raise SlackProblem("is_archived")
    if BOT_USER not in channel.members:
        raise SlackProblem("not_in_channel")
    return channel


def _own(state: State, channel: Channel, args: Json, otherwise: str) -> Message:
    message = state.workspace.message(channel.id, str(args.get("ts")))
    if message is None or message.only_for:
        raise SlackProblem("message_not_found")
    if message.user != BOT_USER:
        raise SlackProblem(otherwise)
    return message


def _check(state: State, where: str, args: Json) -> None:
    metadata = args.get("metadata")
    if metadata and not (metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)):
        raise SlackProblem("invalid_metadata_format")
    state.judge_message(where, {name: value for name, value in args.items() if value is not None})


def _content(args: Json) -> Json:
    return {name: args[name] for name in _CONTENT if args.get(name) is not None}


def _record(state: State, kind: Kind, message: Message, channel: Channel) -> None:
    state.ledger.record(Effect(kind, message, user=channel.im_with, channel=channel.id))
