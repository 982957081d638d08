"""underthesea's segmentation from its own model, 25 to 40 times as fast.

The reference reads one text at a time and looks its features up as strings; here the same weights are looked up by
number, for thousands of texts at once. Where that cannot be exact, the reference is asked.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from analyzers.crf_kernels import EOS, Recursion, decode, score
from analyzers.crf_weights import WeightTables
from analyzers.int_hash import IntArray
from analyzers.segmenter import Segmenter, Spans, WordColumns, batches
from analyzers.token_store import Batch, Featurize, Tokenize, TokenStore

_Result = TypeVar("_Result")

_BATCH_CHARACTERS = 1 << 18  # about 60,000 tokens, 40 MB of arrays
_STORE_LIMIT = 1 << 18  # chunks and tokens kept, about 100 MB

# `Th.S` of underthesea's token pattern has an unescaped stop and so joins two chunks; nothing else does.
_ACROSS_CHUNKS = re.compile(r"Th[^\S\n][Ss]")


class FastSegmenter:
    """Segments batches by array arithmetic; equal to `reference`, which takes the texts that are too close to call.

    Memory is bounded: what it remembers of chunks and tokens is dropped when it grows past a limit.
    """

    def __init__(
        self,
        tables: WeightTables,
        tokenize: Tokenize,
        featurize: Featurize,
        reference: Segmenter,
        *,
        store_limit: int = _STORE_LIMIT,
    ) -> None:
        self._tables = tables
        self._recursion = Recursion.of(tables.transition)
        self._new_store: Callable[[], TokenStore] = lambda: TokenStore(tables, tokenize, featurize)
        self._store = self._new_store()
        self._store_limit = store_limit
        self._lock = threading.Lock()
        self._reference = reference

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return the character ranges of the words of each text, which is in NFC."""
        return self._in_batches(texts, _spans, self._reference.spans)

    def words(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the words of each text as `word_tokenize` spells them."""
        return self._in_batches(texts, _words, self._reference.words)

    def columns(self, texts: Sequence[str]) -> WordColumns:
        """Return the same ranges as arrays."""
        parts = [self._columns(batch) for batch in batches(texts, _BATCH_CHARACTERS)]
        return parts[0] if len(parts) == 1 else WordColumns.joined(parts)

    def _columns(self, batch: Sequence[str]) -> WordColumns:
        encoded, first, last, doubtful = self._segment(batch)
        text = np.searchsorted(encoded.stream.ends, first, side="right")
        columns = WordColumns(len(batch), text, encoded.char_starts[first], encoded.char_ends[last - 1])
        return columns.replaced({i: self._reference.spans(batch[i : i + 1])[0] for i in doubtful})

    def _segment(self, batch: Sequence[str]) -> tuple[Batch, IntArray, IntArray, set[int]]:
        """Return the tokens of texts, the first and the last (excluded) of each word, and the texts in doubt."""
        encoded = self._encode(batch)
        begins, ties = decode(self._recursion, score(self._tables, encoded.columns, encoded.stream), encoded.stream)
        edges = np.flatnonzero(begins | (encoded.stream.tokens <= EOS))
        inside = encoded.stream.tokens[edges[:-1]] > EOS
        return encoded, edges[:-1][inside], edges[1:][inside], _doubtful(batch, ties)

    def _in_batches(
        self,
        texts: Sequence[str],
        read: Callable[[Batch, IntArray, IntArray], list[_Result]],
        refer: Callable[[Sequence[str]], list[_Result]],
    ) -> list[_Result]:
        results: list[_Result] = []
        for batch in batches(texts, _BATCH_CHARACTERS):
            encoded, first, last, doubtful = self._segment(batch)
            words = read(encoded, first, last)
            for i in doubtful:
                words[i] = refer(batch[i : i + 1])[0]
            results += words
        return results

    def _encode(self, texts: Sequence[str]) -> Batch:
        with self._lock:
            if len(self._store) > self._store_limit:
                self._store = self._new_store()
            try:
                return self._store.encode(texts)
            except BaseException:
                self._store = self._new_store()  # chunks may have numbers that were never read
                raise


def _doubtful(texts: Sequence[str], ties: IntArray) -> set[int]:
    """Return the numbers of the texts that the reference must decide."""
    across = (i for i, text in enumerate(texts) if "Th" in text and _ACROSS_CHUNKS.search(text))
    return {*ties.tolist(), *across}


def _cut(values: list[_Result], batch: Batch, starts: IntArray) -> list[list[_Result]]:
    """Part the words of a stream, which begin at tokens `starts`, by the text that they stand in."""
    ends = np.searchsorted(starts, batch.stream.ends).tolist()
    return [values[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _spans(batch: Batch, starts: IntArray, ends: IntArray) -> list[Spans]:
    ranges = zip(batch.char_starts[starts].tolist(), batch.char_ends[ends - 1].tolist(), strict=True)
    return _cut(list(ranges), batch, starts)


def _words(batch: Batch, starts: IntArray, ends: IntArray) -> list[list[str]]:
    tokens = [batch.vocabulary[number] for number in batch.stream.tokens.tolist()]
    words = [" ".join(tokens[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return _cut(words, batch, starts)
