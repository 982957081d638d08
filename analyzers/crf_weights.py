"""The weights of underthesea's segmentation model, laid out for look-up by token instead of by string.

The model has two labels, so only the difference of their weights (begins a word, minus continues one) matters. Its 43
feature templates lie within two tokens of the one they describe: single tokens, windows of two, windows of three.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from analyzers.crf_model import CrfModel, FloatArray, UnsupportedModel
from analyzers.int_hash import KEY_BITS, IntHash

LABELS = ("B-W", "I-W")
OFFSETS = (-2, -1, 0, 1, 2)
PAIRS = ((-2, -1), (-1, 0), (0, 1), (1, 2))
TRIPLES = ((-2, 0), (-1, 1), (0, 2))  # first and last token; the features join all three

TEMPLATES = frozenset(
    [f"T[{o}]{f}" for o in OFFSETS for f in ("", ".lower", ".istitle", ".is_in_dict")]
    + [f"T[{o}].isdigit" for o in (-1, 0, 1)]
    + [f"T[{a},{b}]{f}" for a, b in PAIRS + TRIPLES for f in ("", ".is_in_dict")]
    + [f"T[{a},{b}].lower" for a, b in PAIRS]
    + ["T[0,1].istitle", "T[0,2].istitle"]
)
_FUNCTIONS = ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")

_NGRAM = re.compile(
    r"""
    T \[ (?P<first> -?\d ) , (?P<last> -?\d ) \]   # T[-1,0]
    (?P<function> \.lower )?
    = (?P<tokens> .* )                             # =ủy ban
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TokenFeatures:
    """What underthesea's featuriser says of one token: its lower-case form, and three answers, `True` or `False`."""

    lower: str
    isdigit: str
    istitle: str
    is_in_dict: str


class NgramTable:
    """Weights of runs of two and three tokens in one spelling (as written, or lower case).

    `ids` numbers the known tokens from 1. A pair or triple has a row; `pair_weights[row, w]` is what it adds to the
    token for which it is the window `PAIRS[w]`, `triple_weights[row, w]` for `TRIPLES[w]`. Row 0 is the unknown one and
    weighs nothing.
    """

    def __init__(
        self, pairs: Mapping[tuple[str, ...], FloatArray], triples: Mapping[tuple[str, ...], FloatArray]
    ) -> None:
        self.ids: dict[str, int] = {}
        pair_rows: dict[int, int] = {}
        for pair in pairs:
            self._row(pair_rows, pair)
        triple_keys = [self._row(pair_rows, t[:2]) << KEY_BITS | self._id(t[2]) for t in triples]
        if max(len(self.ids), len(pair_rows)) >= 1 << KEY_BITS:
            raise UnsupportedModel("too many n-grams for their keys")
        self.pairs, self.triples = IntHash([*pair_rows]), IntHash(triple_keys)
        self.pair_weights = _rows(pairs, len(pair_rows), len(PAIRS))
        self.triple_weights = _rows(triples, len(triples), len(TRIPLES))

    def _id(self, token: str) -> int:
        return self.ids.setdefault(token, len(self.ids) + 1)

    def _row(self, rows: dict[int, int], pair: tuple[str, ...]) -> int:
        return rows.setdefault(self._id(pair[0]) << KEY_BITS | self._id(pair[1]), len(rows) + 1)


def _rows(weights: Mapping[tuple[str, ...], FloatArray], count: int, windows: int) -> FloatArray:
    """Return weights (count + 1 x windows): row 0 and those beyond the given ones are zero."""
    table = np.zeros((count + 1, windows))
    if weights:
        table[1 : len(weights) + 1] = list(weights.values())
    return table


@dataclass(frozen=True, slots=True)
class WeightTables:
    """The model's weights as the kernels want them; every weight is a difference of the two labels.

    `by_attribute` holds single features by name. `default` is what each token gets from windows outside the dictionary
    and not in title case; `title_pair` and `title_triple` are added where tokens 0..1 and 0..2 are; `edges[s, e]`
    corrects a token `s` after the first and `e` before the last of its text (2 stands for more). `transition` is the
    model's own (2 x 2).
    """

    by_attribute: Mapping[str, float]
    written: NgramTable
    lower: NgramTable
    default: float
    title_pair: float
    title_triple: float
    edges: FloatArray
    transition: FloatArray

    def token(self, token: str, features: TokenFeatures) -> list[float]:
        """Return what a token adds to the one at each of `OFFSETS` from it, by its own features alone."""
        values = (token, features.lower, features.isdigit, features.istitle, features.is_in_dict)
        return [self._single(offset, values) for offset in OFFSETS]

    def boundary(self, name: str) -> list[float]:
        """Return the same for the text's edge, `BOS` or `EOS`."""
        return [self._single(offset, (name,) * len(_FUNCTIONS)) for offset in OFFSETS]

    def _single(self, offset: int, values: tuple[str, ...]) -> float:
        weight = self.by_attribute.get
        return sum(weight(f"T[{offset}]{f}={v}", 0.0) for f, v in zip(_FUNCTIONS, values, strict=True))


