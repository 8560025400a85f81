"""What PostgreSQL says when something goes wrong: what is worth another try, and what to do about the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
UNIQUE = "23505"
CONFLICTS = ("40001", "40P01")
"""Another transaction came in between (serialization failure, deadlock): this one left nothing and may be repeated."""
GOING_AWAY = ("08", "57P", "53", "25P03", "58")
"""Connections lost, a server that stops or starts, too many connections, an idle transaction that was ended."""
TOO_LONG = ("57014", "55P03")
GRANT = "GRANT CREATE ON SCHEMA public TO that user, or make the user the database's owner"


class Unreachable(OperationalError):
    """The database could not be used; as long as `unsure` is false, nothing was saved."""

    def __init__(self, cause: BaseException, *, unsure: bool = False) -> None:
        super().__init__(None, None, cause)
        self.unsure = unsure


def state_of(error: BaseException) -> str:
    """PostgreSQL's five characters, or nothing."""
    return str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")


def is_conflict(error: BaseException) -> bool:
    return state_of(error) in CONFLICTS


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone or never came about."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or state_of(error).startswith(GOING_AWAY)
    return isinstance(error, OSError | sa.exc.TimeoutError)


def is_unusable(error: BaseException) -> bool:
    """Nothing is wrong with the work, but with the database at the moment."""
    return is_lost(error) or is_conflict(error) or state_of(error).startswith(TOO_LONG)


def remedy(url: sa.URL, error: BaseException) -> str:
    """In one line, without the password."""
    name, state, text = url.render_as_string(), state_of(error), _said(error)
    if state in ("28P01", "28000"):
        return f"The database {name} refused the user or the password. Check both in DATABASE_URL ({text})."
    if state == "3D000":
        return f"There is no database {url.database} on {_host(url)}. Make it: createdb {url.database}."
    if state == "42501":
        return f"The user {url.username} may not make tables in {name}. {GRANT}."
    if state.startswith("53"):
        return f"The database {name} takes no more connections ({text}). Raise max_connections, or run fewer processes."
    if not state and is_lost(error):
        return f"The database server {_host(url)} can't be reached ({text}). Is it running? Check DATABASE_URL."
    return f"The database {name} can't be opened: {text}. Check DATABASE_URL."


def _host(url: sa.URL) -> str:
    return f"{url.host or url.query.get('host') or 'localhost'}:{url.port or 5432}"


def _said(error: BaseException) -> str:
    text = str(getattr(error, "orig", error)) or type(error).__name__
    return text.splitlines()[0].removeprefix("<class 'asyncpg.exceptions.").rstrip(".")
