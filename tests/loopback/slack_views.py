"""Modals and Home tabs: each person's stack of at most three modals, and the one Home tab."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.loopback.slack_elements import Json
from tests.loopback.slack_message import with_ids, words
from tests.loopback.slack_people import APP, BOT, TEAM
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_workspace import Workspace

# Slack docs, "Modals": a stack holds up to three views.
MOST_STACKED = 3


@dataclass(frozen=True)
class View:
    """A view as it stood when you looked; `state` is what the person has filled in so far."""

    id: str
    user: str
    payload: Json
    hash: str
    root: str
    previous: str | None
    state: Json

    @property
    def title(self) -> str:
        return str(self.payload.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.payload.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.payload.get("private_metadata", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.payload.get("blocks") or [])

    @property
    def words(self) -> str:
        return "\n".join(words(self.blocks))

    def as_json(self) -> Json:
        ids = {"id": self.id, "team_id": TEAM, "app_id": APP, "bot_id": BOT, "app_installed_team_id": TEAM}
        place = {"hash": self.hash, "root_view_id": self.root, "previous_view_id": self.previous}
        empty = {"callback_id": "", "private_metadata": "", "external_id": ""}
        flags = {"clear_on_close": False, "notify_on_close": False, "close": None, "submit": None}
        return {**empty, **flags, **self.payload, **ids, **place, "state": {"values": self.state}}


class Views:
    """Raises SlackProblem with the error that the views.* methods answer (their reference pages)."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}

    def top(self, user: str) -> View | None:
        stack = self._stacks.get(user)
        return self._views[stack[-1]] if stack else None

    def home(self, user: str) -> View | None:
        return self._views.get(self._homes.get(user, ""))

    def open(self, user: str, payload: Json) -> View:
        """Takes the place of whatever the person had open."""
        self._refuse_known(payload)
        self.clear(user)
        return self._stack(self._new(user, payload, None))

    def push(self, user: str, payload: Json) -> View:
        below = self.top(user)
        if below is None:
            raise SlackProblem("not_found")
        if len(self._stacks[user]) == MOST_STACKED:
            raise SlackProblem("push_limit_reached")
        self._refuse_known(payload)
        return self._stack(self._new(user, payload, below))

    def update(self, view: View, payload: Json, seen_hash: str | None = None) -> View:
        if seen_hash and seen_hash != view.hash:
            raise SlackProblem("hash_conflict")
        return self._put(replace(view, payload=with_ids(payload), hash=self._hash()))

    def publish(self, user: str, payload: Json, seen_hash: str | None = None) -> View:
        """The Home tab keeps its id."""
        old = self.home(user)
        if old:
            return self.update(old, payload, seen_hash)
        view = self._put(self._new(user, payload, None))
        self._homes[user] = view.id
        return view

    def fill(self, view: View, state: Json) -> View:
        """What the person chose is kept; the hash changes only when the bot updates a view."""
        return self._put(replace(view, state=state))

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        view = self._views.get(view_id or "") or self._named(external_id)
        if view is None:
            raise SlackProblem("not_found")
        return view

    def is_open(self, view_id: str) -> bool:
        return view_id in self._views

    def close(self, view: View) -> None:
        self._stacks[view.user].remove(view.id)
        del self._views[view.id]

    def clear(self, user: str) -> None:
        for view_id in self._stacks.pop(user, []):
            del self._views[view_id]

    def _put(self, view: View) -> View:
        self._views[view.id] = view
        return view

    def _stack(self, view: View) -> View:
        self._stacks.setdefault(view.user, []).append(view.id)
        return self._put(view)

    def _named(self, external_id: str | None) -> View | None:
        named = (view for view in self._views.values() if view.payload.get("external_id") == external_id)
        return next(named, None) if external_id else None

    def _refuse_known(self, payload: Json) -> None:
        if self._named(payload.get("external_id")):
            raise SlackProblem("duplicate_external_id")

    def _new(self, user: str, payload: Json, below: View | None) -> View:
        name = self._workspace.new_id("V")
        root, previous = (below.root, below.id) if below else (name, None)
        return View(name, user, with_ids(payload), self._hash(), root, previous, {})

    def _hash(self) -> str:
        return f"{self._workspace.new_ts()}.hash"
