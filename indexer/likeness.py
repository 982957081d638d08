"""Items of other documents that are about the same thing, found by ranking, with near-duplicates folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from analyzers.fold import fold_syllable, syllables
from corpus.model import ConclusionItem
from indexer.kernels.signatures import ALIKE, MINIMA, alike, signatures
from indexer.page import ItemRecord
from indexer.request import Match, SearchRequest
from indexer.sections import text_below
from indexer.subjects import subject
from indexer.terms import STOP_SYLLABLES

BestItems = Callable[[SearchRequest, int], Sequence[tuple[ItemRecord, float]]]  # the first so many, with scores
Occurrences = Callable[[str], int]

_SUBJECT = 12  # syllables of the subject that are looked for
_PAIRS = 8  # of the text, the rarest
_READ = 160  # syllables of the text that they are chosen from
_LOOKED_AT = 40
_LEAST = 0.12  # of the score of the item itself, below which another one only shares common words


def similar_items(best: BestItems, record: ItemRecord, occurrences: Occurrences, limit: int) -> tuple[ItemRecord, ...]:
    """Return at most `limit` items of other documents, the likest first: one a document, one of near-duplicates.

    `best` ranks the items of an index; `occurrences` says how often a syllable stands in it.
    """
    query = likeness_query(record.item, occurrences)
    if not query or limit <= 0:
        return ()
    found = best(SearchRequest(query, match=Match.ANY, facets=()), _LOOKED_AT)
    own = next((score for other, score in found if other.id == record.id), 0.0)
    others = [r for r, score in found if r.header.id != record.header.id and score >= _LEAST * own]
    return tuple(_distinct(others)[:limit])


def likeness_query(item: ConclusionItem, occurrences: Occurrences) -> str:
    """Return what to look for: the words of the subject, and the rarest adjacent pairs of the text, each by itself."""
    words = _folded(subject(item))[:_SUBJECT]
    text = _folded(text_below(item))[:_READ]
    pairs = dict.fromkeys(pair for pair in pairwise(text) if not {*pair} & STOP_SYLLABLES and {*pair} - {*words})
    rarest = sorted(pairs, key=lambda pair: occurrences(pair[0]) * occurrences(pair[1]))[:_PAIRS]
    return " ".join([*words, *(f"({first} {second})" for first, second in rarest)])


def _folded(text: str) -> list[str]:
    """Return the syllables of a text in the form that is searched; a number says when, not what."""
    found = (fold_syllable(text[start:end])[0] for start, end in syllables(text))
    return [syllable for syllable in found if not any(map(str.isdigit, syllable))]


def _distinct(records: Sequence[ItemRecord]) -> list[ItemRecord]:
    """Return one record a document, and of near-duplicates the first."""
    texts = [f"{record.item.heading}\n{record.item.text}" for record in records]
    signed = signatures([[fold_syllable(t[a:b])[1] for a, b in syllables(t)] for t in texts])
    kept: list[int] = []
    for place, record in enumerate(records):
        is_new = all(
            records[other].header.id != record.header.id and alike(signed[other], signed[place]) < ALIKE / MINIMA
            for other in kept
        )
        if is_new:
            kept.append(place)
    return [records[place] for place in kept]
