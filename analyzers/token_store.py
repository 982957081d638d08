"""The tokens and chunks that a segmenter has met, as columns for the kernels.

A chunk is what stands between white space. Few of them are distinct (80,000 in 13 million of Vietnamese law), so the
slow regular expression and the featuriser read each of them once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzers.chunks import Chunks, ChunkTable, Row
from analyzers.crf_kernels import PADDING, Stream, TokenColumns
from analyzers.crf_weights import TokenFeatures, WeightTables
from analyzers.int_hash import IntArray

Token = tuple[str, int, int]  # as the model sees it, and its characters in the chunk
Tokenize = Callable[[str], Sequence[Token]]
Featurize = Callable[[str], TokenFeatures]

_PADDING_CHUNK = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as a padded stream of token numbers, with the characters of each token in its text (n each).

    `vocabulary` spells the tokens by number, `columns` says what the model knows of them.
    """

    stream: Stream
    char_starts: IntArray
    char_ends: IntArray
    vocabulary: Sequence[str]
    columns: TokenColumns


class _Column:
    """A growing array of `rows` x values. A view stays valid while more is appended: it is never written again."""

    def __init__(self, dtype: npt.DTypeLike, rows: int = 1) -> None:
        self._array = np.zeros((rows, 1 << 10), dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def extend(self, values: Sequence[Any]) -> None:
        """Append values; each is one number, or `rows` of them."""
        size = self._size + len(values)
        if size > self._array.shape[1]:
            grown = np.zeros((self._array.shape[0], max(size, self._array.shape[1] * 2)), self._array.dtype)
            grown[:, : self._size] = self.view()
            self._array = grown
        if values:
            self._array[:, self._size : size] = np.array(values, self._array.dtype).reshape(len(values), -1).T
        self._size = size

    def view(self) -> npt.NDArray[Any]:
        """Return what was appended so far."""
        return self._array[:, : self._size]


class TokenStore:
    """Numbers tokens and chunks as they come. Not safe for threads: its owner holds a lock while it encodes."""

    def __init__(self, tables: WeightTables, tokenize: Tokenize, featurize: Featurize) -> None:
        self._tables, self._tokenize, self._featurize = tables, tokenize, featurize
        self._vocabulary: list[str] = []
        self._numbers: dict[str, int] = {}
        self._rows: list[tuple[int, int, bool, list[float]]] = []
        self._ids = _Column(np.int64, 2)
        self._title = _Column(np.bool_)
        self._unigram = _Column(np.float64, 5)
        self._chunk_tokens: list[tuple[int, int, int]] = []  # token number, first and last character
        self._chunks: list[tuple[int, int]] = []  # where its tokens begin, and how many
        self._token_columns = _Column(np.int32, 3)
        self._chunk_columns = _Column(np.int64, 2)
        self._add_boundaries()
        # Whether a capital before a final stop is an abbreviation depends on its being the end of the text.
        self._inner = _Chunks(lambda chunk: self._add_chunk(self._tokenize(chunk + " ")))
        self._final = _Chunks(lambda chunk: self._add_chunk(self._tokenize(chunk)))

    def __len__(self) -> int:
        """The number of chunks and tokens kept, which is what memory grows with."""
        return len(self._inner) + len(self._final) + len(self._vocabulary)

    def _add_boundaries(self) -> None:
        for name in ("BOS", "EOS"):
            self._vocabulary.append(name)
            self._rows.append((0, 0, False, self._tables.boundary(name)))
        self._chunks.append((0, len(PADDING)))
        self._chunk_tokens += [(boundary, 0, 0) for boundary in PADDING]

    def _add_token(self, token: str) -> int:
        number = self._numbers.get(token)
        if number is not None:
            return number
        features = self._featurize(token)
        written, lower = self._tables.written.ids.get(token, 0), self._tables.lower.ids.get(features.lower, 0)
        self._rows.append((written, lower, features.istitle == "True", self._tables.token(token, features)))
        self._numbers[token] = number = len(self._vocabulary)
        self._vocabulary.append(token)
        return number

    def _add_chunk(self, tokens: Sequence[Token]) -> int:
        numbered = [(self._add_token(token), start, end) for token, start, end in tokens]
        begin = len(self._token_columns) + len(self._chunk_tokens)
        self._chunk_tokens += numbered
        self._chunks.append((begin, len(numbered)))
        return len(self._chunk_columns) + len(self._chunks) - 1

    def _flush(self) -> None:
        """Move what was added since the last batch into the columns."""
        if self._rows:
            self._ids.extend([row[:2] for row in self._rows])
            self._title.extend([row[2] for row in self._rows])
            self._unigram.extend([row[3] for row in self._rows])
            self._rows = []
        if self._chunks:
            self._token_columns.extend(self._chunk_tokens)
            self._chunk_columns.extend(self._chunks)
            self._chunk_tokens, self._chunks = [], []

    def encode(self, texts: Sequence[str]) -> Batch:
        """Return the texts, in NFC, as a stream."""
        chunks = Chunks.of(Row.of(texts))
        is_final = _final(chunks)
        numbers = np.empty(len(chunks.starts), np.int64)
        for known, own in ((self._inner, ~is_final), (self._final, is_final)):
            numbers[own] = known.numbers(chunks.row, chunks.starts[own], chunks.ends[own])
        self._flush()
        return self._batch(chunks, numbers)

    def _batch(self, chunks: Chunks, numbers: IntArray) -> Batch:
        from analyzers.chunk_kernels import expanded

        # Padding stands before the first text and behind each.
        place = np.arange(1, len(numbers) + 1) + np.repeat(np.arange(len(chunks.counts)), chunks.counts)
        sequence, starts = np.zeros((2, len(numbers) + len(chunks.counts) + 1), np.int64)
        sequence[place], starts[place] = numbers, chunks.own_starts
        begins, sizes = self._chunk_columns.view()
        tokens, first_chars, last_chars = expanded(sequence, starts, begins, sizes, *self._token_columns.view())
        size = sizes[sequence]
        padding = (np.cumsum(size) - size)[sequence == _PADDING_CHUNK]
        written, lower = self._ids.view()
        columns = TokenColumns(written, lower, self._title.view()[0], self._unigram.view())
        stream = Stream(tokens, padding[:-1] + len(PADDING), padding[1:])
        return Batch(stream, first_chars, last_chars, self._vocabulary, columns)


class _Chunks:
    """The numbers of chunks in the columns of a store, by their numbers in a table of their own."""

    def __init__(self, add: Callable[[str], int]) -> None:
        self._added: list[int] = []
        self._columns = _Column(np.int64)
        self._table = ChunkTable(lambda chunk: self._added.append(add(chunk)))

    def __len__(self) -> int:
        return len(self._table)

    def numbers(self, row: Row, starts: IntArray, ends: IntArray) -> IntArray:
        """Return the numbers of some chunks of a row in the columns of the store."""
        places = self._table.numbers(row, starts, ends)
        self._columns.extend(self._added)
        self._added = []
        numbers: IntArray = self._columns.view()[0][places]
        return numbers


def _final(chunks: Chunks) -> npt.NDArray[np.bool_]:
    """Return bool [K]: behind which chunks `$` of a regular expression matches: the end, or a last line end."""
    result = np.zeros(len(chunks.starts), np.bool_)
    filled = np.flatnonzero(chunks.counts)
    last = np.cumsum(chunks.counts)[filled] - 1
    behind, end = chunks.ends[last], chunks.row.bounds[1:][filled] - 1
    before_line_end = (behind == end - 1) & (chunks.row.characters[behind] == ord("\n"))
    result[last] = (behind == end) | before_line_end
    return result
