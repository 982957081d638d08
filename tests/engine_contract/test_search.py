"""What a search finds, in which order, and what it tells the reader."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine import RankingEngine
from indexer.page import SearchPage
from indexer.request import Facet, FacetSelection, Match, SearchRequest, Sort
from tests.engine_contract.conftest import Backend
from tests.factories import make_document, make_item

FOREST, ROAD, BARE = "kl-tu-212-20220512", "tb-ubnd-388-20230928", "ct-12-2021"


def found(page: SearchPage) -> list[str]:
    return [hit.record.id.replace(FOREST, "F").replace(ROAD, "R").replace(BARE, "B") for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # words, with and without diacritics; what was typed with them comes before text written without
        ("chuyển đổi số", {"F#2", "B#1"}),
        ("chuyen doi so", {"F#2", "B#1"}),
        ("CHUYỂN ĐỔI SỐ", {"F#2", "B#1"}),
        ("chuyê\u0309n đô\u0309i sô\u0301", {"F#2", "B#1"}),  # decomposed, as some phones type
        ("rừng", {"R#2", "F#1", "F#1.1", "B#2"}),
        ("rung", {"R#2", "F#1", "F#1.1", "B#2"}),
        ("hồ đập", {"R#3"}),
        ("hổ", set()),  # another word, not a spelling of hồ
        # phrases
        ('"hồ đập"', {"R#3"}),
        ('"đập hồ"', set()),
        ('"ho dap"', {"R#3"}),
        ("“an toàn hồ đập”", {"R#3"}),
        ('"đi hồ Ba Bể. Yêu cầu"', set()),  # a phrase does not run from the heading into the text
        # beginnings
        ("khoanh*", {"F#1", "F#1.1"}),
        ("chuy*", {"F#2", "R#2", "B#1"}),
        ("chuyể*", {"F#2", "R#2"}),
        ("ti*", {"F#1", "F#1.1", "F#2", "F#3", "R#1", "R#2", "R#3"}),  # tỉnh, tiến: a lone ti would be ty
        ("toà*", {"R#3"}),  # toàn: a lone toà would be tòa
        # operators
        ("rừng -trồng", {"R#2", "F#1", "B#2"}),
        ("rừng KHÔNG trồng", {"R#2", "F#1", "B#2"}),
        ("rừng NOT trồng NOT hồ", {"F#1", "B#2"}),
        ("hồ VÀ đập", {"R#3"}),
        ("khoanh HOẶC đập", {"F#1", "F#1.1", "R#3"}),
        ("khoanh OR đập", {"F#1", "F#1.1", "R#3"}),
        ("(khoanh HOẶC chuyển) rừng", {"F#1", "F#1.1", "R#2"}),
        ('-rừng -"Sở Tài chính" -số', {"F#3", "R#1", "B#1", "B#2"}),  # what a bare rung and so may be is not excluded
        # fields
        ('coquan:"Sở Tài chính"', {"F#1.1", "R#3"}),
        ("agency:so-tai-chinh", {"F#1.1", "R#3"}),
        ('coquan:"UBND tỉnh" -hồ', set()),
        ('coquan:"UBND tỉnh"', {"R#1"}),
        ('coquan:"nong nghiep"', {"R#2"}),
        ("hoinghi:21", {"F#1", "F#1.1", "F#2", "F#3"}),
        ('hoinghi:"giao thông"', {"R#1", "R#2", "R#3"}),
        ("so:91-TTr/BCSD", {"F#1", "R#2"}),
        ("số:91", {"F#1", "R#2"}),
        ('loai:"chỉ thị"', {"B#1", "B#2"}),
        ("nam:2023", {"R#1", "R#2", "R#3"}),
        ("năm:2022..2023 rừng", {"F#1", "F#1.1", "R#2"}),
        ("ngay:2022-05-12", {"F#1", "F#1.1", "F#2", "F#3"}),
        ("ngay:12/5/2022 rừng", {"F#1", "F#1.1"}),
        ("ngay:..5/2022 số", {"F#1", "F#1.1", "F#2"}),
        ("han:co", {"F#1.1", "F#2", "R#1", "R#2", "R#3"}),
        ("due:no rừng", {"F#1", "B#2"}),
        ("han:2022-06..2022-12", {"F#1.1"}),
        ("coquan:khongco", set()),
        # abbreviations and full forms, in both directions
        ("UBND báo cáo", {"R#1"}),
        ("ubnd bao cao", {"R#1"}),
        ('"BCSĐ UBND tỉnh"', {"F#1.1"}),
        ('"sở nn&ptnt"', {"R#2"}),
        # numbers, however they are typed
        ("91-TTr/BCSD", {"F#1", "F#1.1", "R#2"}),
        ("91/ttr-bcsđ", {"F#1", "F#1.1", "R#2"}),
        ("91 ttr bcsd", {"F#1", "F#1.1", "R#2"}),
        # nothing to look for
        ("", {f"F#{n}" for n in ("1", "1.1", "2", "3")} | {"R#1", "R#2", "R#3", "B#1", "B#2"}),
        ("?! …", set()),
        ('""', {f"F#{n}" for n in ("1", "1.1", "2", "3")} | {"R#1", "R#2", "R#3", "B#1", "B#2"}),
    ],
)
def test_all_words_must_be_there(engine: RankingEngine, query: str, expected: set[str]) -> None:
    page = engine.search(SearchRequest(query, match=Match.ALL, size=50))
    assert set(found(page)) == expected
    assert page.total == len(expected)
    assert page.match is Match.ALL


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("91 ttr bcsd", "F#1"),  # cited in its own heading, before the text of R#2 and the heading that F#1.1 inherits
        ("91-TTr/BCSĐ", "F#1"),
        ("chuyển mục đích sử dụng rừng", "R#2"),
        ("chuyen muc dich su dung rung", "R#2"),
        ("chuyển đổi số", "F#2"),
        ("chuyen doi so trong quan ly van ban", "B#1"),
        ("phòng cháy chữa cháy rừng", "B#2"),
        ("tiến độ tuyến đường Ba Bể", "R#1"),
    ],
)
def test_the_best_comes_first(engine: RankingEngine, query: str, first: str) -> None:
    page = engine.search(SearchRequest(query))
    assert found(page)[0] == first
    scores = [hit.score for hit in page.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_a_heading_outranks_a_body(backend: Backend) -> None:
    filler = "Các cơ quan tiếp tục thực hiện nhiệm vụ được giao theo kế hoạch."
    engine = backend.build(
        [
            make_document("a", [make_item("1", "Công tác chung", f"{filler} Chú ý nước sạch nông thôn. {filler}")]),
            make_document("b", [make_item("1", "Nước sạch nông thôn", f"{filler} {filler} Báo cáo kết quả.")]),
        ]
    )
    assert [hit.record.header.id for hit in engine.search(SearchRequest("nước sạch nông thôn")).hits] == ["b", "a"]


def test_typed_diacritics_outrank_text_without(backend: Backend) -> None:
    engine = backend.build(
        [
            make_document("a", [make_item("1", "", "Cap nuoc sach nong thon cho cac xa vung cao.")]),
            make_document("b", [make_item("1", "", "Cấp nước sạch nông thôn cho các xã vùng cao.")]),
            make_document("c", [make_item("1", "", "Đường giao thông nông thôn cho các xã vùng cao.")]),
        ]
    )
    assert [h.record.header.id for h in engine.search(SearchRequest("nước sạch", match=Match.ALL)).hits] == ["b", "a"]


def test_a_documents_own_number_finds_its_items(backend: Backend) -> None:
    engine = backend.build(
        [
            make_document("a", [make_item("1", "Đất đai", "Rà soát.")], number="987-TB/TU"),
            make_document("b", [make_item("1", "Nước sạch", "Thực hiện Thông báo số 987-TB/TU.")], number="12-KL/TU"),
        ]
    )
    hits = engine.search(SearchRequest("987 tb tu", match=Match.ALL)).hits
    assert {hit.record.header.id for hit in hits} == {"a", "b"}


def test_a_bare_query_marks_what_was_meant(backend: Backend) -> None:
    engine = backend.build(
        [
            make_document("a", [make_item("1", "Về chuyển đổi số", "Giao Sở Nội vụ chủ trì.")]),
            make_document("b", [make_item("1", "", "Đẩy mạnh chuyển đổi số; chuyển đổi số là việc của Sở Nội vụ.")]),
        ]
    )
    marked = {
        hit.record.header.id: [part.text for part in (*hit.heading, *hit.snippet) if part.hit]
        for hit in engine.search(SearchRequest("chuyen doi so", match=Match.ALL)).hits
    }
    assert marked == {"a": ["chuyển đổi số"], "b": ["chuyển đổi số", "chuyển đổi số"]}


def test_a_question_is_no_formula(backend: Backend) -> None:
    engine = backend.build([make_document("a", [make_item("1", "", "Người giám hộ không có nghĩa vụ bồi thường.")])])
    page = engine.search(SearchRequest("Người giám hộ KHÔNG có nghĩa vụ nào?", match=Match.ANY))
    assert page.total == 1
    assert "KHÔNG" in (page.notice or "")


def test_an_abbreviation_and_its_full_form_find_each_other(backend: Backend) -> None:
    engine = backend.build(
        [
            make_document("a", [make_item("1", "", "UBND các xã rà soát hộ nghèo.")], title=""),
            make_document("b", [make_item("1", "", "Ủy ban nhân dân các xã rà soát hộ nghèo.")], title=""),
            make_document("c", [make_item("1", "", "Nhân dân các xã họp bàn với ủy viên của ban.")], title=""),
        ]
    )
    for query in ("UBND các xã", "ủy ban nhân dân các xã", '"uỷ ban nhân dân các xã"', '"ubnd cac xa"'):
        found = {hit.record.header.id for hit in engine.search(SearchRequest(query, match=Match.ALL)).hits}
        # c has every syllable of the full form, though not as one name
        assert found == ({"a", "b", "c"} if query == "ủy ban nhân dân các xã" else {"a", "b"}), query
    assert engine.search(SearchRequest("UBND các xã", match=Match.ALL)).hits[0].record.header.id == "a"


def test_a_bare_word_among_typed_ones_is_meant_as_it_stands(backend: Backend) -> None:
    engine = backend.build(
        [
            make_document("a", [make_item("1", "", "Tăng so với cùng kỳ năm trước.")]),
            make_document("b", [make_item("1", "", "Một số mặt hàng tăng với cùng mức giá, kỳ hạn dài.")]),
        ]
    )
    assert [h.record.header.id for h in engine.search(SearchRequest("so cùng kỳ", match=Match.ALL)).hits] == ["a"]
    bare = engine.search(SearchRequest("so cung ky", match=Match.ALL)).hits
    assert {h.record.header.id for h in bare} == {"a", "b"}


class TestMatch:
    def test_any_and_most_widen_all(self, engine: RankingEngine) -> None:
        totals = [
            engine.search(SearchRequest("thẩm định hồ sơ trồng rừng", match=match)).total
            for match in (Match.ALL, Match.MOST, Match.ANY)
        ]
        assert totals == [0, 1, 7]

    def test_auto_tells_that_it_took_most_of_the_words(self, engine: RankingEngine) -> None:
        page = engine.search(SearchRequest("thẩm định hồ sơ trồng rừng"))
        assert page.match is Match.MOST
        assert page.notice is not None
        assert "phần lớn" in page.notice
        assert found(page) == ["R#2"]

    def test_auto_keeps_to_all_words_where_there_are_enough(self, backend: Backend) -> None:
        items = [make_item(str(n), "", f"Nạo vét kênh mương thủy lợi đợt {n}.") for n in range(1, 11)]
        others = [make_item("11", "", "Nạo vét kênh rạch."), make_item("12", "", "Thủy lợi nội đồng.")]
        engine = backend.build([make_document("a", [*items, *others])])
        page = engine.search(SearchRequest("nạo vét mương"))
        assert (page.match, page.total, page.notice) == (Match.ALL, 10, None)

    def test_auto_does_not_take_a_number_apart(self, engine: RankingEngine) -> None:
        page = engine.search(SearchRequest("91-TTr/BCSD"))
        assert (page.match, page.total) == (Match.ALL, 3)

    def test_one_or_two_words_are_never_widened(self, engine: RankingEngine) -> None:
        assert engine.search(SearchRequest("hồ trồng")).total == 0

    @pytest.mark.parametrize("match", list(Match))
    def test_phrases_fields_and_negations_are_binding(self, engine: RankingEngine, match: Match) -> None:
        page = engine.search(SearchRequest('hồ đập rừng "trồng rừng" -định nam:2022', match=match))
        assert set(found(page)) <= {"F#1.1"}

    def test_grammar_alone_does_not_make_most(self, backend: Backend) -> None:
        engine = backend.build(
            [
                make_document("a", [make_item("1", "", "Kế hoạch của các sở và của các huyện.")]),
                make_document("b", [make_item("1", "", "Quỹ bảo trì đường bộ địa phương.")]),
            ]
        )
        hits = engine.search(SearchRequest("quỹ bảo trì của các sở", match=Match.MOST)).hits
        assert [hit.record.header.id for hit in hits] == ["b"]


class TestOrder:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            (Sort.NEWEST, ["R#2", "F#1", "F#1.1", "B#2"]),
            (Sort.OLDEST, ["F#1", "F#1.1", "R#2", "B#2"]),  # undated last
            (Sort.DEADLINE, ["F#1.1", "R#2", "F#1", "B#2"]),  # 31/8/2022; then undated deadlines, newest first
        ],
    )
    def test_sorts(self, engine: RankingEngine, sort: Sort, expected: list[str]) -> None:
        assert found(engine.search(SearchRequest("rừng", sort=sort))) == expected

    def test_the_empty_query_is_newest_first_in_print_order(self, engine: RankingEngine) -> None:
        expected = ["R#1", "R#2", "R#3", "F#1", "F#1.1", "F#2", "F#3", "B#1", "B#2"]
        assert found(engine.search(SearchRequest())) == expected

    def test_ties_are_broken_by_date_then_print_order(self, backend: Backend) -> None:
        text = "Rà soát quỹ đất ở."
        engine = backend.build(
            [
                make_document("a", [make_item(str(n), "", text) for n in range(1, 12)], date=dt.date(2021, 1, 1)),
                make_document("b", [make_item("1", "", text)], date=dt.date(2022, 1, 1)),
            ]
        )
        ids = [hit.record.id for hit in engine.search(SearchRequest("quỹ đất", size=20)).hits]
        assert ids == ["b#1", *(f"a#{n}" for n in range(1, 12))]

    def test_pages_cut_one_order(self, engine: RankingEngine) -> None:
        whole = found(engine.search(SearchRequest(size=50)))
        pages = [found(engine.search(SearchRequest(page=n, size=4))) for n in range(1, 5)]
        assert [len(page) for page in pages] == [4, 4, 1, 0]
        assert [name for page in pages for name in page] == whole
        assert engine.search(SearchRequest(page=3, size=4)).total == 9

    @pytest.mark.parametrize("query", ["rừng", "chuyen doi so", ""])
    def test_a_bare_ranking_is_that_of_the_pages(self, engine: RankingEngine, query: str) -> None:
        request = SearchRequest(query, match=Match.ANY, page=2, size=3)
        hits = engine.search(SearchRequest(query, match=Match.ANY, size=50)).hits
        assert list(engine.ranking(request, 5)) == [(hit.record.id, hit.score) for hit in hits[:5]]


class TestSelections:
    def test_values_of_one_facet_are_alternatives_and_facets_add_up(self, engine: RankingEngine) -> None:
        years = FacetSelection(Facet.YEAR, ("2022", "2023"))
        kind = FacetSelection(Facet.KIND, ("ket-luan",))
        assert engine.search(SearchRequest("rừng", (years,))).total == 3
        assert found(engine.search(SearchRequest("rừng", (years, kind)))) == ["F#1", "F#1.1"]

    def test_a_number_may_be_written_any_way(self, engine: RankingEngine) -> None:
        for number in ("91-TTr/BCSD", "91/TTr-BCSĐ", "91-ttr/bcsd", "91 ttr bcsd"):
            page = engine.search(SearchRequest(selections=(FacetSelection(Facet.NUMBER, (number,)),)))
            assert set(found(page)) == {"F#1", "R#2"}

    def test_widening_does_not_depend_on_selections(self, backend: Backend) -> None:
        """A facet's count must be what choosing it gives, so ten hits stay ten however they are narrowed."""
        items = [
            make_item(str(n), "", "Nạo vét kênh mương thủy lợi.", assigned=["Sở Y tế"] if n == 1 else [])
            for n in range(1, 11)
        ]
        other = make_item("11", "", "Nạo vét kênh rạch.", assigned=["Sở Y tế"])
        engine = backend.build([make_document("a", [*items, other])])
        chosen = (FacetSelection(Facet.AGENCY, ("so-y-te",)),)
        assert engine.search(SearchRequest("nạo vét mương", chosen)).total == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='rừng hồ-*"():VÀHOẶC số nam2022.\u0301', max_size=40), st.sampled_from(list(Match)))
def test_no_query_is_an_error(engine: RankingEngine, query: str, match: Match) -> None:
    page = engine.search(SearchRequest(query, match=match, size=5))
    assert page.total >= len(page.hits)
    assert page.match is not Match.AUTO
