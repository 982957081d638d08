"""Terms as Whoosh tokens: the one module of this package that imports Whoosh (2.7.4 or whoosh3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer as WhooshAnalyzer

from analyzers.pipeline import Analyzer, shared_analyzer
from analyzers.terms import Term, TermKind


class AnalyzedText(str):
    """A text that carries its terms, so that one analysis serves every field: `AnalyzedText(text, terms)`."""

    __slots__ = ("terms",)
    terms: tuple[Term, ...]

    def __new__(cls, text: str, terms: tuple[Term, ...]) -> AnalyzedText:
        self = super().__new__(cls, text)
        self.terms = terms
        return self


class TermAnalyzer(WhooshAnalyzer):
    """Yields the terms of one kind, with their positions and their characters in the source.

    A plain string is analysed; an `AnalyzedText` is taken as it is. A pickled copy (Whoosh pickles schemas) holds the
    kind alone and uses the analyser that the process shares.
    """

    def __init__(self, kind: TermKind, analyzer: Analyzer | None = None) -> None:
        self.kind = kind
        self.analyzer = analyzer or shared_analyzer()

    def __reduce__(self) -> tuple[type[TermAnalyzer], tuple[TermKind]]:
        return TermAnalyzer, (self.kind,)

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        **options: Any,
    ) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh expects."""
        terms = value.terms if isinstance(value, AnalyzedText) else self.analyzer.analyze(value)
        token = Token(positions, chars, **options)
        for term in terms:
            if term.kind is not self.kind:
                continue
            token.text = term.text
            token.boost, token.stopped = 1.0, False
            if positions:
                token.pos = start_pos + term.position
            if chars:
                token.startchar = start_char + term.span.start
                token.endchar = start_char + term.span.end
            yield token
