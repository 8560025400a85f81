"""The people and channels of a workspace, and the ids that the bot goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.loopback.slack_elements import Json

TEAM = "T0LOOPBACK"
APP = "A0LOOPBACK"
BOT_USER = "U0BOT"
BOT = "B0BOT"
BOT_NAME = "needlewise"


@dataclass(frozen=True)
class User:
    id: str
    name: str
    tz: str = "Europe/London"
    locale: str = "en-GB"
    admin: bool = False
    owner: bool = False
    bot: bool = False

    def profile(self, with_locale: bool) -> Json:
        """As users.info shows it: the locale only when asked for."""
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        shown = {"real_name": self.name.title(), "display_name": self.name}
        return {
            "id": self.id,
            "team_id": TEAM,
            "name": self.name,
            "real_name": shown["real_name"],
            "deleted": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": shown,
            "is_admin": self.admin or self.owner,
            "is_owner": self.owner,
            "is_bot": self.bot,
            **({"locale": self.locale} if with_locale else {}),
        }


@dataclass
class Channel:
    id: str
    name: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    im_with: str | None = None

    @property
    def kind(self) -> str:
        """The scope family: channels, groups or im."""
        return "im" if self.im_with else "groups" if self.private else "channels"

    def profile(self) -> Json:
        shared = {"id": self.id, "is_archived": self.archived, "is_private": self.private}
        if self.im_with:
            return {**shared, "is_im": True, "user": self.im_with}
        kinds = {"is_channel": not self.private, "is_group": self.private}
        return {**shared, **kinds, "is_im": False, "name": self.name, "is_member": BOT_USER in self.members}
