"""Settings from the environment or `.env`, read once. A wrong one is named with its remedy."""

from __future__ import annotations

import ipaddress
import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.errors import SetupError
from bot.store.address import SQLITE, is_shared, own_path, read_url

ROOT = Path(__file__).parent.parent
SHOWN = 20


def _loopback(host: str) -> str:
    """The playground lets anybody be the manager, so it must never be reachable from another machine."""
    if host != "localhost" and not (_is_address(host) and ipaddress.ip_address(host).is_loopback):
        raise ValueError("the playground listens on this machine only; use 127.0.0.1, ::1 or localhost")
    return host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _database(url: str) -> str:
    return read_url(url).render_as_string(hide_password=False)


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://", "ws://", "wss://")):
        raise ValueError("must be a full address, such as https://example.org/api")
    return url


Port = Annotated[int, Field(ge=1, le=65535)]
Shards = Annotated[int, Field(ge=1, le=1000)]
Address = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseModel):
    """Field names are the environment's names in small letters."""

    model_config = ConfigDict(frozen=True)

    discord_token: str | None = None
    slack_bot_token: str | None = None
    slack_app_token: str | None = None
    slack_signing_secret: str | None = None
    database_url: Annotated[str, AfterValidator(_database)] = SQLITE
    needlewise_content: Path = ROOT / "content" / "packs"
    needlewise_web_host: Annotated[str, AfterValidator(_loopback)] = "127.0.0.1"
    needlewise_web_port: Port = 8080
    needlewise_catch_up_hours: Annotated[float, Field(gt=0, lt=24)] = 6
    needlewise_encoder: Literal["on", "off"] = "on"
    needlewise_cache: Path | None = None
    needlewise_playground: bool = False
    needlewise_slack_host: str = "127.0.0.1"
    needlewise_slack_port: Port = 3000
    needlewise_log: Literal["text", "json"] = "text"
    needlewise_discord_shards: Shards = 1
    needlewise_discord_api_url: Address | None = None
    needlewise_discord_gateway_url: Address | None = None
    needlewise_slack_api_url: Address | None = None

    @property
    def catch_up(self) -> timedelta:
        """How late a scheduled post is still worth sending; after that it is recorded as missed."""
        return timedelta(hours=self.needlewise_catch_up_hours)

    @property
    def on_discord(self) -> bool:
        return bool(self.discord_token)

    @property
    def on_slack(self) -> bool:
        return bool(self.slack_bot_token)

    @property
    def with_page(self) -> bool:
        """The playground opens when no token is set, or when it is asked for."""
        return self.needlewise_playground or not (self.on_discord or self.on_slack)

    @property
    def cache(self) -> Path:
        """For what can be worked out again: beside an SQLite database or in `data`, unless told otherwise."""
        return self.needlewise_cache or self._data_folder / "cache"

    @property
    def playground_url(self) -> str:
        """The playground's own database: an SQLite file beside the real one, in `data` if that is on a server."""
        return f"sqlite:///{self._data_folder / 'playground.db'}"

    @property
    def _data_folder(self) -> Path:
        url = sa.make_url(self.database_url)
        return Path("data") if is_shared(url) else own_path(url).parent


def read_settings(env_file: str | None = ".env", **changes: Any) -> Settings:
    """The environment wins over the file, `changes` over both. Raises SetupError with one line for each wrong one."""
    try:
        settings = Settings(**{**_found(env_file), **changes})
    except ValidationError as error:
        lines = [f"{str(problem['loc'][0]).upper()}: {_sentence(problem)}" for problem in error.errors()]
        raise SetupError("\n".join(lines)) from None
    except (OSError, UnicodeDecodeError):
        raise SetupError("The file .env can't be read. It must be UTF-8 text that this user may read.") from None
    if (settings.slack_app_token or settings.slack_signing_secret) and not settings.slack_bot_token:
        raise SetupError("SLACK_BOT_TOKEN: missing. Slack needs it besides the app token or the signing secret.")
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        raise SetupError(
            "SLACK_APP_TOKEN: missing. Set it for Socket Mode, or set SLACK_SIGNING_SECRET for events over HTTP."
        )
    return settings


def _found(env_file: str | None) -> dict[str, str]:
    """A token is easily copied with a blank or a line's end; nothing but blanks counts as not set."""
    file = dotenv_values(env_file, interpolate=False) if env_file else {}
    texts = {name: (os.environ.get(name.upper()) or file.get(name.upper()) or "") for name in Settings.model_fields}
    return {name: text.strip() for name, text in texts.items() if text.strip()}


_WHOLE = frozenset({"int_parsing", "greater_than_equal", "less_than_equal"})


def _sentence(problem: Any) -> str:
    """Says what was found only if it is too short for a token, and no address with a password."""
    message, found = problem["msg"].removeprefix("Value error, "), str(problem["input"])
    if problem["type"] in _WHOLE:
        message = f"must be a whole number {_bounds(str(problem['loc'][0]))}"
    elif problem["type"] == "bool_parsing":
        message = "must be true or false"
    shown = f" It is set to {found!r}." if len(found) <= SHOWN and "@" not in found else ""
    return f"{message}.{shown}"


def _bounds(name: str) -> str:
    known = Settings.model_json_schema()["properties"][name]
    return f"from {known['minimum']} to {known['maximum']}"
