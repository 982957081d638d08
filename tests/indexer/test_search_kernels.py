"""The compiled kernels of search against the plainest way to say what they compute."""

from __future__ import annotations

import random
from collections import Counter
from itertools import accumulate as running_sums
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.kernels import counting, ordering, postings, scanning, windows

ROWS = 40
BASE = 7  # rows of an earlier segment
quick = settings(max_examples=40, deadline=None)

doc_lists = st.sets(st.integers(0, ROWS - BASE - 1), max_size=25).map(sorted)
frequencies = st.tuples(st.integers(0, 255), st.integers(0, 255)).filter(any)
posting_lists = st.dictionaries(st.integers(0, ROWS - BASE - 1), frequencies, max_size=25)
masks = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)


def frozen(values: Any, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """An array as a file gives it."""
    array = np.array(values, dtype)
    array.setflags(write=False)
    return array


def docs_of(values: Any) -> npt.NDArray[np.uint32]:
    return frozen(sorted(values), np.uint32)


def tf_of(found: dict[int, tuple[int, int]]) -> npt.NDArray[np.uint16]:
    return frozen([found[doc][0] | found[doc][1] << 8 for doc in sorted(found)], np.uint16)


def packed(found: dict[int, tuple[int, int]]) -> npt.NDArray[np.uint8]:
    """Frequencies as pairs have them."""
    return frozen([min(body, 127) | (128 if context else 0) for _, (body, context) in sorted(found.items())], np.uint8)


@quick
@given(st.lists(doc_lists, min_size=1, max_size=4))
def test_masks_and_tallies(lists: list[list[int]]) -> None:
    mask, counts = np.zeros(ROWS, np.bool_), np.zeros(ROWS, np.uint16)
    for docs in lists:
        postings.mark(mask, docs_of(docs), BASE)
        postings.tally(counts, docs_of(docs), BASE)
    assert np.flatnonzero(mask).tolist() == sorted(BASE + doc for doc in set().union(*lists))
    assert postings.rows_of(mask).tolist() == np.flatnonzero(mask).tolist()
    assert counts.tolist() == [sum(row - BASE in docs for docs in lists) for row in range(ROWS)]


@quick
@given(posting_lists, st.sets(st.integers(0, ROWS - 1), max_size=12).map(sorted), st.randoms(use_true_random=False))
def test_looking_rows_up(found: dict[int, tuple[int, int]], rows: list[int], chance: random.Random) -> None:
    members = np.zeros(len(rows), np.bool_)
    postings.note_members(members, np.array(rows, np.int64), docs_of(found), BASE)
    assert members.tolist() == [row - BASE in found for row in rows]
    chance.shuffle(rows)
    counts = np.zeros(len(rows), np.uint16)
    postings.note_frequencies(counts, np.array(rows, np.int64), docs_of(found), tf_of(found), BASE)
    expected = [found.get(row - BASE, (0, 0)) for row in rows]
    assert counts.tolist() == [body | context << 8 for body, context in expected]


@quick
@given(posting_lists, masks)
def test_frequencies(found: dict[int, tuple[int, int]], mask: list[bool]) -> None:
    docs, live = docs_of(found), np.array(mask)
    alive = [counts for doc, counts in found.items() if mask[BASE + doc]]
    expected = (sum(body > 0 for body, _ in alive), sum(context > 0 for _, context in alive))
    assert postings.document_frequencies(docs, tf_of(found), BASE, live, 8) == expected
    assert postings.document_frequencies(docs, packed(found), BASE, live, 7) == expected
    rest = [counts for doc, counts in found.items() if not mask[BASE + doc]]
    assert postings.occurrences(docs, tf_of(found), BASE, live, 8) == sum(map(sum, rest))
    flagged = sum(min(body, 127) + (context > 0) for body, context in rest)
    assert postings.occurrences(docs, packed(found), BASE, live, 7) == flagged


@quick
@given(posting_lists, masks)
def test_restricted_postings(found: dict[int, tuple[int, int]], mask: list[bool]) -> None:
    docs, tf = postings.only_where(docs_of(found), packed(found), BASE, np.array(mask), 7)
    kept = {doc: counts for doc, counts in sorted(found.items()) if mask[BASE + doc]}
    assert docs.tolist() == list(kept)
    assert tf.tolist() == [min(body, 127) | (context > 0) << 8 for body, context in kept.values()]


@quick
@given(st.lists(posting_lists, min_size=1, max_size=3))
def test_unions_add_frequencies_up_to_a_byte(lists: list[dict[int, tuple[int, int]]]) -> None:
    counts = np.zeros(ROWS, np.uint16)
    for found in lists:
        postings.accumulate(counts, docs_of(found), tf_of(found), 8)
    docs, tf = postings.gathered(counts)
    sums = {doc: [min(sum(f.get(doc, (0, 0))[side] for f in lists), 255) for side in (0, 1)] for doc in range(ROWS)}
    expected = {doc: body | context << 8 for doc, (body, context) in sums.items() if body or context}
    assert dict(zip(docs.tolist(), tf.tolist(), strict=True)) == expected
    assert docs.tolist() == sorted(expected)


@quick
@given(posting_lists, st.lists(st.floats(0.25, 4.0, width=32), min_size=2 * ROWS, max_size=2 * ROWS))
def test_impacts(found: dict[int, tuple[int, int]], given_norms: list[float]) -> None:
    norms, behind = (np.array(part, np.float32) for part in (given_norms[:ROWS], given_norms[ROWS:]))
    together = np.stack((norms, behind), axis=1)
    bodies, both = np.zeros(ROWS, np.float32), np.zeros(ROWS, np.float32)
    postings.add_body(bodies, docs_of(found), tf_of(found), BASE, norms, 2.0, 1.2, 8)
    postings.add_sections(both, docs_of(found), tf_of(found), BASE, together, 2.0, 0.3, 1.2)
    for row in range(ROWS):
        body, context = found.get(row - BASE, (0, 0))
        expected = 2.0 * body / (body + 1.2 * float(norms[row]))
        assert bodies[row] == pytest.approx(expected, rel=1e-5)
        assert both[row] == pytest.approx(expected + 0.3 * context / (context + 1.2 * float(behind[row])), rel=1e-5)
    rows = np.arange(1, ROWS, 3)
    few = np.zeros(len(rows), np.float32)
    postings.add_sections_at(few, rows, docs_of(found), tf_of(found), BASE, together, 2.0, 0.3, 1.2, 8)
    assert few.tolist() == pytest.approx(both[rows].tolist(), rel=1e-6)


columns = st.lists(st.sets(st.integers(0, 5), max_size=3).map(sorted), min_size=1, max_size=12)


@quick
@given(columns, st.data())
def test_counting_columns(column: list[list[int]], data: st.DataObject) -> None:
    size = len(column)
    rows = data.draw(st.sets(st.integers(0, size - 1)).map(sorted))
    starts = frozen([0, *running_sums(map(len, column))], np.int32)
    ordinals = frozen([ordinal for values in column for ordinal in values], np.int32)
    counts = np.zeros(6, np.int32)
    two = counting.first_two(starts, ordinals)
    counting.count_values(np.array(rows, np.int64), two, starts, ordinals, counts)
    expected = Counter(ordinal for row in rows for ordinal in column[row])
    assert counts[1:].tolist() == [expected[ordinal] for ordinal in range(1, 6)]
    counts[0] = expected[0]  # of what is not there as well
    few = np.zeros(6, np.int32)
    touched = counting.count_few(np.array(rows, np.int64), starts, ordinals, few)
    assert few.tolist() == counts.tolist()
    assert sorted(touched.tolist()) == np.flatnonzero(counts).tolist()
    bounds, by_value = counting.rows_by_value(starts, ordinals, 6)
    for ordinal in range(6):
        having = by_value[bounds[ordinal] : bounds[ordinal + 1]].tolist()
        assert having == [row for row, values in enumerate(column) if ordinal in values]
    single = [values[0] if values else -1 for values in column]
    laid_out = frozen([0, *running_sums(int(value >= 0) for value in single)], np.int32)
    present = frozen([value for value in single if value >= 0], np.int32)
    bounds, by_value = counting.rows_by_value(laid_out, present, 6)
    for ordinal in range(6):
        having = by_value[bounds[ordinal] : bounds[ordinal + 1]].tolist()
        assert having == [row for row, value in enumerate(single) if value == ordinal]
    counts, few = np.zeros(7, np.int32), np.zeros(6, np.int32)
    counting.count_single(np.array(rows, np.int64), frozen(single, np.int32), counts)
    counts = counts[:6]
    assert counts.tolist() == [sum(single[row] == ordinal for row in rows) for ordinal in range(6)]
    touched = counting.count_few(np.array(rows, np.int64), laid_out, present, few)
    assert few.tolist() == counts.tolist()
    assert sorted(touched.tolist()) == np.flatnonzero(counts).tolist()
    weights, counts = np.arange(size, dtype=np.int32), np.zeros(7, np.int32)
    counting.add_weights(weights, frozen(single, np.int32), counts)
    assert counts[:6].tolist() == [sum(row for row in range(size) if single[row] == o) for o in range(6)]


@quick
@given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_most_counted_values(values: list[int], size: int, chance: random.Random) -> None:
    ranks = chance.sample(range(len(values)), len(values))
    found, filled = counting.most_counted(np.array(values, np.int32), frozen(ranks, np.int32), size)
    order = sorted((o for o in range(len(values)) if values[o]), key=lambda o: (-values[o], ranks[o]))
    assert found.tolist() == order[:size]
    assert filled == len(order)
    touched = frozen(chance.sample(order, len(order)), np.int32)
    counts = np.array(values, np.int32)
    assert counting.most_counted_of(touched, counts, frozen(ranks, np.int32), size).tolist() == order[:size]


@pytest.mark.parametrize("size", [0, 1, 5, 20, 200])
@pytest.mark.parametrize("highest", [1, 3, 1000])
def test_the_most_counted_of_many_values(size: int, highest: int) -> None:
    rng = np.random.default_rng(size + highest)
    counts = np.where(rng.random(5000) < 0.3, rng.integers(0, highest + 1, 5000), 0).astype(np.int32)
    ranks = rng.permutation(5000).astype(np.int32)
    found, filled = counting.most_counted(counts, ranks, size)
    assert found.tolist() == [o for o in np.lexsort((ranks, -counts)) if counts[o]][:size]
    assert filled == np.count_nonzero(counts)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 64, 3001])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.1, 0.6, 1.0])
