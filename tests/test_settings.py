"""Settings: what holds without any, and how a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.settings import ROOT, Settings, read_settings

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refusal() -> str:
    with pytest.raises(SetupError) as refused:
        read_settings()
    return str(refused.value)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()

    assert (settings.on_discord, settings.on_slack, settings.with_page) == (False, False, True)
    assert settings.database_url == "sqlite:///data/needlewise.db"
    assert settings.needlewise_content == ROOT / "content" / "packs"
    assert (settings.needlewise_web_host, settings.needlewise_web_port) == ("127.0.0.1", 8080)


def test_settings_come_from_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={SECRET}\nNEEDLEWISE_WEB_PORT=8181\nSOMETHING_ELSE=1\n")

    assert (read_settings().discord_token, read_settings().needlewise_web_port) == (SECRET, 8181)


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("NEEDLEWISE_WEB_PORT=8181\n")
    monkeypatch.setenv("NEEDLEWISE_WEB_PORT", "8282")

    assert read_settings().needlewise_web_port == 8282


@pytest.mark.parametrize("empty", ["", "  "])
def test_empty_variables_count_as_not_set(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "NEEDLEWISE_WEB_PORT", "DATABASE_URL"):
        monkeypatch.setenv(name, empty)

    assert read_settings() == Settings()
    assert (read_settings().on_discord, read_settings().with_page) == (False, True)


def test_a_token_copied_with_blanks_around_it_is_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f" {SECRET}\n")

    assert read_settings().discord_token == SECRET


def test_the_env_file_of_the_docs_is_understood(tmp_path: Path) -> None:
    """Every line of .env.example names a setting that exists, and its value is one that is accepted."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = [line.lstrip("#") for line in text.splitlines() if line.startswith("#") and "=" in line and line[1] != " "]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")

    assert {line.split("=")[0].lower() for line in lines} == set(Settings.model_fields)
    assert read_settings().needlewise_playground is True


@pytest.mark.parametrize(
    ("name", "wrong", "remedy"),
    [
        ("NEEDLEWISE_WEB_PORT", "80800", "a whole number from 1 to 65535"),
        ("NEEDLEWISE_WEB_PORT", "0", "a whole number from 1 to 65535"),
        ("NEEDLEWISE_SLACK_PORT", "http", "a whole number from 1 to 65535"),
        ("NEEDLEWISE_DISCORD_SHARDS", "0", "a whole number from 1 to 1000"),
        ("NEEDLEWISE_WEB_HOST", "0.0.0.0", "use 127.0.0.1, ::1 or localhost"),
        ("NEEDLEWISE_WEB_HOST", "192.168.1.4", "use 127.0.0.1, ::1 or localhost"),
        ("NEEDLEWISE_WEB_HOST", "example.org", "use 127.0.0.1, ::1 or localhost"),
        ("DATABASE_URL", "needlewise.db", "write sqlite:///data/needlewise.db"),
        ("DATABASE_URL", "mysql://localhost/study", "write sqlite:///data/needlewise.db or postgresql://"),
        ("DATABASE_URL", "postgresql://localhost", "names no database; write postgresql://"),
        ("DATABASE_URL", "postgresql+psycopg2://localhost/study", "write sqlite:///data/needlewise.db or postgresql"),
        ("DATABASE_URL", "postgresql://localhost/study?channel_binding=require", "leave it out"),
        ("DATABASE_URL", "postgresql://localhost:port/study", "not a database URL"),
        ("DATABASE_URL", "sqlite://", "write sqlite:///data/needlewise.db"),
        ("NEEDLEWISE_LOG", "yaml", "'text' or 'json'"),
        ("NEEDLEWISE_PLAYGROUND", "perhaps", "must be true or false"),
        ("NEEDLEWISE_DISCORD_API_URL", "example.org", "such as https://example.org/api"),
        ("NEEDLEWISE_SLACK_API_URL", "example.org", "such as https://example.org/api"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(
    name: str, wrong: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, wrong)
    said = refusal()

    assert said.startswith(f"{name}: ")
    assert remedy in said
    assert "\n" not in said


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.53", "::1"])
def test_the_page_may_listen_on_this_machine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_WEB_HOST", host)

    assert read_settings().needlewise_web_host == host


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"NEEDLEWISE_WEB_PORT": "x", "NEEDLEWISE_LOG": "x", "NEEDLEWISE_WEB_HOST": "0.0.0.0", "DATABASE_URL": "x"}
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    assert {line.split(":")[0] for line in refusal().splitlines()} == set(wrong)


@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_slack_by_halves_names_what_is_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"} - {missing}:
        monkeypatch.setenv(name, SECRET)

    assert refusal().startswith(f"{missing}: missing. ")


def test_slack_takes_the_signing_secret_instead_of_the_app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)

    assert (read_settings().on_slack, read_settings().with_page) == (True, False)


def test_a_short_wrong_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_WEB_PORT", "80800")

    assert refusal().endswith("It is set to '80800'.")


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_no_error_shows_what_may_be_a_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token pasted into the wrong line must not end up in a log."""
    monkeypatch.setenv("NEEDLEWISE_LOG", "wrong in any case")
    monkeypatch.setenv(name, SECRET)

    assert SECRET not in refusal()


@pytest.mark.parametrize("password", [SECRET, "pw9"])
def test_a_database_password_is_not_shown(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"mysql://a:{password}@h/d")

    assert password not in refusal()


def test_an_env_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("NEEDLEWISE_LOG=tëxt".encode("latin-1"))

    assert ".env" in refusal()


def test_the_playground_keeps_its_own_database_beside_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/study/needlewise.db")

    assert read_settings().playground_url == "sqlite:////srv/study/playground.db"
