"""The compose file: one process on SQLite, or several on PostgreSQL."""

from __future__ import annotations

from typing import Any

import yaml

from bot.settings import ROOT
from bot.store.address import is_shared, read_url

FILE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = FILE["services"]


def test_without_a_profile_one_process_runs_on_sqlite() -> None:
    assert [name for name, service in SERVICES.items() if not service.get("profiles")] == ["needlewise"]
    assert not is_shared(read_url(SERVICES["needlewise"]["environment"]["DATABASE_URL"]))


def test_several_processes_run_on_postgresql_alone() -> None:
    url = SERVICES["bots"]["environment"]["DATABASE_URL"].replace("${POSTGRES_PASSWORD:-}", "secret")
    assert is_shared(read_url(url))
    assert SERVICES["bots"]["deploy"]["replicas"] > 1
    assert SERVICES["bots"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert "healthcheck" in SERVICES["postgres"]


def test_only_one_process_is_published_and_to_this_machine_only() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {"needlewise": ["127.0.0.1:3000:3000"]}


def test_no_secret_stands_in_the_file() -> None:
    found = [value for service in SERVICES.values() for name, value in service["environment"].items() if "PASS" in name]
    assert found == ["${POSTGRES_PASSWORD:-}"]


def test_every_bot_is_without_rights() -> None:
    for name in ("needlewise", "bots"):
        bot = SERVICES[name]
        assert (bot["read_only"], bot["cap_drop"], bot["tmpfs"]) == (True, ["ALL"], ["/tmp"])