def test_the_places_at_which_a_mask_holds(size: int, share: float) -> None:
    mask = np.random.default_rng(size).random(size) < share
    assert postings.rows_of(mask).tolist() == np.flatnonzero(mask).tolist()


@pytest.mark.parametrize("limit", [-1, 0, 1, 7, 99])
def test_the_first_that_hold_in_an_order(limit: int) -> None:
    mask = np.array([True, False, True, True, False, True])
    places = np.array([5, 4, 3, 1, 0, 2], np.int32)
    assert ordering.first_that_hold(mask, places, limit).tolist() == [5, 3, 0, 2][: max(limit, 0)]


@quick
@given(st.lists(st.integers(0, 4), max_size=60), st.integers(-1, 70), st.randoms(use_true_random=False))
def test_the_first_rows_in_order(values: list[int], limit: int, chance: random.Random) -> None:
    rows = [row for row in range(len(values)) if chance.random() < 0.7]
    ties = np.array(chance.sample(range(len(values)), len(values)), np.int64)
    given_rows = np.array(rows, np.int64)
    limit_ = max(limit, 0)
    expected = sorted(rows, key=lambda row: ties[row])[:limit_]
    assert ordering.first_rows(given_rows, ties, limit).tolist() == expected
    scores = np.array([values[row] for row in rows], np.float32)
    places = ordering.best_scored(given_rows, scores, ties, limit)
    assert given_rows[places].tolist() == sorted(rows, key=lambda row: (-values[row], ties[row]))[:limit_]


