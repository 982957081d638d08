"""Beginnings of words: how many words one may stand for, and that the reader is told where it is not all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analyzers.pipeline import shared_analyzer
from indexer.syntax import parse_query
from indexer.terms import MOST_ENDINGS, QueryTerms, wanted


class Endless:
    """A collection in which `ch` begins more syllables than anyone wants, and `tr` just two."""

    @property
    def vocabulary(self) -> Endless:
        return self

    @property
    def restorer(self) -> Endless:
        return self

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        return tuple(f"ch{n}" for n in range(MOST_ENDINGS + 50)) if prefix == "ch" else ("trong", "trồng")

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        return (bare,)

    def lacks_diacritics(self, syllables: Sequence[str]) -> bool:
        return bool(syllables)

    def restore(self, syllables: tuple[str, ...], /) -> tuple[str, ...]:
        return syllables

    def stands_as_typed(self, syllable: str) -> bool:
        return bool(syllable)


@pytest.mark.parametrize(("query", "told"), [("ch*", ["“ch”"]), ("rừng ch* -ch*", ["“ch”"]), ("tr*", []), ("chu", [])])
def test_a_beginning_stands_for_the_commonest_words_and_says_so(query: str, told: list[str]) -> None:
    root = parse_query(query).root
    terms = QueryTerms(shared_analyzer(), Endless(), root)
    units = [unit for run in terms.runs(wanted(root)) for unit in run.units]
    assert max(len(unit.spellings) for unit in units) <= MOST_ENDINGS
    assert len(terms.notices) == len(told)
    assert all(word in notice for word, notice in zip(told, terms.notices, strict=True))
