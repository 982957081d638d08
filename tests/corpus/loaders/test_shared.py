"""Real files in the fonts of before Unicode, against true texts: what was measured once must hold."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.loading import Score, measure
from corpus.loaders import load
from tests.shared_data import SHARED, needs_shared


@cache
def _results() -> dict[str, Score | str]:
    return dict(measure(SHARED / "legacy"))


@needs_shared
@pytest.mark.parametrize("extension", [".doc", ".docx", ".rtf", ".pdf"])
def test_letters_with_diacritics_are_read_as_they_are(extension: str) -> None:
    total = Score()
    for name, result in _results().items():
        if name.endswith(extension):
            assert isinstance(result, Score), f"{name} was refused: {result}"
            total += result
    assert total.true_syllables > 0
    assert total.shares()["diacritics"] >= 0.99
    assert total.shares()["spelled"] >= 0.999
    assert total.shares()["recall"] >= 0.99


@needs_shared
def test_plain_text_of_real_notices_is_read_whole() -> None:
    paths = sorted((SHARED / "corpus").rglob("*.txt"))
    assert paths
    for path in paths:
        loaded = load(path)
        assert loaded.warnings == ()
        assert loaded.text.split() == path.read_text(encoding="utf-8").replace("Ð", "Đ").split()