def test_deep_orders_sort_once() -> None:
    keys = np.random.default_rng(5).permutation(3000).astype(np.int64)
    rows = np.arange(3000)
    assert keys[ordering.first_rows(rows, keys, 2500)].tolist() == list(range(2500))
    scores = (keys % 7).astype(np.float32)
    expected = sorted(range(3000), key=lambda row: (-(keys[row] % 7), keys[row]))
    assert ordering.best_scored(rows, scores, keys, 2500).tolist() == expected[:2500]
    assert ordering.best_scored(rows, scores, keys, 400).tolist() == expected[:400]


# Rows of three sections of terms 0 to 5, and queries of units that each have spellings.
sections = st.lists(st.integers(0, 5), max_size=9)
scanned_rows = st.lists(st.tuples(sections, sections, sections), min_size=1, max_size=4)


def forward(rows: list[tuple[list[int], list[int], list[int]]]) -> tuple[Any, Any, Any]:
    fwd = frozen([t for row in rows for section in row for t in section], np.int32)
    lengths = np.array([[len(section) for section in row] for row in rows], np.int64)
    begins = np.concatenate(([0], np.cumsum(lengths.sum(axis=1))))[:-1]
    return fwd, begins, lengths


def placed(row: tuple[list[int], list[int], list[int]]) -> list[tuple[int, int, int]]:
    """(section, slot, term) of each token."""
    offsets = (0, len(row[0]) + 1, 0)
    return [(s, offsets[s] + i, term) for s, section in enumerate(row) for i, term in enumerate(section)]