def weight_tables(model: CrfModel, templates: Collection[str], dictionary: Collection[str]) -> WeightTables:
    """Lay out the weights of a model; raises `UnsupportedModel` where its labels or templates are not the known ones.

    `dictionary` holds the words that `is_in_dict` knows: lower case, syllables parted by a space.
    """
    if model.labels != LABELS:
        raise UnsupportedModel(f"labels {model.labels}")
    if set(templates) != TEMPLATES:
        raise UnsupportedModel(f"templates {sorted(set(templates) ^ TEMPLATES)} are new or missing")
    differences = model.state[:, 0] - model.state[:, 1]
    weights = dict(zip(model.attributes, differences.tolist(), strict=True))
    written, lower = _ngram_tables(weights, dictionary)
    return WeightTables(
        by_attribute=weights,
        written=written,
        lower=lower,
        default=sum(_inside(weights, window) for window in PAIRS + TRIPLES),
        title_pair=weights.get("T[0,1].istitle=True", 0.0) - weights.get("T[0,1].istitle=False", 0.0),
        title_triple=weights.get("T[0,2].istitle=True", 0.0) - weights.get("T[0,2].istitle=False", 0.0),
        edges=np.array([[_edge(weights, before, after) for after in range(3)] for before in range(3)]),
        transition=model.transition,
    )


def _inside(weights: Mapping[str, float], window: tuple[int, int]) -> float:
    name = f"T[{window[0]},{window[1]}]"
    return weights.get(f"{name}.istitle=False", 0.0) + weights.get(f"{name}.is_in_dict=False", 0.0)


def _edge(weights: Mapping[str, float], before: int, after: int) -> float:
    """Return the correction for a token with `before` and `after` tokens around it: windows that reach beyond."""
    correction = 0.0
    for first, last in PAIRS + TRIPLES:
        if before + first >= 0 and after - last >= 0:
            continue
        value = "BOS" if before + first < 0 else "EOS"
        outside = sum(weights.get(f"T[{first},{last}]{function}={value}", 0.0) for function in _FUNCTIONS)
        correction += outside - _inside(weights, (first, last))
    return correction


def _ngram_tables(weights: Mapping[str, float], dictionary: Collection[str]) -> tuple[NgramTable, NgramTable]:
    """Return the tables of tokens as written and in lower case; dictionary words of 2 or 3 syllables are the latter."""
    pairs: dict[str, dict[tuple[str, ...], FloatArray]] = {
        f: defaultdict(partial(np.zeros, len(PAIRS))) for f in ("", ".lower")
    }
    triples: dict[str, dict[tuple[str, ...], FloatArray]] = {
        f: defaultdict(partial(np.zeros, len(TRIPLES))) for f in ("", ".lower")
    }
    for function, window, tokens, weight in _ngram_features(weights):
        if len(tokens) == 2:
            pairs[function][tokens][PAIRS.index(window)] += weight
        else:
            triples[function][tokens][TRIPLES.index(window)] += weight
    in_dictionary = {2: _gains(weights, PAIRS), 3: _gains(weights, TRIPLES)}
    for word in dictionary:
        syllables = tuple(word.split(" "))
        if len(syllables) in in_dictionary:
            table = pairs if len(syllables) == 2 else triples
            table[".lower"][syllables] += in_dictionary[len(syllables)]
    return NgramTable(pairs[""], triples[""]), NgramTable(pairs[".lower"], triples[".lower"])


def _gains(weights: Mapping[str, float], windows: tuple[tuple[int, int], ...]) -> FloatArray:
    names = [f"T[{first},{last}].is_in_dict" for first, last in windows]
    return np.array([weights.get(f"{n}=True", 0.0) - weights.get(f"{n}=False", 0.0) for n in names])


def _ngram_features(weights: Mapping[str, float]) -> Iterator[tuple[str, tuple[int, int], tuple[str, ...], float]]:
    """Yield function, window, tokens and weight of every feature that names the tokens of a window."""
    for attribute, weight in weights.items():
        match = _NGRAM.fullmatch(attribute)
        if match is None or match["tokens"] in ("BOS", "EOS"):
            continue
        window = int(match["first"]), int(match["last"])
        tokens = tuple(match["tokens"].split(" "))
        if len(tokens) != window[1] - window[0] + 1:
            raise UnsupportedModel(f"feature {attribute!r} does not name the tokens of its window")
        yield match["function"] or "", window, tokens, weight
