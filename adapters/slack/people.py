"""Who did something: read from the payload, and completed by what the workspace says about them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits
from adapters.slack.errors import NETWORK, error_code
from adapters.slack.origin import PLATFORM
from bot.chat.people import Person

log = logging.getLogger(__name__)

# Who is an admin, what people are called, and their language.
PEOPLE_SCOPE = "users:read"
KEPT_SECONDS = 3600.0
KEPT_PEOPLE = 5000


@dataclass(frozen=True, slots=True)
class Sender:
    """`realm` is the person's own workspace: over Slack Connect not the bot's."""

    user: str
    realm: str
    name: str


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    locale: str
    manager: bool
    read_at: float


def of_command(payload: Mapping[str, Any]) -> Sender:
    return Sender(str(payload["user_id"]), str(payload.get("team_id", "")), str(payload.get("user_name", "")))


def of_interaction(payload: Mapping[str, Any]) -> Sender:
    """Presses, forms, shortcuts and look-ups."""
    user, team = payload["user"], payload.get("team") or {}
    realm = user.get("team_id") or team.get("id") or ""
    return Sender(str(user["id"]), str(realm), str(user.get("username") or user.get("name") or ""))


def of_event(payload: Mapping[str, Any]) -> Sender:
    event = payload["event"]
    realm = event.get("user_team") or event.get("team") or payload.get("team_id") or ""
    return Sender(str(event["user"]), str(realm), "")


class People:
    """Asks users.info once an hour a person, and at once where it matters who is a manager.

    `may_look` is false while the app lacks the scope for it: then nobody is seen to be a manager, and only where that
    matters it is tried again.
    """

    def __init__(self, client: AsyncWebClient, home: str, *, may_look: bool = True) -> None:
        self._client = client
        self._home = home
        self.may_look = may_look
        self._profiles: OrderedDict[str, Profile] = OrderedDict()

    async def person(self, sender: Sender, *, ask: bool = False) -> Person:
        """`ask` refreshes. If Slack doesn't answer in time, nobody is a manager."""
        known = self._profiles.get(sender.user)
        stale = known is None or time.monotonic() - known.read_at > KEPT_SECONDS
        if ask or (stale and self.may_look):
            asked = await self._ask(sender)
            known = asked or known
            manager = bool(asked and asked.manager)
        else:
            manager = known is not None and known.manager and not stale
        name, locale = (known.name, known.locale) if known else (sender.name, "en")
        return Person(PLATFORM, sender.realm, sender.user, name, locale, manager and sender.realm == self._home)

    async def name_of(self, user: str) -> str:
        """The shown name, or the id where Slack doesn't tell."""
        known = self._profiles.get(user)
        if known is None and self.may_look:
            known = await self._ask(Sender(user, self._home, user))
        return known.name if known else user

    async def _ask(self, sender: Sender) -> Profile | None:
        asking = self._client.users_info(user=sender.user, include_locale=True)
        try:
            answer = await asyncio.wait_for(asking, limits.PROFILE_PATIENCE)
        except NETWORK as error:
            self._note(error_code(error) or type(error).__name__)
            return None
        self.may_look = True
        profile = _profile(answer["user"], sender, self._home)
        self._profiles[sender.user] = profile
        self._profiles.move_to_end(sender.user)
        if len(self._profiles) > KEPT_PEOPLE:
            self._profiles.popitem(last=False)
        return profile

    def _note(self, trouble: str) -> None:
        """A missing scope is said once, not for each person."""
        if trouble != "missing_scope":
            log.warning("slack: users.info failed: %s", trouble)
        elif self.may_look:
            self.may_look = False
            log.warning("slack: the app lacks the scope %s; nobody can be seen to be a manager", PEOPLE_SCOPE)


def _profile(user: Mapping[str, Any], sender: Sender, home: str) -> Profile:
    """An admin of another workspace is no manager here."""
    shown = user.get("profile") or {}
    name = shown.get("display_name") or user.get("real_name") or user.get("name") or sender.name
    leads = bool(user.get("is_admin") or user.get("is_owner")) and user.get("team_id", home) == home
    return Profile(str(name), str(user.get("locale") or "en"), leads, time.monotonic())
