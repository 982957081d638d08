"""What a text becomes: its terms, where they stand, and what all ways to write one thing have in common."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import pipeline
from analyzers.fold import fold_syllable, syllables
from analyzers.pipeline import Analyzer, shared_analyzer
from analyzers.terms import Term, TermKind
from corpus.orthography import clean
from tests.analyzers.texts import ODDITIES, SENTENCES, adversarial

ANALYZER = Analyzer()


def texts_of(text: str, kind: TermKind) -> list[str]:
    return [term.text for term in ANALYZER.analyze(text) if term.kind is kind]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Giao Ban cán sự đảng họp", ["ban_cán_sự_đảng", "cán_sự"]),
        ("Sở Kế hoạch và Đầu tư", ["sở_kế_hoạch_và_đầu_tư", "kế_hoạch", "đầu_tư"]),
        ("Ban Thường vụ Tỉnh uỷ", ["ban_thường_vụ_tỉnh_ủy", "ban_thường_vụ", "thường_vụ", "tỉnh_ủy"]),
        ("UBND", ["ủy_ban_nhân_dân"]),
        ("hoàn thành kĩ thuật", ["hoàn_thành", "kỹ_thuật"]),
        ("Việt Nam", ["việt_nam"]),
        ("rừng", []),
        ("số 48-TTr/BCSD", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert texts_of(text, TermKind.WORD) == words


def test_known_phrases_are_the_same_words_in_a_sentence_and_alone() -> None:
    sentence = (
        "Giao Ban cán sự đảng Ủy ban nhân dân tỉnh trình Hội đồng nhân dân tỉnh đề án chuyển đổi số, nông thôn mới."
    )
    in_context = set(texts_of(sentence, TermKind.WORD))
    for phrase in ("ban cán sự đảng", "ủy ban nhân dân", "HỘI ĐỒNG NHÂN DÂN", "Chuyển đổi số", "nông thôn mới"):
        assert set(texts_of(phrase, TermKind.WORD)) <= in_context, phrase


@pytest.mark.parametrize(
    "query",
    ["48-TTr/BCSD", "48-TTr/BCSĐ", "48 - TTr / BCSĐ", "48–ttr/bcsd", "48 ttr bcsd", "Tờ trình số 48-TTr/BCSĐ"],
)
def test_a_number_written_any_way_is_one_term(query: str) -> None:
    assert texts_of(query, TermKind.NUMBER) == ["48-ttr/bcsd"]


@pytest.mark.parametrize("query", ["48", "48 ttr", "tờ trình 48", "48/TTr-BCSĐ", "ttr 48", "bcsđ", "to trinh so 48"])
def test_a_number_is_reached_by_its_parts(query: str) -> None:
    document = set(texts_of("Đồng ý với Tờ trình số 48-TTr/BCSD, ngày 26/02/2022", TermKind.FOLDED))
    assert set(texts_of(query, TermKind.FOLDED)) <= document


@pytest.mark.parametrize(
    "date", ["04/3/2022", "4-3-2022", "04.03.2022", "ngày 4 tháng 3 năm 2022", "ngày 04/3/2022", "4 tháng 3/2022"]
)
def test_a_date_written_any_way_is_one_term(date: str) -> None:
    assert texts_of(f"họp {date}, thống nhất", TermKind.NUMBER) == ["2022-03-04"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "ỦY BAN"),
        ("quí III", "Quý iii"),
        ("kĩ thuật, lí luận, mĩ thuật", "Kỹ thuật - Lý luận - Mỹ thuật"),
        ("công ti", "Công ty"),
        ("hoà bình", "Hòa Bình"),
        ("Ðắk Lắk", "đắk lắk"),
        (unicodedata.normalize("NFD", "Thường trực Đảng ủy"), "thường trực đảng uỷ"),
        ("tri\u00adển khai", "triển khai"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert texts_of(one, TermKind.SYLLABLE) == texts_of(other, TermKind.SYLLABLE)


def test_terms_of_one_place_share_its_position() -> None:
    text = "Tờ trình số 48-TTr/BCSĐ"
    at = {(term.text, term.kind): (term.position, term.span.of(text)) for term in ANALYZER.analyze(text)}
    assert at["48-ttr/bcsd", TermKind.NUMBER] == (3, "48-TTr/BCSĐ")
    assert at["48", TermKind.SYLLABLE] == (3, "48")
    assert at["bcsđ", TermKind.SYLLABLE] == at["bcsd", TermKind.FOLDED] == (5, "BCSĐ")
    assert at["tờ_trình", TermKind.WORD] == (0, "Tờ trình")


def check_terms(text: str, terms: tuple[Term, ...]) -> None:
    """State what holds for the terms of any text."""
    assert [term.position for term in terms] == sorted(term.position for term in terms)
    assert [term.span.start for term in terms] == sorted(term.span.start for term in terms)
    assert all(0 <= term.span.start < term.span.end <= len(text) for term in terms)
    cleaned = clean(text)
    ranges = syllables(cleaned)
    forms = [fold_syllable(cleaned[start:end]) for start, end in ranges]
    assert [t.text for t in terms if t.kind is TermKind.SYLLABLE] == [form for form, _ in forms]
    assert [t.text for t in terms if t.kind is TermKind.FOLDED] == [bare for _, bare in forms]
    for term in terms:
        if term.kind is TermKind.SYLLABLE:
            assert fold_syllable(clean(term.span.of(text)))[0] == term.text


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_offsets_point_into_the_source_in_any_normal_form(form: Literal["NFC", "NFD", "NFKD"]) -> None:
    for sentence in SENTENCES:
        text = unicodedata.normalize(form, sentence)
        check_terms(text, ANALYZER.analyze(text))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*SENTENCES, *ODDITIES, " ", "", "\n", "ủy ban", "48-TTr/", "BCSĐ", "ngày 1/1/2020"]),
        max_size=8,
    )
)
def test_any_mixture_keeps_its_offsets(parts: list[str]) -> None:
    text = "".join(parts)
    check_terms(text, ANALYZER.analyze(text))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aoêưđBCĐ 48-/.,'&\n\t\u0301\u0323\u200b_"), max_size=40))
def test_any_characters_keep_their_offsets(text: str) -> None:
    check_terms(text, ANALYZER.analyze(text))


def test_a_batch_gives_what_single_texts_give(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*SENTENCES, *adversarial(seed=7, count=200), "", " "]
    expected = [ANALYZER.analyze(text) for text in texts]
    assert ANALYZER.analyze_batch(texts) == expected
    monkeypatch.setattr(pipeline, "_BATCH_CHARACTERS", 50)
    assert ANALYZER.analyze_batch(texts) == expected


def test_columns_say_what_terms_say() -> None:
    text = SENTENCES[3]
    (columns,) = ANALYZER.analyses([text])
    terms = ANALYZER.analyze(text)
    assert list(columns.terms()) == list(terms)
    assert [(t.text, t.span) for t in terms if t.kind is TermKind.SYLLABLE] == list(
        zip(columns.syllables, columns.spans, strict=True)
    )
    assert [(t.text, t.span) for t in terms if t.kind is TermKind.WORD] == [
        (w.text, columns.span(w)) for w in columns.words
    ]


def test_words_of_one_place_are_ordered_longest_first() -> None:
    (columns,) = ANALYZER.analyses([" ".join(SENTENCES)])
    order = [(word.position, -word.length) for word in columns.words]
    assert order == sorted(set(order))


def test_the_reference_gives_the_same_terms() -> None:
    from analyzers.segment import ReferenceSegmenter

    texts = [*SENTENCES, *adversarial(seed=8, count=150)]
    assert Analyzer(ReferenceSegmenter()).analyze_batch(texts) == ANALYZER.analyze_batch(texts)


def test_the_process_shares_one_analyser() -> None:
    assert shared_analyzer() is shared_analyzer()


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("analyzers.pipeline.TERM_FORMAT", 10**6),
        ("analyzers.pipeline.model_digest", lambda: "another model"),
        ("analyzers.phrasebook.digest", lambda: "other data"),
    ],
)
def test_the_fingerprint_changes_with_what_decides_terms(
    monkeypatch: pytest.MonkeyPatch, target: str, value: object
) -> None:
    before = Analyzer().fingerprint
    assert before == Analyzer().fingerprint
    monkeypatch.setattr(target, value)
    assert Analyzer().fingerprint != before
