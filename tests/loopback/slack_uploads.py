"""The three steps of an upload: an address, the bytes, and the share (files.* reference)."""

from __future__ import annotations

import json

from tests.loopback.slack_answers import Effect
from tests.loopback.slack_elements import Json
from tests.loopback.slack_people import BOT_USER, Channel
from tests.loopback.slack_pings import check_pings
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_state import State
from tests.loopback.slack_workspace import File


def get_upload_url(state: State, args: Json) -> Json:
    if not args.get("filename") or int(args.get("length") or 0) < 1:
        raise SlackProblem("invalid_arguments", ["[ERROR] filename and length are needed"])
    name = str(args["filename"])
    file = File(state.workspace.new_id("F"), name, name, str(args.get("alt_txt") or ""))
    state.workspace.files[file.id] = file
    return {"upload_url": f"{state.base_url}upload/{file.id}", "file_id": file.id}


def complete_upload(state: State, args: Json) -> Json:
    """Shares only into a channel id: a person's id is refused, as Slack does here."""
    given = args.get("files")
    wanted = json.loads(given) if isinstance(given, str) else given or []
    files = [_uploaded(state, entry) for entry in wanted]
    channel = state.channel(args["channel_id"]) if args.get("channel_id") else None
    if channel and BOT_USER not in channel.members:
        raise SlackProblem("not_in_channel")
    state.judge("files.completeUploadExternal", list(check_pings(args, state.may_ping)), "invalid_arguments")
    if channel:
        _share(state, files, channel, args)
    return {"files": [{"id": file.id, "title": file.title, "name": file.name} for file in files]}


def _uploaded(state: State, entry: Json) -> File:
    file = state.workspace.files.get(str(entry.get("id")))
    if file is None or not file.data:
        raise SlackProblem("file_not_found")
    file.title = entry.get("title") or file.title
    return file


def _share(state: State, files: list[File], channel: Channel, args: Json) -> None:
    for file in files:
        file.channel = channel.id
    shown = [{"id": file.id, "name": file.name, "title": file.title} for file in files]
    thread = {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
    text = {"text": args.get("initial_comment") or "", "files": shown, **thread}
    message = state.workspace.post(channel.id, BOT_USER, text)
    state.ledger.record(Effect("file", message, user=channel.im_with, channel=channel.id))
