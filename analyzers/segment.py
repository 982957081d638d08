"""Word segmentation by underthesea: the one module that imports it, and only when the first text comes.

`word_tokenize` returns rewritten strings without offsets; `ReferenceSegmenter` gives each word its range in the text.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from typing import Protocol

from analyzers.fold import syllables

Spans = list[tuple[int, int]]

_LOADING = threading.Lock()  # a cold underthesea raises AttributeError when two threads load it at once


class Segmenter(Protocol):
    """Cuts texts into words. Implementations are safe to use from several threads."""

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return, for each NFC text, the ascending character ranges of its words; punctuation may be left out."""


class ReferenceSegmenter:
    """underthesea's own `word_tokenize`, aligned with the text by counting characters or, failing that, syllables."""

    def __init__(self) -> None:
        self._word_tokenize: Callable[[str], list[str]] | None = None

    def words(self, text: str) -> list[str]:
        """Return what `word_tokenize` returns; lone surrogates, which it refuses, are replaced first."""
        if self._word_tokenize is None:
            self._word_tokenize = _load_word_tokenize()
        return self._word_tokenize(printable(text))

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return the word ranges of each NFC text."""
        return [align_words(text, self.words(text)) for text in texts]


def _load_word_tokenize() -> Callable[[str], list[str]]:
    with _LOADING:
        from underthesea.pipeline.word_tokenize import word_tokenize

        word_tokenize("nạp mô hình")  # loads the model while the lock is held
    return word_tokenize  # type: ignore[no-any-return]


def printable(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot hold, character for character."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def versions() -> str:
    """Return the installed versions of what decides the words."""
    return " ".join(f"{name}={metadata.version(name)}" for name in ("underthesea", "underthesea-core"))


def align_words(text: str, words: Sequence[str]) -> Spans:
    """Return the range in `text` of each of its words, which may have been respelled.

    Words hold every visible character in order, so characters are counted where no word changed its length, and
    syllables where one did (`nghành` became `ngành`). Where neither fits, every syllable is its own word.
    """
    visible = [i for i, char in enumerate(text) if not char.isspace()]
    lengths = [sum(not char.isspace() for char in word) for word in words]
    if sum(lengths) == len(visible):
        return [(visible[first], visible[last - 1] + 1) for first, last in _runs(lengths)]
    units = list(syllables(text))
    counts = [sum(1 for _ in syllables(word)) for word in words]
    if sum(counts) == len(units):
        return [(units[first][0], units[last - 1][1]) for first, last in _runs(counts)]
    return units


def _runs(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of consecutive runs, without the empty ones."""
    end = 0
    for length in lengths:
        start, end = end, end + length
        if length:
            yield start, end
