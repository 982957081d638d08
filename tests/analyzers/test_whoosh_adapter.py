"""Terms as Whoosh tokens, in an index and by themselves."""

from __future__ import annotations

import pickle

import pytest
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query.positional import Phrase
from whoosh.query.terms import Term

from analyzers.pipeline import Analyzer
from analyzers.terms import TermKind
from analyzers.whoosh_adapter import AnalyzedText, TermAnalyzer

TEXT_ = "Giao Uỷ ban nhân dân tỉnh thực hiện Tờ trình 48-TTr/BCSĐ"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (TermKind.SYLLABLE, "giao ủy ban nhân dân tỉnh thực hiện tờ trình 48 ttr bcsđ"),
        (TermKind.FOLDED, "giao uy ban nhan dan tinh thuc hien to trinh 48 ttr bcsd"),
        (TermKind.WORD, "ủy_ban_nhân_dân ủy_ban nhân_dân thực_hiện tờ_trình"),
        (TermKind.NUMBER, "48-ttr/bcsd"),
    ],
)
def test_tokens_of_one_kind(kind: TermKind, expected: str) -> None:
    assert " ".join(token.text for token in TermAnalyzer(kind)(TEXT_)) == expected


def test_positions_and_characters_are_those_of_the_terms() -> None:
    tokens = TermAnalyzer(TermKind.WORD)(TEXT_, positions=True, chars=True, start_pos=10, start_char=100)
    seen = [(t.text, t.pos, TEXT_[t.startchar - 100 : t.endchar - 100]) for t in tokens]
    assert seen[0] == ("ủy_ban_nhân_dân", 11, "Uỷ ban nhân dân")
    assert seen[-1] == ("tờ_trình", 18, "Tờ trình")


def test_a_text_analysed_before_is_not_analysed_again() -> None:
    terms = Analyzer().analyze("nông thôn mới")
    text = AnalyzedText("something else", terms)
    assert text == "something else"
    assert [token.text for token in TermAnalyzer(TermKind.SYLLABLE)(text)] == ["nông", "thôn", "mới"]


def test_a_pickled_copy_analyses_alike() -> None:
    original = TermAnalyzer(TermKind.FOLDED, Analyzer())
    copy = pickle.loads(pickle.dumps(original))  # noqa: S301
    assert [token.text for token in copy(TEXT_)] == [token.text for token in original(TEXT_)]


def test_phrases_and_offsets_in_an_index() -> None:
    schema = Schema(body=TEXT(analyzer=TermAnalyzer(TermKind.SYLLABLE), phrase=True, chars=True, stored=True))
    index = RamStorage().create_index(schema)  # type: ignore[no-untyped-call]
    writer = index.writer()
    writer.add_document(body=TEXT_)
    writer.add_document(body="Giao các sở thực hiện")
    writer.commit()
    with index.searcher() as searcher:
        assert [hit["body"] for hit in searcher.search(Phrase("body", ["ủy", "ban", "nhân", "dân"]))] == [TEXT_]
        assert len(searcher.search(Phrase("body", ["nhân", "ban"]))) == 0
        assert len(searcher.search(Term("body", "giao"))) == 2
        matcher = Term("body", "bcsđ").matcher(searcher)
        ((_, start, end),) = matcher.value_as("characters")
        assert TEXT_[start:end] == "BCSĐ"
