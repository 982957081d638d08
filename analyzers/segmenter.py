"""What every word segmenter offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

Spans = list[tuple[int, int]]  # half-open character ranges, ascending


class Segmenter(Protocol):
    """Cuts texts into words as underthesea's `word_tokenize` does. Safe to use from several threads."""

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return the character ranges of the words of each text, which is in NFC; punctuation marks are words."""

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
