"""Modals and Home tabs: each person's stack of at most three modals, and the one Home tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.loopback.slack_elements import Json
from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_workspace import APP, BOT, TEAM, Workspace, with_ids, words

# Slack docs, "Modals": a stack holds up to three views.
MOST_STACKED = 3


@dataclass(frozen=True)
class View:
    """A view as it stood when you looked; `state` holds what the person has filled in so far, by block
    and action."""

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
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def open(self, user: str, payload: Json) -> View:
        self._refuse_known(payload)
        view = self._new(user, payload, None)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, payload: Json) -> View:
        stack = self._stacks.get(user, [])
        if not stack:
            raise SlackProblem("not_found")
        if len(stack) == MOST_STACKED:
            raise SlackProblem("push_limit_reached")
        self._refuse_known(payload)
        view = self._new(user, payload, stack[-1])
        stack.append(view)
        return view

    def update(self, view: View, payload: Json, seen_hash: str | None = None) -> View:
        if seen_hash and seen_hash != view.hash:
            raise SlackProblem("hash_conflict")
        return self._put(replace(view, payload=with_ids(payload), hash=self._hash()))

    def publish(self, user: str, payload: Json, seen_hash: str | None = None) -> View:
        old = self._homes.get(user)
        if old and seen_hash and seen_hash != old.hash:
            raise SlackProblem("hash_conflict")
        view = self._new(user, payload, None)
        self._homes[user] = view = replace(view, id=old.id, root=old.id) if old else view
        return view

    def fill(self, view: View, state: Json) -> View:
        """What the person chose is kept; the hash changes only when the bot updates a view."""
        return self._put(replace(view, state=state))

    def find(self, view_id: str | None, external_id: str | None) -> View:
        for view in self._all():
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
        raise SlackProblem("not_found")

    def close(self, view: View) -> None:
        stack = self._stacks.get(view.user, [])
        stack[:] = [other for other in stack if other.id != view.id]

    def clear(self, user: str) -> None:
        self._stacks[user] = []

    def _all(self) -> Iterator[View]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()

    def _put(self, view: View) -> View:
        stack = self._stacks.get(view.user, [])
        stack[:] = [view if other.id == view.id else other for other in stack]
        home = self._homes.get(view.user)
        if home and home.id == view.id:
            self._homes[view.user] = view
        return view

    def _refuse_known(self, payload: Json) -> None:
        wanted = payload.get("external_id")
        if wanted and any(view.payload.get("external_id") == wanted for view in self._all()):
            raise SlackProblem("duplicate_external_id")

    def _new(self, user: str, payload: Json, below: View | None) -> View:
        name = self._workspace.new_id("V")
        root, previous = (below.root, below.id) if below else (name, None)
        return View(name, user, with_ids(payload), self._hash(), root, previous, {})

    def _hash(self) -> str:
        return f"{self._workspace.new_ts()}.hash"
