"""Words have one number each, however they are spelt out of syllables."""

from __future__ import annotations

import numpy as np

from analyzers.word_store import WordStore

FORMS = ["tỉnh", "ủy", "ban", "nhân", "dân"]


def test_runs_of_syllables_are_words() -> None:
    store = WordStore(FORMS, ["tỉnh_ủy", "sở_y_tế", "tỉnh_ủy"])
    row = np.array([0, 1, 1, 2, 3, 4], np.int32)
    words = store.runs(row, np.array([0, 2, 2, 4]), np.array([1, 3, 5, 5]))
    assert [store.texts[number] for number in words.tolist()] == ["tỉnh_ủy", "ủy_ban", "ủy_ban_nhân_dân", "nhân_dân"]
    assert store.numbers.tolist() == [0, 1, 0]
    assert words[0] == store.numbers[0]
    assert store.of(["sở_y_tế", "ủy_ban"]).tolist() == [1, words[1]]


def test_what_was_listed_is_not_counted_among_what_was_met() -> None:
    store = WordStore(FORMS, ["tỉnh_ủy", "sở_y_tế"])
    assert len(store) == 0
    store.runs(np.array([1, 2], np.int32), np.array([0]), np.array([1]))
    assert len(store) == 2
