"""The terms of fixed sentences: an index built yesterday must be read by the analyser of today.

A change here means that indexes have to be built again: raise `analyzers.pipeline.TERM_FORMAT`, then write the golden
file anew with `python -m tests.analyzers.test_golden_terms`. Data files are part of the fingerprint by themselves.
"""

from __future__ import annotations

import json
from pathlib import Path

from analyzers.pipeline import TERM_FORMAT, Analyzer
from tests.analyzers.texts import ODDITIES, SENTENCES

GOLDEN = Path(__file__).with_name("golden_terms.json")


def current() -> dict[str, object]:
    """Return the format and, per text, its terms as `kind text position start:end`."""
    texts = [*SENTENCES, " ".join(ODDITIES)]
    analysed = Analyzer().analyze_batch(texts)
    return {
        "format": TERM_FORMAT,
        "terms": {
            text: [f"{t.kind} {t.text} {t.position} {t.span.start}:{t.span.end}" for t in terms if t.kind != "folded"]
            for text, terms in zip(texts, analysed, strict=True)
        },
    }


def test_terms_are_those_of_the_golden_file() -> None:
    expected = json.loads(GOLDEN.read_text("utf-8"))
    found = json.loads(json.dumps(current()))
    for text, terms in expected["terms"].items():
        assert found["terms"][text] == terms, text
    assert found == expected


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(current(), ensure_ascii=False, indent=1) + "\n", "utf-8")
