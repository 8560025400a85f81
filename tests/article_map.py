"""Which items teach each statement of the article. `python -m tests.article_map` writes docs/article-map.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.library.items import Claim, Entry, Fact, Question
from bot.library.pack import Pack
from bot.settings import ROOT
from tests.pack_texts import dry_needling

PAGE = ROOT / "docs" / "article-map.md"
HEAD = """# Where each statement of the article is taught

The {count} statements are those of `claims.yaml` in the dry needling pack, retold in our words. Each is taught by at
least one entry (`/faq`) and at least one fact or question. Written by `python -m tests.article_map`; a test checks that
it is up to date.
"""
COLUMNS = "| Id | The article says | How sure are we? | Entries | Facts | Questions |\n|---|---|---|---|---|---|"


def page(pack: Pack) -> str:
    parts = [HEAD.format(count=len(pack.claims))]
    for section in dict.fromkeys(claim.section for claim in pack.claims.values()):
        rows = [_row(pack, claim) for claim in pack.claims.values() if claim.section == section]
        parts.append("\n".join([f"## {section}\n", COLUMNS, *rows]) + "\n")
    return "\n".join(parts)


def _row(pack: Pack, claim: Claim) -> str:
    groups: Iterable[Mapping[str, Entry | Fact | Question]] = (pack.entries, pack.facts, pack.questions)
    taught = (" ".join(f"`{key}`" for key, item in group.items() if claim.id in item.claims) for group in groups)
    sure = claim.status if claim.grade == "not graded" else f"{claim.status}, {claim.grade}"
    return (
        "| " + " | ".join([claim.id, claim.says.replace("|", "\\|"), sure, *(items or "–" for items in taught)]) + " |"
    )


if __name__ == "__main__":
    PAGE.write_text(page(dry_needling()), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}.")