@quick
@given(scanned_rows, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.booleans()), max_size=6), st.data())
def test_finding_units(rows: Any, entries: list[tuple[int, int, bool]], data: st.DataObject) -> None:
    unmarked = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    entries = sorted(entries)
    spellings = np.array([term for term, _, _ in entries], np.int32)
    known = np.array([term in spellings for term in range(6)])
    units = np.array([unit for _, unit, _ in entries], np.int64)
    restricted = np.array([only for _, _, only in entries], np.bool_)
    room = data.draw(st.sampled_from([0, 3, 100]))
    bodies, contexts = scanning.find_units(
        *forward(rows), known, spellings, units, restricted, np.array(unmarked, np.bool_), room
    )
    for is_context, (starts, slots, found) in ((False, bodies), (True, contexts)):
        for n, row in enumerate(rows):
            expected = [
                (slot, unit)
                for section, slot, term in placed(row)
                for known, unit, only in entries
                if (section == scanning.CONTEXT) is is_context and known == term and (unmarked[n] or not only)
            ]
            own = slice(starts[n], starts[n + 1])
            assert sorted(zip(slots[own].tolist(), found[own].tolist(), strict=True)) == sorted(expected)
            assert slots[own].tolist() == sorted(slots[own].tolist())


parts = st.lists(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=2), min_size=1, max_size=3)


@quick
@given(scanned_rows, parts, st.data())
def test_finding_phrases(rows: Any, phrase: list[list[tuple[int, bool]]], data: st.DataObject) -> None:
    unmarked = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    anchor = data.draw(st.integers(0, len(phrase) - 1))
    bounds = np.array([0, *running_sums(map(len, phrase))], np.int64)
    spellings = np.array([term for part in phrase for term, _ in part], np.int32)
    restricted = np.array([only for part in phrase for _, only in part], np.bool_)
    anchors = np.array([term in dict(phrase[anchor]) for term in range(6)])
    found = scanning.find_phrase(*forward(rows), bounds, spellings, restricted, np.array(unmarked), anchor, anchors)
    expected = [
        (n, section, slot - begin + (len(row[0]) + 1 if section == 1 else 0))
        for n, row in enumerate(rows)
        for section in range(3)
        for begin in [0]
        for slot in range(len(row[section]) - len(phrase) + 1)
        if all(
            any(row[section][slot + p] == term and (unmarked[n] or not only) for term, only in part)
            for p, part in enumerate(phrase)
        )
    ]
    assert list(zip(*(part.tolist() for part in found), strict=True)) == expected
    counts = scanning.phrase_frequencies(found[0], found[1], len(rows))
    for n in range(len(rows)):
        body = sum(row == n and section < 2 for row, section, _ in expected)
        context = sum(row == n and section == 2 for row, section, _ in expected)
        assert counts[n] == body | context << 8


