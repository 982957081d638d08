"""The example in docs/analyser.md is what the analyser does."""

from __future__ import annotations

import re

from analyzers.pipeline import Analyzer
from analyzers.terms import Term, TermKind
from tests.shared_data import ROOT


def row(terms: list[Term]) -> list[str]:
    """Return the cells of one position, as the document prints them."""
    by_kind = {kind: ", ".join(term.text for term in terms if term.kind is kind) for kind in TermKind}
    span = next(term.span for term in terms if term.kind is TermKind.SYLLABLE)
    kinds = (TermKind.SYLLABLE, TermKind.FOLDED, TermKind.WORD, TermKind.NUMBER)
    return [str(terms[0].position), f"{span.start}-{span.end}", *(by_kind[kind] for kind in kinds)]


def test_the_example_token_by_token() -> None:
    document = (ROOT / "docs" / "analyser.md").read_text("utf-8")
    _, _, example = document.partition("## An example")
    sentence = re.search(r"`(.+)`", example)
    assert sentence
    lines = [line for line in example.splitlines() if re.match(r"\| \d", line)]
    printed = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    terms = Analyzer().analyze(sentence[1])
    positions = sorted({term.position for term in terms})
    assert printed == [row([term for term in terms if term.position == position]) for position in positions]
