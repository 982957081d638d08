"""What helps to find: suggestions while typing, similar items, and the query that was more likely meant."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine import RankingEngine
from indexer.page import SuggestionKind
from indexer.request import Match, SearchRequest
from tests.engine_contract.conftest import Backend, MakeBackend
from tests.factories import make_document, make_item, sample_corpus

HEADING, AGENCY, MEETING, NUMBER = (
    *(SuggestionKind.HEADING, SuggestionKind.AGENCY),
    *(SuggestionKind.MEETING, SuggestionKind.NUMBER),
)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        # words by their beginnings, in any order, with and without diacritics
        ("sở t", AGENCY, "Sở Tài chính"),
        ("so tai", AGENCY, "Sở Tài chính"),
        ("chinh tai", AGENCY, "Sở Tài chính"),
        ("SỞ TÀI", AGENCY, "Sở Tài chính"),
        ("nong ngh", AGENCY, "Sở Nông nghiệp và Phát triển nông thôn"),
        # abbreviations and full forms
        ("UBND t", AGENCY, "Ủy ban nhân dân tỉnh"),
        ("ubnd", AGENCY, "Ủy ban nhân dân tỉnh"),
        ("BCSĐ", AGENCY, "Ban cán sự đảng Ủy ban nhân dân tỉnh"),
        # numbers written any way
        ("91", NUMBER, "91-TTr/BCSD"),
        ("91 tt", NUMBER, "91-TTr/BCSD"),
        ("91/TTr-B", NUMBER, "91-TTr/BCSD"),
        ("091-ttr", NUMBER, "91-TTr/BCSD"),
        # meetings
        ("kỳ họp", MEETING, "Lạng Sơn, kỳ họp thứ 21 (12/5/2022)"),
        ("lang son 21", MEETING, "Lạng Sơn, kỳ họp thứ 21 (12/5/2022)"),
        # headings, without what is only the name of a paper
        ("công tác c", HEADING, "Công tác cán bộ"),
        ("cong tac", HEADING, "Công tác cán bộ"),
        ("chuyển m", HEADING, "Chuyển mục đích sử dụng rừng"),
        ("khoanh nu", HEADING, "Khoanh nuôi rừng phòng hộ đầu nguồn"),
    ],
)
def test_what_is_typed_is_completed(engine: RankingEngine, typed: str, kind: SuggestionKind, text: str) -> None:
    found = engine.suggest(typed)
    assert (kind, text) in [(suggestion.kind, suggestion.text) for suggestion in found]
    assert all(suggestion.count > 0 for suggestion in found)


@pytest.mark.parametrize(
    "typed", ["", "  ", "…", "zzz", "sở zzz", "tái chính", "92 ttr", "*", '"', "((", "a b c d e f g h i"]
)
def test_what_begins_nothing_is_not_completed(engine: RankingEngine, typed: str) -> None:
    assert list(engine.suggest(typed)) == []


def test_there_are_never_more_suggestions_than_wanted(engine: RankingEngine) -> None:
    assert [len(engine.suggest("s", limit)) for limit in (0, 1, 3)] == [0, 1, 3]


def test_values_lead_where_facets_lead(engine: RankingEngine) -> None:
    (agency,) = [s for s in engine.suggest("sở tài") if s.kind is AGENCY]
    assert agency.value == "so-tai-chinh"
    assert agency.count == 2


def test_the_same_heading_is_suggested_once(backend: Backend) -> None:
    items = [make_item("1", "Về công tác cán bộ"), make_item("2", "Công tác cán bộ (có thông báo riêng).")]
    engine = backend.build([make_document(f"kl-{n}", items, date=dt.date(2020 + n, 1, 1)) for n in range(3)])
    assert [s.text for s in engine.suggest("can bo") if s.kind is HEADING] == ["Công tác cán bộ"]


def test_suggestions_follow_the_index(make_backend: MakeBackend) -> None:
    backend = make_backend()
    engine = backend.build(sample_corpus())
    assert not engine.suggest("sở kho")
    builder = backend.builder(fresh=False)
    builder.upsert([make_document("kl-moi", [make_item("1", assigned=["Sở Khoa học và Công nghệ"])])])
    builder.commit()
    assert [s.text for s in engine.suggest("sở kho")] == ["Sở Khoa học và Công nghệ"]


PIECES = ["sở", "UBND", "48", '"', "(", "-", "*", "AND", "so:"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=12)
    | st.lists(st.sampled_from(["sở", "UBND", "48", '"', "(", "-", "*", "AND", "so:"])).map(" ".join)
)
def test_any_text_can_be_typed(engine: RankingEngine, typed: str) -> None:
    found = engine.suggest(typed, 4)
    assert len(found) <= 4
    assert len(set(found)) == len(found)


def test_similar_items_are_of_other_documents_one_each(make_backend: MakeBackend) -> None:
    rain = "Giao Sở Xây dựng nạo vét cống thoát nước trước mùa mưa, báo cáo kết quả khơi thông cống."
    engine = make_backend().build(
        [
            make_document("kl-a", [make_item("1", "Thoát nước đô thị", rain)]),
            make_document(
                "kl-b", [make_item("1", "Thoát nước đô thị", rain), make_item("2", "Thoát nước nội thị", rain)]
            ),
            make_document(
                "kl-c", [make_item("1", "Quy hoạch thoát nước", "Lập quy hoạch thoát nước đô thị ven sông.")]
            ),
            make_document(
                "kl-d", [make_item("1", "Tuyển sinh lớp 10", "Công bố chỉ tiêu tuyển sinh lớp 10 các trường.")]
            ),
        ]
    )
    found = [record.id for record in engine.similar("kl-a#1")]
    assert found == ["kl-b#1", "kl-c#1"]
    assert [record.id for record in engine.similar("kl-a#1", limit=1)] == ["kl-b#1"]
    assert [record.id for record in engine.similar("kl-c#1")] != []


def test_near_duplicates_are_one_similar_item(make_backend: MakeBackend) -> None:
    text = "Về công tác cán bộ, có thông báo riêng; giao Ban Tổ chức lập hồ sơ trước ngày {day}/{day}."
    papers = [make_document(f"kl-{day}", [make_item("1", "", text.format(day=day))]) for day in range(1, 7)]
    engine = make_backend().build(papers)
    assert len(engine.similar("kl-3#1")) == 1


@pytest.mark.parametrize("item", ["", "no-such-item", "kl-tu-212-20220512", "kl-tu-212-20220512#9"])
def test_what_is_not_there_is_like_nothing(engine: RankingEngine, item: str) -> None:
    assert list(engine.similar(item)) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khoanh nuooi rừng", "khoanh nuôi rừng"),
        ("rung72 phong2 ho65", "rừng phòng hộ"),
        ("an toàn hồ đpậ", "an toàn hồ đập"),
        ("rừng phòng hộ", None),
        ("rung phong ho", None),
    ],
)
def test_what_was_more_likely_meant(engine: RankingEngine, typed: str, meant: str | None) -> None:
    page = engine.search(SearchRequest(typed))
    assert page.correction == meant
    if meant:
        assert engine.search(SearchRequest(meant, match=Match.ALL)).total > 0
