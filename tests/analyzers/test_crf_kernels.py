"""The array arithmetic against plain enumeration and against underthesea's own features."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.crf_kernels import BOS, EOS, PADDING, TIE, Recursion, Stream, decode, score
from analyzers.crf_model import read_model
from analyzers.crf_weights import TEMPLATES, weight_tables
from analyzers.segment import _featurizer, _model_file, _tokenizer, _unpickled
from analyzers.token_store import TokenStore
from tests.analyzers.texts import ODDITIES, SENTENCES

WEIGHT = st.integers(-40, 40).map(lambda n: n / 8 + n / 1024)


def _stream(lengths: list[int]) -> Stream:
    """Return a stream of texts of the given lengths, all of one ordinary token."""
    tokens, starts, ends = list(PADDING), [], []
    for length in lengths:
        starts.append(len(tokens))
        tokens += [2] * length
        ends.append(len(tokens))
        tokens += PADDING
    return Stream(np.array(tokens, np.int32), np.array(starts, np.int64), np.array(ends, np.int64))


def _best_scores(
    scores: list[float], transition: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> dict[tuple[int, ...], float]:
    """Return the score of every labelling (0 begins a word, 1 continues one)."""
    return {
        labels: sum(s for s, y in zip(scores, labels, strict=True) if y == 0)
        + sum(float(transition[x, y]) for x, y in pairwise(labels))
        for labels in product((0, 1), repeat=len(scores))
    }


@settings(deadline=None)
@given(st.lists(st.lists(WEIGHT, max_size=7), min_size=1, max_size=4), st.lists(WEIGHT, min_size=4, max_size=4))
def test_decoding_finds_the_best_of_all_labellings(texts: list[list[float]], weights: list[float]) -> None:
    transition = np.array(weights).reshape(2, 2)
    stream = _stream([len(text) for text in texts])
    scores = np.full(stream.tokens.size, 1e6)  # what stands at padding must not matter
    for start, text in zip(stream.starts.tolist(), texts, strict=True):
        scores[start : start + len(text)] = text
    begins, ties = decode(Recursion.of(transition), scores, stream)
    tied = set(ties.tolist())
    for i, text in enumerate(texts):
        start, end = int(stream.starts[i]), int(stream.ends[i])
        labelled = _best_scores(text, transition)
        best = max(labelled.values())
        winners = [labels for labels, total in labelled.items() if best - total < TIE]
        chosen = tuple(0 if b else 1 for b in begins[start:end].tolist())
        assert text == [] or begins[start]
        assert i in tied or len(winners) > 1 or chosen[1:] == winners[0][1:]


def test_equal_labellings_are_reported_as_a_tie() -> None:
    stream = _stream([3])
    scores = np.zeros(stream.tokens.size)
    _, ties = decode(Recursion.of(np.zeros((2, 2))), scores, stream)
    assert ties.tolist() == [0]


@pytest.fixture(scope="module")
def store() -> TokenStore:
    dictionary = _unpickled("dictionary.bin")
    tables = weight_tables(read_model(_model_file("models.bin").read_bytes()), TEMPLATES, dictionary)
    return TokenStore(tables, _tokenizer(), _featurizer(dictionary))


@pytest.mark.parametrize("text", [*SENTENCES, " ".join(ODDITIES), "A", "ủy ban", "Một hai ba", "bốn"])
def test_scores_are_sums_of_the_weights_of_the_features_that_underthesea_lists(store: TokenStore, text: str) -> None:
    from underthesea_core import CRFFeaturizer

    dictionary = _unpickled("dictionary.bin")
    features = CRFFeaturizer(_unpickled("features.bin"), dictionary)
    batch = store.encode([text])
    start, end = int(batch.stream.starts[0]), int(batch.stream.ends[0])
    tokens = [batch.vocabulary[number] for number in batch.stream.tokens[start:end].tolist()]
    weights = store._tables.by_attribute
    expected = [sum(weights.get(f, 0.0) for f in listed) for listed in features.process([[[t] for t in tokens]])[0]]
    scores = score(store._tables, batch.columns, batch.stream)[start:end]
    assert scores.tolist() == pytest.approx(expected, abs=1e-9)
    assert BOS not in batch.stream.tokens[start:end]
    assert EOS not in batch.stream.tokens[start:end]
