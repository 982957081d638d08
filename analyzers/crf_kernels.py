"""Scoring and decoding many texts at once, as functions on arrays.

A batch is one stream of token numbers. Every text stands between two `BOS` and two `EOS` tokens, so that all windows of
two tokens to either side exist: `EOS EOS BOS BOS t0 t1 ... EOS EOS BOS BOS ... EOS EOS BOS BOS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzers.crf_model import FloatArray
from analyzers.crf_weights import WeightTables
from analyzers.int_hash import IntArray

BoolArray = npt.NDArray[np.bool_]

BOS, EOS = 0, 1  # the two reserved token numbers
PADDING = (EOS, EOS, BOS, BOS)

# Sums in another order than the reference's differ in their last bits; decisions closer than this are left to it.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """What the weight tables know of each distinct token, by token number.

    `written` and `lower` number its spellings in the tables (0: unknown); `title` says whether it is in title case;
    `unigram[k, t]` (5 x tokens) is what token `t` adds to the one at `OFFSETS[k]` before it.
    """

    written: IntArray
    lower: IntArray
    title: BoolArray
    unigram: FloatArray


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch: `tokens` (int32, n) with padding; text `i`, which may be empty, is `tokens[starts[i]:ends[i]]`."""

    tokens: npt.NDArray[np.int32]
    starts: IntArray
    ends: IntArray


def score(tables: WeightTables, columns: TokenColumns, stream: Stream) -> FloatArray:
    """Return, for each token of a stream (n), how much more it weighs for beginning a word than for continuing one.

    What the result says at padding means nothing.
    """
    from analyzers.crf_loops import add_edges, add_ngrams, add_unigrams

    tokens = stream.tokens
    result = np.full(tokens.size, tables.default)
    first, second, third, fourth, fifth = columns.unigram
    unigram = (first, second, third, fourth, fifth)
    add_unigrams(tokens, unigram, columns.title, tables.title_pair, tables.title_triple, result)
    for table, ids in ((tables.written, columns.written), (tables.lower, columns.lower)):
        weights = (table.pair_weights, table.triple_weights)
        add_ngrams(tokens, ids, table.pairs.table, table.triples.table, *weights, result)
    add_edges(stream.starts, stream.ends, tables.edges, result)
    return result


@dataclass(frozen=True, slots=True)
class Recursion:
    """Constants of the Viterbi recursion, written for the difference `d` between the best scores of the two labels.

    The next token's difference is its own score plus a message of `d`, which is `from_begin` above both thresholds and
    `from_continue` below both. A token begins a word where `d >= to_begin` if the next one does, where
    `d >= to_continue` if the next one does not, and where `d >= 0` if it is the last.
    """

    weights: tuple[float, float, float, float]  # label before label: BB, BI, IB, II
    from_begin: float
    from_continue: float
    to_begin: float
    to_continue: float

    @classmethod
    def of(cls, transition: FloatArray) -> Recursion:
        """Derive the constants from the transition weights (2 x 2, label before label)."""
        bb, bi, ib, ii = transition.ravel().tolist()
        return cls((bb, bi, ib, ii), bb - bi, ib - ii, ib - bb, ii - bi)


def decode(recursion: Recursion, scores: FloatArray, stream: Stream) -> tuple[BoolArray, IntArray]:
    """Return which tokens of a stream begin a word (n), and the texts whose closest decision is too close to call."""
    from analyzers.crf_loops import label

    begins = np.zeros(scores.size, np.bool_)
    thresholds = (recursion.to_begin, recursion.to_continue)
    margins = label(scores, stream.starts, stream.ends, recursion.weights, thresholds, begins)
    begins[stream.starts] = True  # nothing stands before it to be continued
    return begins, np.flatnonzero(margins < TIE)
