"""What the README promises is what the program has."""

from __future__ import annotations

import re
from pathlib import Path

import discord
import pytest
import yaml

from adapters.discord import doctor as discord_doctor
from adapters.slack import doctor as slack_doctor
from bot.build import commands
from bot.chat.command import Who
from bot.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "content/README.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_of_commands_is_the_registry() -> None:
    who = {Who.ALL: "all", Who.MANAGERS: "managers"}
    wanted = [[f"`/{command.name}`", who[command.who], command.help] for command in commands().values()]
    assert rows("Commands") == wanted


def test_the_table_of_settings_has_all_of_them() -> None:
    assert {row[0].strip("`") for row in rows("Settings")} == {name.upper() for name in Settings.model_fields}


def test_the_example_of_settings_has_all_of_them() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == {name.upper() for name in Settings.model_fields}


def test_the_invitation_asks_for_what_the_bot_needs_on_discord() -> None:
    needed = discord_doctor.NEEDED
    assert f"permissions={needed.value}`" in README
    *each, together = rows("Set-up on Discord")
    assert discord.Permissions(**{row[0].lower().replace(" ", "_"): True for row in each}) == needed
    assert sum(int(row[1]) for row in each) == needed.value == int(together[1].strip("*"))


def test_slack_s_manifest_asks_for_the_scopes_that_the_doctor_looks_for() -> None:
    manifest = yaml.safe_load((ROOT / "adapters" / "slack" / "manifest.yaml").read_text(encoding="utf-8"))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == slack_doctor.SCOPES


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    found = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    missing = [link for link in found if "://" not in link and not (document.parent / link).exists()]
    assert missing == []
