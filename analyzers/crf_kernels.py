"""Scoring and decoding many texts at once, as functions on arrays.

A batch is one stream of token numbers. Every text stands between two `BOS` and two `EOS` tokens, so that all windows of
two tokens to either side exist: `EOS EOS BOS BOS t0 t1 ... EOS EOS BOS BOS ... EOS EOS BOS BOS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzers.crf_model import FloatArray
from analyzers.crf_weights import KEY_BITS, OFFSETS, PAIRS, TRIPLES, NgramTable, WeightTables
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
    """A batch: `tokens` (n) with padding; text `i`, which may be empty, is `tokens[starts[i]:ends[i]]`."""

    tokens: npt.NDArray[np.int32] | IntArray
    starts: IntArray
    ends: IntArray


def score(tables: WeightTables, columns: TokenColumns, stream: Stream) -> FloatArray:
    """Return, for each token of a stream (n), how much more it weighs for beginning a word than for continuing one.

    What the result says at padding means nothing.
    """
    tokens = stream.tokens
    n = tokens.size
    result = np.full(n, tables.default)
    for k, offset in enumerate(OFFSETS):
        result[2 : n - 2] += columns.unigram[k][tokens[2 + offset : n - 2 + offset]]
    _add_ngrams(result, tables.written, columns.written[tokens])
    _add_ngrams(result, tables.lower, columns.lower[tokens])
    title = columns.title[tokens]
    title_pair = title[:-2] & title[1:-1]
    result[:-2] += np.where(title_pair, tables.title_pair, 0.0)
    result[:-2] += np.where(title_pair & title[2:], tables.title_triple, 0.0)
    _correct_edges(result, tables.edges, stream)
    return result


def _add_ngrams(result: FloatArray, table: NgramTable, ids: IntArray) -> None:
    """Add the weights of known pairs and triples to the tokens whose windows they fill; padding is never known."""
    pairs = table.pairs.rows(ids[:-1] << KEY_BITS | ids[1:])
    known = np.flatnonzero(pairs)
    if not known.size:
        return
    rows = pairs[known]
    for k, (first, _) in enumerate(PAIRS):
        result[known - first] += table.pair_weights[rows, k]  # a pair at q is window (first, _) of token q - first
    known, rows = known[known < ids.size - 2], rows[known < ids.size - 2]
    triples = table.triples.rows(rows.astype(np.int64) << KEY_BITS | ids[known + 2])
    known, rows = known[triples > 0], triples[triples > 0]
    if not known.size:
        return
    for k, (first, _) in enumerate(TRIPLES):
        result[known - first] += table.triple_weights[rows, k]


def _correct_edges(result: FloatArray, edges: FloatArray, stream: Stream) -> None:
    """Correct the two first and two last tokens of each text, where windows reach beyond it."""
    starts, ends = stream.starts, stream.ends
    near = np.concatenate([starts, starts + 1, ends - 2, ends - 1])
    text = np.tile(np.arange(starts.size), 4)
    inside = (near >= starts[text]) & (near < ends[text])
    near, text = near[inside], text[inside]  # a token of a short text is named twice, and corrected once
    result[near] += edges[np.minimum(near - starts[text], 2), np.minimum(ends[text] - 1 - near, 2)]


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

    def solve(self, run: list[float], message: float, threshold: float) -> tuple[list[bool], float]:
        """Decide a run of tokens between two whose labels are known.

        `message` comes from the token before, `threshold` from the one after. Returns whether each token begins a
        word, and how close the closest decision was.
        """
        bb, bi, ib, ii = self.weights
        to_begin, to_continue = self.to_begin, self.to_continue
        differences = []
        for score in run:
            d = score + message
            differences.append(d)
            message = (d + bb if d >= to_begin else ib) - (d + bi if d >= to_continue else ii)
        labels, margin = [], np.inf
        for d in reversed(differences):
            begins = d >= threshold
            margin = min(margin, abs(d - threshold))
            labels.append(begins)
            threshold = to_begin if begins else to_continue
        return labels[::-1], margin


def decode(recursion: Recursion, scores: FloatArray, stream: Stream) -> tuple[BoolArray, IntArray]:
    """Return which tokens of a stream begin a word (n), and where decisions were too close to call.

    Most tokens outweigh any message from their neighbours; only the runs between those need the recursion. A position
    in the second array lies in the text that holds the close decision.
    """
    messages = (recursion.from_begin, recursion.from_continue, 0.0)  # none reaches the first token
    thresholds = (recursion.to_begin, recursion.to_continue, 0.0)
    begins = scores + min(messages) > max(thresholds) + TIE
    continues = scores + max(messages) < min(thresholds) - TIE
    undecided = np.flatnonzero((stream.tokens > EOS) & ~begins & ~continues)
    ties = _decode_runs(recursion, scores, stream, undecided, begins) if undecided.size else undecided
    begins[stream.starts] = True  # nothing stands before it to be continued
    return begins, ties


def _decode_runs(
    recursion: Recursion, scores: FloatArray, stream: Stream, undecided: IntArray, begins: BoolArray
) -> IntArray:
    """Fill in `begins` where it is undecided and return the first positions of runs with a close decision."""
    first, last = np.zeros(scores.size, bool), np.zeros(scores.size, bool)
    first[stream.starts] = last[stream.ends - 1] = True
    heads = undecided[np.diff(undecided, prepend=-2) > 1]
    tails = undecided[np.diff(undecided, append=scores.size + 1) > 1]
    entry = np.where(begins[heads - 1], recursion.from_begin, recursion.from_continue)
    entry[first[heads]] = 0.0
    threshold = np.where(begins[tails + 1], recursion.to_begin, recursion.to_continue)
    threshold[last[tails]] = 0.0
    values = scores[undecided].tolist()
    labels: list[bool] = []
    margins: list[float] = []
    for length, *bounds in zip((tails - heads + 1).tolist(), entry.tolist(), threshold.tolist(), strict=True):
        run, margin = recursion.solve(values[len(labels) : len(labels) + length], *bounds)
        labels += run
        margins.append(margin)
    begins[undecided] = labels
    return heads[np.array(margins) < TIE]
