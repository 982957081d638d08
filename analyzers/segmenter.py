"""What every word segmenter offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Spans = list[tuple[int, int]]  # half-open character ranges, ascending


@dataclass(frozen=True, slots=True)
class WordColumns:
    """The words of `count` texts in order; int64 each: the word's text, its first character and the one behind it."""

    count: int
    texts: IntArray
    starts: IntArray
    ends: IntArray

    @classmethod
    def of(cls, spans: Sequence[Spans]) -> WordColumns:
        """Lay out ranges that are listed by text."""
        flat = np.array([word for words in spans for word in words], np.int64).reshape(-1, 2)
        texts = np.repeat(np.arange(len(spans)), [len(words) for words in spans])
        return cls(len(spans), texts, flat[:, 0], flat[:, 1])

    @classmethod
    def joined(cls, parts: Sequence[WordColumns]) -> WordColumns:
        """Lay the texts of several parts behind each other."""
        if not parts:
            return cls.of([])
        firsts = np.cumsum([0, *(part.count for part in parts)])
        return cls(
            int(firsts[-1]),
            np.concatenate([part.texts + first for part, first in zip(parts, firsts[:-1], strict=True)]),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
        )

    def replaced(self, spans: Mapping[int, Spans]) -> WordColumns:
        """Return the columns with the words of some texts replaced."""
        if not spans:
            return self
        other = WordColumns.of(list(spans.values()))
        kept = ~np.isin(self.texts, list(spans))
        texts = np.concatenate([self.texts[kept], np.array(list(spans), np.int64)[other.texts]])
        order = np.argsort(texts, kind="stable")
        starts, ends = np.concatenate([self.starts[kept], other.starts]), np.concatenate([self.ends[kept], other.ends])
        return WordColumns(self.count, texts[order], starts[order], ends[order])


class Segmenter(Protocol):
    """Cuts texts into words as underthesea's `word_tokenize` does. Safe to use from several threads."""

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return the character ranges of the words of each text, which is in NFC; punctuation marks are words."""

    def columns(self, texts: Sequence[str]) -> WordColumns:
        """Return the same ranges as arrays, for callers that handle millions."""

    def words(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the words themselves, with the respellings of `word_tokenize`."""


def batches(texts: Sequence[str], characters: int) -> Iterator[Sequence[str]]:
    """Cut a sequence of texts into runs of about so many characters, so that memory does not grow with its length."""
    begin = size = 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= characters:
            yield texts[begin : i + 1]
            begin, size = i + 1, 0
    if begin < len(texts):
        yield texts[begin:]
