"""Kernel ridge regression in closed form: from likenesses between examples to what speaks for each class. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.faq.postings import Numbers

# Ridge: how little a single example is trusted. From docs/faq.md, where each number of the look-up is accounted for.
RIDGE = 0.3
# A class of few examples is hard to judge by those left out: below this its strength is taken to be this.
LEAST = 0.06
BLOCK = 256


def fit(likenesses: Numbers, owners: NDArray[np.int64], classes: int) -> Numbers:
    """Weights (examples by classes): likenesses to the examples times them are the scores of the classes.

    A class's scores are divided by the mean score that its own examples get when each is left out of the fit (the
    diagonal of the inverse gives that: Rasmussen and Williams, Gaussian Processes for Machine Learning, 5.4.2).
    So an entry with five examples is heard beside one with a hundred. `likenesses` is overwritten.
    """
    count = len(owners)
    likenesses[np.diag_indices(count)] += RIDGE
    inverse = inverted(likenesses)
    belongs = np.zeros((count, classes), np.float32)
    belongs[np.arange(count), owners] = 1
    weights = inverse @ belongs
    own = 1 - weights[np.arange(count), owners] / np.diag(inverse)
    sizes = np.bincount(owners, minlength=classes)
    strength = np.bincount(owners, own, minlength=classes) / np.maximum(sizes, 1)
    scaled: Numbers = (weights / np.maximum(strength, LEAST)).astype(np.float32)
    return scaled


def inverted(matrix: Numbers) -> Numbers:
    """The inverse of a positive definite matrix, written over it: Gauss-Jordan by blocks.

    numpy's own inverse works in double precision on copies, 250 MB more for 2,700 examples, which a small server
    hasn't got.
    """
    for at in range(0, len(matrix), BLOCK):
        block = slice(at, at + BLOCK)
        pivot = np.linalg.inv(matrix[block, block])
        row = pivot @ matrix[block]
        row[:, block] = pivot
        column = matrix[:, block].copy()
        matrix[:, block] = 0
        for start in range(0, len(matrix), BLOCK):
            rows = slice(start, start + BLOCK)
            matrix[rows] -= column[rows] @ row
        matrix[block] = row
    return matrix


def whitening(vectors: Numbers, owners: NDArray[np.int64]) -> Numbers:
    """The matrix that evens out how the examples of a class differ among themselves.

    The covariance within classes is drawn towards a round one, the more the fewer the examples: Ledoit and Wolf,
    A well-conditioned estimator for large-dimensional covariance matrices (2004).
    """
    count, size = vectors.shape
    sums = np.zeros((owners.max() + 1, size), np.float32)
    np.add.at(sums, owners, vectors)
    within = vectors - (sums / np.maximum(np.bincount(owners), 1)[:, None])[owners]
    spread = within.T @ within / count
    round_one = np.trace(spread) / size * np.eye(size, dtype=np.float32)
    noise = ((within**2).sum(axis=1) ** 2).sum() / count**2 - (spread**2).sum() / count
    distance = ((spread - round_one) ** 2).sum()
    drawn = min(max(noise / distance, 0.0), 1.0) if distance > 0 else 1.0
    values, directions = np.linalg.eigh((1 - drawn) * spread + drawn * round_one)
    matrix: Numbers = (directions / np.sqrt(np.maximum(values, 1e-6))).astype(np.float32)
    return matrix
