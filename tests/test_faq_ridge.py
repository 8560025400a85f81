"""The fit: by hand on three examples, and against what it claims to be short for."""

from __future__ import annotations

import numpy as np
import pytest

from bot.faq.postings import Numbers
from bot.faq.ridge import BLOCK, LEAST, RIDGE, fit, inverted, whitening

DICE = np.random.default_rng(3)


def likenesses(count: int, size: int = 12) -> Numbers:
    vectors = DICE.normal(size=(count, size)) + 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors @ vectors.T).astype(np.float32)


def test_three_examples_by_hand() -> None:
    """Two that are half alike belong to the first class, and one that is like neither to the second."""
    alike = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], np.float32)

    weights = fit(alike, np.array([0, 0, 1]), 2)

    together, left_out = 1 / (1 + RIDGE + 0.5), 0.5 / (1 + RIDGE)
    assert weights[:, 0] == pytest.approx([together / left_out, together / left_out, 0], abs=1e-5)
    assert weights[:, 1] == pytest.approx([0, 0, 1 / (1 + RIDGE) / LEAST], rel=1e-5)


def test_the_short_way_of_leaving_one_out_is_really_leaving_one_out() -> None:
    count, classes = 40, 3
    alike, owners = likenesses(count), np.arange(count) % classes
    belongs = np.eye(classes)[owners]
    whole = np.linalg.solve(alike + RIDGE * np.eye(count), belongs)
    scores = []
    for one in range(count):
        rest = np.arange(count) != one
        weights = np.linalg.solve(alike[np.ix_(rest, rest)] + RIDGE * np.eye(count - 1), belongs[rest])
        scores.append(alike[one, rest] @ weights[:, owners[one]])
    strength = np.array(
        [np.mean([score for score, own in zip(scores, owners, strict=True) if own == one]) for one in range(classes)]
    )

    assert (strength > LEAST).all()
    assert fit(alike.copy(), owners, classes) == pytest.approx(whole / strength, rel=1e-3, abs=1e-4)


def test_a_class_of_five_is_heard_beside_one_of_a_hundred() -> None:
    """A question that is as like the five as they are among themselves, and nearly as like the hundred."""
    owners = np.array([0] * 100 + [1] * 5)
    alike = np.where(owners[:, None] == owners, 0.4, 0.3).astype(np.float32)
    np.fill_diagonal(alike, 1)
    question = np.where(owners == 1, 0.4, 0.35)

    unscaled = question @ np.linalg.solve(alike + RIDGE * np.eye(105), np.eye(2)[owners])
    scores = question @ fit(alike.copy(), owners, 2)

    assert unscaled[0] > unscaled[1]
    assert scores[1] > scores[0]
    assert scores[1] == pytest.approx(1, abs=0.25)


@pytest.mark.parametrize("count", [1, BLOCK - 1, BLOCK, 2 * BLOCK + 77])
def test_the_inverse_by_blocks_is_the_inverse(count: int) -> None:
    matrix = likenesses(count) + RIDGE * np.eye(count, dtype=np.float32)

    assert inverted(matrix.copy()) @ matrix == pytest.approx(np.eye(count), abs=1e-3)


def test_whitening_evens_out_how_a_class_differs_in_itself() -> None:
    owners = np.repeat(np.arange(8), 50)
    spread = np.array([5, 1, 1, 0.2], np.float32)
    middles = DICE.normal(size=(8, 4))
    vectors = (middles[owners] + DICE.normal(size=(400, 4)) * spread).astype(np.float32)

    evened = vectors @ whitening(vectors, owners)

    within = evened - np.stack([evened[owners == one].mean(axis=0) for one in range(8)])[owners]
    widths = within.std(axis=0)
    assert widths.max() / widths.min() < 2


def test_one_example_alone_can_be_evened_out() -> None:
    assert np.isfinite(whitening(np.ones((1, 3), np.float32), np.array([0]))).all()


def test_few_examples_are_drawn_towards_the_round_as_ledoit_and_wolf_have_it() -> None:
    """Their b² written out: how far each example's own covariance lies from the mean of all."""
    owners, size = np.repeat(np.arange(3), 4), 3
    vectors = (DICE.normal(size=(12, size)) * [3, 1, 0.5]).astype(np.float32)
    within = vectors - np.stack([vectors[owners == one].mean(axis=0) for one in range(3)])[owners]
    spread = within.T @ within / 12
    round_one = np.trace(spread) / size * np.eye(size)
    noise = sum(((np.outer(one, one) - spread) ** 2).sum() for one in within) / 12**2
    drawn = noise / ((spread - round_one) ** 2).sum()

    matrix = whitening(vectors, owners)

    assert 0.05 < drawn < 0.95
    assert matrix @ matrix.T == pytest.approx(np.linalg.inv((1 - drawn) * spread + drawn * round_one), rel=1e-3)
