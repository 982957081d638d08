"""Analysed documents as columns: what workers hand over, what can be kept on disk, and what segments are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, ArrayFile, to_bytes
from indexer.embedded.arrays.rows import Ids, Ragged, RowColumns
from indexer.embedded.arrays.strings import Strings, united


@dataclass(frozen=True, slots=True)
class RowBatch:
    """The terms of rows, and what else is known of them.

    Terms are numbered by a vocabulary of the batch, in no order. `tokens` int32 [T] are the syllables of heading, text
    and context of each row, without gaps. Of words and numbers each row has an entry a distinct one, with its frequency
    in the body and, in the high byte, in the context (uint16), and of numbers in the heading (uint8).
    """

    columns: RowColumns
    syllables: Strings
    tokens: Ids
    words: Strings
    word_rows: Ragged
    word_tf: npt.NDArray[np.uint16]
    numbers: Strings
    number_rows: Ragged
    number_tf: npt.NDArray[np.uint16]
    number_heading: npt.NDArray[np.uint8]

    @property
    def rows(self) -> int:
        """How many, items and documents."""
        return len(self.columns)

    @property
    def documents(self) -> int:
        """How many documents."""
        return len(self.columns.document_ids)

    @property
    def items(self) -> int:
        """How many of the rows are items."""
        return self.rows - self.documents

    @property
    def document_items(self) -> dict[str, int]:
        """The documents by id, with the number of their items."""
        sizes = np.diff(self.columns.document_rows) - 1
        return dict(zip(self.columns.document_ids, sizes.tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """Return the batch as a file of arrays, with checksums."""
        return to_bytes(self._arrays())

    @classmethod
    def from_bytes(cls, data: bytes) -> RowBatch:
        """Read what `to_bytes` wrote; raises ValueError for anything else, be it one bit."""
        file = ArrayFile.from_bytes(data)
        try:
            return cls._read({name: section.all() for name, section in file.items()})
        except KeyError as error:
            raise ValueError(f"these arrays are no batch of rows: {error}") from error

    def _arrays(self) -> dict[str, Array]:
        arrays = self.columns.arrays()
        for name in (*_STRINGS, *_RAGGED):
            arrays |= getattr(self, name).arrays(name)
        return arrays | {name: getattr(self, name) for name in _PLAIN}

    @classmethod
    def _read(cls, arrays: Mapping[str, Array]) -> RowBatch:
        parts: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
        parts |= {name: Strings.read(arrays, name) for name in _STRINGS}
        parts |= {name: Ragged.read(arrays, name) for name in _RAGGED}
        return cls(columns=RowColumns.read(arrays), **parts)


_PLAIN = ("tokens", "word_tf", "number_tf", "number_heading")
_STRINGS = ("syllables", "words", "numbers")
_RAGGED = ("word_rows", "number_rows")


def joined(batches: Sequence[RowBatch]) -> RowBatch:
    """Return the rows of one or more batches one behind the other, their terms numbered by one vocabulary."""
    if len(batches) == 1:
        return batches[0]
    syllables, syllable_numbers = united([batch.syllables for batch in batches])
    words, word_numbers = united([batch.words for batch in batches])
    numbers, number_numbers = united([batch.numbers for batch in batches])
    return RowBatch(
        columns=RowColumns.joined([batch.columns for batch in batches]),
        syllables=syllables,
        tokens=np.concatenate([new[batch.tokens] for new, batch in zip(syllable_numbers, batches, strict=True)]),
        words=words,
        word_rows=_mapped(word_numbers, [batch.word_rows for batch in batches]),
        word_tf=np.concatenate([batch.word_tf for batch in batches]),
        numbers=numbers,
        number_rows=_mapped(number_numbers, [batch.number_rows for batch in batches]),
        number_tf=np.concatenate([batch.number_tf for batch in batches]),
        number_heading=np.concatenate([batch.number_heading for batch in batches]),
    )


def _mapped(maps: Sequence[Ids], parts: Sequence[Ragged]) -> Ragged:
    return Ragged.joined([part.mapped(new) for new, part in zip(maps, parts, strict=True)])