def test_many_places_of_a_phrase() -> None:
    rows: list[tuple[list[int], list[int], list[int]]] = [([], [1] * 400, [1] * 300)]
    found = scanning.find_phrase(
        *forward(rows),
        np.array([0, 1]),
        np.array([1], np.int32),
        np.zeros(1, np.bool_),
        np.zeros(1, np.bool_),
        0,
        np.array([False, True]),
    )
    assert len(found[0]) == 700
    assert scanning.phrase_frequencies(found[0], found[1], 1).tolist() == [255 | 255 << 8]


# Matches: of each candidate the ascending (slot, unit) places, several units to a slot allowed.
UNITS = 4
match_lists = st.lists(
    st.sets(st.tuples(st.integers(0, 70), st.integers(0, UNITS - 1)), max_size=14).map(sorted), min_size=1, max_size=3
)


def laid_out(rows: list[list[tuple[int, int]]]) -> tuple[Any, Any, Any]:
    starts = np.array([0, *running_sums(map(len, rows))], np.int64)
    flat = [place for row in rows for place in row]
    return starts, np.array([slot for slot, _ in flat], np.int64), np.array([unit for _, unit in flat], np.int64)


def table_of(pairs: list[tuple[int, int]]) -> npt.NDArray[np.int64]:
    table = np.full((UNITS, UNITS), -1, np.int64)
    for number, pair in enumerate(pairs):
        table[pair] = number
    return table


PAIRS = [(0, 1), (1, 1), (2, 0), (3, 2)]


@quick
@given(match_lists, st.integers(1, 3), st.integers(5, 80))
def test_counts_of_units_and_pairs(rows: list[list[tuple[int, int]]], distance: int, end: int) -> None:
    ends = np.full(len(rows), end, np.int64)
    counts = windows.unit_counts(*laid_out(rows), ends, UNITS)
    assert counts.tolist() == [[sum(u == unit and s < end for s, u in row) for unit in range(UNITS)] for row in rows]
    pairs = windows.pair_counts(*laid_out(rows), ends, table_of(PAIRS), len(PAIRS), distance)
    expected = [
        [sum((s, a) in row and (s + distance, b) in row and s + distance < end for s in range(71)) for a, b in PAIRS]
        for row in rows
    ]
    assert pairs.tolist() == expected


@quick
@given(match_lists)
def test_near_pairs(rows: list[list[tuple[int, int]]]) -> None:
    pairs = [(0, 1), (0, 3), (1, 2)]
    found = windows.near_counts(*laid_out(rows), table_of(pairs), len(pairs), 8)
    expected = [
        [sum(u == a and any(v == b and abs(s - t) <= 8 for t, v in row) for s, u in row) for a, b in pairs]
        for row in rows
    ]
    assert found.tolist() == expected


@quick
@given(match_lists)
def test_the_best_window(rows: list[list[tuple[int, int]]]) -> None:
    weights = [1.0, 2.5, 0.25, 4.0]
    tables = np.stack([table_of(PAIRS), table_of([]), table_of([(1, 3)])])
    tables[2][tables[2] >= 0] += len(PAIRS)
    features = [((0, u),) for u in range(UNITS)] + [((0, a), (1, b)) for a, b in PAIRS] + [((0, 1), (3, 3))]
    pair_weights = [0.5, 0.75, 8.0, 1.5, 3.0]
    found = windows.best_windows(*laid_out(rows), np.array(weights), tables, np.array(pair_weights), 48)
    for row, best in zip(rows, found.tolist(), strict=True):
        sums = [0.0]
        for window in range(0, 96, 24):
            inside = {(s, u) for s, u in row if window <= s < window + 48}
            has = [any(all((s + d, u) in inside for d, u in feature) for s in range(71)) for feature in features]
            sums.append(sum(w for w, there in zip([*weights, *pair_weights], has, strict=True) if there))
        assert best == pytest.approx(max(sums))


def test_neighbours_are_pairs_at_distance_one() -> None:
    row = [(0, 0), (1, 1), (2, 0), (3, 1)]
    counts = windows.pair_counts(*laid_out([row]), np.array([99]), table_of([(0, 1), (1, 0)]), 2, 1)
    together = Counter((a, b) for (_, a), (_, b) in pairwise(row))
    assert counts.tolist() == [[together[0, 1], together[1, 0]]]
