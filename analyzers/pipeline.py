"""From a text to its terms, for the index and for the query alike."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from analyzers import phrasebook
from analyzers.analysis import Analysis, TermColumns, Unit
from analyzers.draft import Drafts
from analyzers.finishing import finished
from analyzers.segment import load_segmenter, model_digest
from analyzers.segmenter import Segmenter, batches
from analyzers.synonyms import Synonym, synonyms
from analyzers.terms import Term

__all__ = ["TERM_FORMAT", "Analysis", "Analyzer", "Synonym", "TermColumns", "Unit", "shared_analyzer"]

# Raise it whenever the same text would give other terms; tests/analyzers/test_golden_terms.py fails until you do.
TERM_FORMAT = 1

_BATCH_CHARACTERS = 1 << 17


class Analyzer:
    """Turns Vietnamese text into terms. Safe to use from several threads; loads its model with the first text."""

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self._given = segmenter

    @property
    def fingerprint(self) -> str:
        """A short digest that changes whenever the same text would give other terms; loads no model."""
        parts = f"{TERM_FORMAT} {model_digest()} {phrasebook.digest()} {unicodedata.unidata_version}"
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def analyze(self, text: str) -> tuple[Term, ...]:
        """Return the terms of any string, ordered by position; spans point into `text` as it was given."""
        return tuple(self.analyses([text])[0].terms())

    def analyze_batch(self, texts: Sequence[str]) -> list[tuple[Term, ...]]:
        """Return the terms of each text; faster than one call a text."""
        return [tuple(analysis.terms()) for analysis in self.analyses(texts)]

    def analyses(self, texts: Sequence[str]) -> list[Analysis]:
        """Return the terms of each text in columns."""
        return [analysis for columns in self.columns(texts) for analysis in columns]

    def columns(self, texts: Sequence[str]) -> Iterator[TermColumns]:
        """Yield the terms of texts in order, so many texts at a time that memory does not grow with their number."""
        segmenter = self._given or load_segmenter()
        return (finished(batch, segmenter) for batch in batches(texts, _BATCH_CHARACTERS))

    def synonyms(self, text: str) -> tuple[Synonym, ...]:
        """Return other ways to write parts of a query: `UBND` for `ủy ban nhân dân` and the reverse.

        Positions are those of `analyze`. One may lie within another, so that each can be tried by itself.
        """
        draft = Drafts([text])
        numbers = draft.batch.numbers.tolist()
        forms, folded = ([names[n] for n in numbers] for names in (draft.batch.vocabulary, draft.batch.bare))
        written = [draft.texts[0][start:end] for start, end in zip(draft.starts, draft.ends, strict=True)]
        return synonyms().find(forms, folded, written)


@cache
def shared_analyzer() -> Analyzer:
    """Return the analyser of this process; making it costs nothing before the first text."""
    return Analyzer()
