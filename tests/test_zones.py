"""Time zones as people type them."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.people.zones import chosen_zone, find_zone, near_zones, readable, zone_choices
from bot.words import Words


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("London", "Europe/London"),
        ("  new   york ", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Kathmandu", "Asia/Kathmandu"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_cities_and_names_are_found(typed: str, zone: str | None) -> None:
    assert find_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Lodnon", "Europe/London"),
        ("Europe/Lundon", "Europe/London"),
        ("kolkatta", "Asia/Kolkata"),
        ("Germany", "Europe/Berlin"),
        ("GMT", "Europe/London"),
        ("EST", "America/New_York"),
    ],
)
def test_near_misses_countries_and_abbreviations_are_answered_with_a_zone(typed: str, first: str) -> None:
    assert find_zone(typed) is None
    assert near_zones(typed)[0] == first


def test_every_zone_that_is_offered_is_accepted() -> None:
    offered = {
        choice.value for typed in ("", "a", "north", "Germany", "Lodnon", "US") for choice in zone_choices(typed)
    }
    assert offered
    assert [zone for zone in offered if find_zone(zone) != zone] == []


def test_choices_while_typing_begin_with_the_city() -> None:
    assert zone_choices("lon")[0].value == "Europe/London"
    assert zone_choices("india")[0].value == "Asia/Kolkata"
    assert len(zone_choices("")) == 25


def test_the_refusal_says_what_to_write_instead() -> None:
    with pytest.raises(UserError, match="Did you mean “London \\(Europe\\)”"):
        chosen_zone(Words(), "Lodnon")
    with pytest.raises(UserError, match="Write a large city near you"):
        chosen_zone(Words(), "the moon {x} " * 40)


def test_offsets_and_places_that_are_spelt_too_differently_are_not_guessed() -> None:
    assert near_zones("UTC+2") == []
    assert near_zones("Narnia") == []


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "America/Argentina/Buenos_Aires", "UTC"])
def test_a_zone_is_found_again_by_its_readable_name(zone: str) -> None:
    assert find_zone(readable(zone)) == zone
