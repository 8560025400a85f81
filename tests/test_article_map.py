"""The map in docs/ says what the pack teaches."""

from __future__ import annotations

from tests.article_map import PAGE, page
from tests.pack_texts import dry_needling


def test_the_map_is_up_to_date_with_the_pack() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(dry_needling()), "run: python -m tests.article_map"


def test_the_map_has_a_row_for_every_statement() -> None:
    rows = page(dry_needling()).splitlines()

    for claim in dry_needling().claims:
        assert sum(row.startswith(f"| {claim} |") for row in rows) == 1, claim
