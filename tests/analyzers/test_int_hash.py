"""The hash table of the kernels against a dictionary."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.int_hash import IntHash

KEYS = st.integers(min_value=0, max_value=2**62)


@settings(deadline=None)
@given(st.lists(KEYS, unique=True, max_size=300), st.lists(KEYS, max_size=50))
def test_known_keys_have_their_rows_and_others_none(keys: list[int], others: list[int]) -> None:
    table = IntHash(keys)
    rows = {key: row for row, key in enumerate(keys, 1)}
    asked = keys + others
    assert table.rows(np.array(asked, np.int64)).tolist() == [rows.get(key, 0) for key in asked]


def test_keys_that_crowd_one_slot_are_found() -> None:
    keys = [n << 20 for n in range(5000)]
    table = IntHash(keys)
    assert table.rows(np.array(keys, np.int64)).tolist() == list(range(1, 5001))
    assert not table.rows(np.array(keys, np.int64) + 1).any()
