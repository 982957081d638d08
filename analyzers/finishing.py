"""From drafts to terms: the words of the segmenter, and those of known phrases, in one order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzers.analysis import TermColumns, Unit
from analyzers.draft import Drafts
from analyzers.int_hash import IntArray
from analyzers.lexicon import lexicon
from analyzers.ragged import gathered
from analyzers.segmenter import Segmenter

_LOW = (1 << 32) - 1
_LAST = np.ones(1, np.bool_)
_Words = tuple[IntArray, IntArray, IntArray]  # numbers, first syllables in the row, syllables


def finished(sources: Sequence[str], segmenter: Segmenter) -> TermColumns:
    """Return the terms of texts that are read together."""
    drafts = Drafts(sources)
    batch = drafts.batch
    numbers, first, lengths = _with_phrases(drafts, _segmented(drafts, segmenter))
    bounds = np.searchsorted(first, batch.bounds)
    starts, ends = _in_source(drafts)
    return TermColumns(
        forms=batch.vocabulary,
        bare=batch.bare,
        syllables=batch.numbers,
        bounds=batch.bounds,
        starts=starts,
        ends=ends,
        word_texts=batch.words.texts,
        words=numbers,
        word_bounds=bounds,
        positions=first - np.repeat(batch.bounds[:-1], np.diff(bounds)),
        lengths=lengths,
        numbers=_numbers(drafts),
    )


def _segmented(drafts: Drafts, segmenter: Segmenter) -> _Words:
    """Return the segmenter's words that hold two syllables or more."""
    pieces, batch = drafts.pieces(), drafts.batch
    columns = segmenter.columns(pieces.texts)
    first_at, last_at = np.full((2, drafts.characters + 1), -1, np.int64)
    first_at[drafts.starts] = last_at[drafts.ends] = np.arange(drafts.starts.size)
    at = pieces.starts[columns.texts]
    first, last = first_at[at + columns.starts], last_at[at + columns.ends]
    some = (first >= 0) & (last > first)
    first, last = first[some], last[some]
    return batch.words.runs(batch.numbers, first, last), first, last - first + 1


def _with_phrases(drafts: Drafts, words: _Words) -> _Words:
    """Add the words of phrases, by position, longest first; one that stands where a word does takes its place."""
    if not drafts.found.numbers.size:
        return words
    chains = lexicon().finder.chains(drafts.found, drafts.between)
    parts = [words, _of_phrases(drafts), *([_of_chains(drafts, chains)] if chains else [])]
    numbers, first, lengths = map(np.concatenate, zip(*parts, strict=True))
    key = first << 32 | (_LOW - lengths)
    order = np.argsort(key, kind="stable")
    key = key[order]
    latest = order[np.concatenate((key[1:] != key[:-1], _LAST))]
    return numbers[latest], first[latest], lengths[latest]


def _of_phrases(drafts: Drafts) -> _Words:
    units, found = lexicon().finder.units, drafts.found
    count = np.diff(units.bounds)[found.numbers]
    entry = gathered(units.bounds[found.numbers], count)
    return drafts.batch.words.numbers[entry], np.repeat(found.positions, count) + units.first[entry], units.size[entry]


def _of_chains(drafts: Drafts, chains: Sequence[range]) -> _Words:
    """Return the names that several offices make together (`Ban Thường vụ` `Tỉnh ủy`)."""
    known, found = lexicon(), drafts.found
    phrases, positions = found.numbers.tolist(), found.positions
    texts = ["_".join([known.phrases[phrases[place]].text for place in chain]) for chain in chains]
    first = positions[[chain[0] for chain in chains]]
    last = np.array([chain[-1] for chain in chains], np.int64)
    end = positions[last] + known.finder.lengths[found.numbers[last]]
    return drafts.batch.words.of(texts), first, end - first


def _numbers(drafts: Drafts) -> list[tuple[Unit, ...]]:
    """Return the document numbers and dates of each text."""
    kept, bounds = drafts.kept, drafts.batch.bounds
    result: list[tuple[Unit, ...]] = [()] * len(drafts.texts)
    if not kept.texts:
        return result
    owners = np.searchsorted(bounds, kept.first, side="right") - 1
    positions = kept.first - bounds[owners]
    for owner, text, position, length in zip(
        owners.tolist(), kept.texts, positions.tolist(), kept.length.tolist(), strict=True
    ):
        if text:
            result[owner] += (Unit(text, position, length),)
    return result


def _in_source(drafts: Drafts) -> tuple[IntArray, IntArray]:
    """Return the characters of syllables in the sources, which cleaning may have moved."""
    batch = drafts.batch
    moved = [number for number, each in enumerate(drafts.aligned) if each.starts is not None]
    if not moved:
        return batch.starts, batch.ends
    starts, ends = batch.starts.copy(), batch.ends.copy()
    for number in moved:
        own = slice(*batch.bounds[number : number + 2].tolist())
        starts[own], ends[own] = drafts.aligned[number].in_source(starts[own].tolist(), ends[own].tolist())
    return starts, ends
