"""response_urls: at most five answers within half an hour, and the message that they may replace.

Sources: docs.slack.dev/interactivity/handling-user-interaction for both numbers and for the fields;
slackapi/bolt-python issue 1268: the response_url of a slash command can't replace what it sent itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from tests.loopback.slack_answers import Effect, Ledger
from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import Message
from tests.loopback.slack_people import BOT_USER
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_workspace import Workspace

MOST_USES = 5
LIFETIME = 30 * 60.0

_CONTENT = ("text", "blocks", "attachments", "metadata", "thread_ts")


@dataclass
class Hook:
    key: str
    user: str
    channel: str
    original: Message | None
    born: float
    uses: int = 0


class Hooks:
    def __init__(self, workspace: Workspace, ledger: Ledger) -> None:
        self._workspace = workspace
        self._ledger = ledger
        self._hooks: dict[str, Hook] = {}

    def new(self, user: str, channel: str, original: Message | None = None) -> str:
        """The key that the response_url ends in, which is also the mark of its effects."""
        key = secrets.token_hex(12)
        self._hooks[key] = Hook(key, user, channel, original, self._workspace.now())
        return key

    def take(self, key: str) -> Hook:
        """Counts one use."""
        hook = self._hooks.get(key)
        if hook is None or self._workspace.now() - hook.born > LIFETIME:
            raise SlackProblem("expired_url")
        if hook.uses == MOST_USES:
            raise SlackProblem("used_url")
        hook.uses += 1
        return hook

    def answer(self, hook: Hook, body: Json) -> None:
        """A body that the rules have passed: replaces, deletes, or posts for one person or for all."""
        if _said(body, "delete_original") and hook.original:
            self._workspace.remove(hook.original)
            self._record(hook, Effect("delete", hook.original))
        elif _said(body, "replace_original") and hook.original:
            hook.original = self._workspace.edit(hook.original, _content(body))
            self._record(hook, Effect("edit", hook.original))
        else:
            self.post(hook.key, hook.user, hook.channel, body)

    def post(self, mark: str, user: str, channel: str, body: Json) -> None:
        """Also used for the text in the acknowledgement of a slash command."""
        public = body.get("response_type") == "in_channel"
        message = self._workspace.post(channel, BOT_USER, _content(body), None if public else user)
        effect = Effect("post" if public else "ephemeral", message, user=user, channel=channel, mark=mark)
        self._ledger.record(effect)

    def _record(self, hook: Hook, effect: Effect) -> None:
        self._ledger.record(replace(effect, user=hook.user, channel=hook.channel, mark=hook.key))


def _said(body: Json, name: str) -> bool:
    """Slack's own examples write these flags as the text "true"."""
    return body.get(name) in (True, "true")


def _content(body: Json) -> Json:
    return {name: body[name] for name in _CONTENT if name in body}
