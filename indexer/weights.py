"""The constants of the ranking formula that `indexer.embedded.ranking` documents.

They were fitted on two public sets of Vietnamese questions and rounded: learned with five folds by passage, or on one
set for the other, nDCG@10 gains .002 at most. Those of short queries were chosen on the queries of
`tests/data/short_queries.toml` over the shipped samples; longer queries do not use them. `python -m benchmarks.tuning`
searches again, and says what a change gains on questions that were kept back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of features, saturation (k1, b), and how far apart near units and windows reach."""

    unit: float = 0.5
    pair: float = 1.0
    pair_of_short: float = 2.0
    near: float = 0.2
    heading: float = 0.5
    heading_of_short: float = 1.5
    heading_pair_of_short: float = 1.0
    word: float = 1.0
    window: float = 1.0
    context: float = 0.15
    context_of_short: float = 0.5
    context_pair_of_short: float = 1.0
    number_in_heading: float = 3.0
    number_in_text: float = 1.5
    number_in_context: float = 0.5
    any_spelling: float = 0.2
    unmarked: float = 0.5
    stop: float = 0.1
    pair_with_stop: float = 0.7
    pair_of_stops: float = 0.2
    gap_pair: float = 0.3
    unit_k1: float = 1.2
    pair_k1: float = 0.3
    b: float = 0.75
    window_width: int = 48
    near_in_query: int = 4
    near_in_item: int = 8


WEIGHTS = Weights()
SHORT = 4  # content syllables; who types no more names a subject, and a heading that names it is what is sought
GAPS = (2, 3)  # syllables this far apart in the query are gap pairs
