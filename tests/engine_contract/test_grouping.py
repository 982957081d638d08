"""Near-duplicates of a result: folded where that is asked for, and never left out of counts, facets or exports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import pytest

from corpus.model import Document
from indexer.engine import RankingEngine
from indexer.page import Hit, SearchPage
from indexer.request import Facet, FacetSelection, Match, SearchRequest, Sort
from tests.engine_contract.conftest import MakeBackend
from tests.factories import make_document, make_item

STAFF = (
    "Thống nhất phương án bố trí cán bộ theo Tờ trình số {number}-TTr/BTCTU, ngày {day}; giao Ban Tổ chức hoàn thiện "
    "hồ sơ, trình ký ban hành trong tuần, kết quả gửi Văn phòng để theo dõi chung."
)
COMMENTS = (
    "Dự thảo báo cáo trình kỳ họp thứ {number}: mời các thành viên góp ý bằng văn bản, gửi Văn phòng chậm nhất là ngày "
    "{day} để kịp chỉnh sửa, in ấn và phát hành tài liệu."
)
SUBJECTS = (
    "Giao Sở Xây dựng lập quy hoạch chung đô thị mới ven sông, lấy ý kiến người dân trước khi trình phê duyệt.",
    "Tiếp tục hỗ trợ cán bộ, công chức cấp xã học chuyển đổi số, ưu tiên vùng cao chưa phủ sóng di động.",
    "Kiểm tra an toàn hồ chứa trước mùa lũ; hồ nào xuống cấp thì hạ mực nước và lập phương án sơ tán.",
    "Sở Y tế mua bổ sung vắc xin, tổ chức tiêm lưu động cho cán bộ và người dân ở các thôn xa trạm.",
)


def meeting(number: int) -> Document:
    """One of five meetings that each repeat two items of boilerplate and, but for the last, settle a subject."""
    day = dt.date(2021, 3, 1) + dt.timedelta(days=150 * number)
    said = {"number": 7 * number + 11, "day": f"{day:%d/%m/%Y}"}
    texts = [STAFF.format(**said), *SUBJECTS[number : number + 1], COMMENTS.format(**said)]
    items = [make_item(str(n), "", text, assigned=[f"Sở {n}"]) for n, text in enumerate(texts, 1)]
    return make_document(f"kl-{number}", items, title=f"Kết luận phiên họp thứ {number + 1}", date=day)


MEETINGS = tuple(meeting(number) for number in range(5))
STAFF_GROUP = {f"kl-{number}#1" for number in range(5)}


@pytest.fixture(scope="module")
def engine(make_backend: MakeBackend) -> RankingEngine:
    return make_backend().build(MEETINGS)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.record.id for hit in hits]


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("query", ["", "cán bộ", "văn phòng", "giao", "hồ sơ"])
def test_a_group_is_shown_once_by_its_newest_item_where_its_best_would_stand(
    engine: RankingEngine, query: str, sort: Sort
) -> None:
    request = SearchRequest(query, sort=sort, size=100)
    plain, folded = engine.search(request), engine.search(SearchRequest(query, sort=sort, size=100, grouped=True))
    members = defaultdict(list)
    for hit in plain.hits:
        members[group_of(hit)].append(hit)
    assert folded.entries == len(folded.hits) == len(members)
    for shown, mine in zip(folded.hits, members.values(), strict=True):
        assert shown.record.id == max(mine, key=lambda hit: hit.record.header.date or dt.date.min).record.id
        assert shown.similar == len(mine) - 1


def group_of(hit: Hit) -> str:
    """Return what an item repeats: the first word of its text tells the boilerplate apart."""
    first = hit.record.item.text.split()[0]
    return first if first in ("Thống", "Dự") else hit.record.id


def everything(page: SearchPage) -> object:
    return page.total, page.facets, page.facet_totals, page.match, page.notice


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("cán bộ", size=3),
        SearchRequest("văn phòng", (FacetSelection(Facet.YEAR, ("2021",)),)),
        SearchRequest("góp ý hồ sơ", match=Match.ANY, sort=Sort.NEWEST),
    ],
)
def test_counts_and_exports_hold_every_item(engine: RankingEngine, request_: SearchRequest) -> None:
    folded = SearchRequest(
        request_.query, request_.selections, sort=request_.sort, match=request_.match, size=request_.size, grouped=True
    )
    assert everything(engine.search(folded)) == everything(engine.search(request_))
    assert list(engine.records(folded)) == list(engine.records(request_))


def test_pages_count_groups(engine: RankingEngine) -> None:
    whole = engine.search(SearchRequest(grouped=True, size=50))
    assert whole.entries == 2 + len(SUBJECTS)
    pages = [engine.search(SearchRequest(grouped=True, size=2, page=page)) for page in range(1, 5)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert [len(page.hits) for page in pages] == [2, 2, 2, 0]


def test_without_grouping_entries_are_items(engine: RankingEngine) -> None:
    page = engine.search(SearchRequest(size=4))
    assert page.entries == page.total == 14
    assert {hit.similar for hit in page.hits} == {0}


def test_only_what_was_found_counts_as_similar(engine: RankingEngine) -> None:
    chosen = (FacetSelection(Facet.YEAR, ("2021",)),)
    page = engine.search(SearchRequest("bố trí cán bộ", chosen, grouped=True))
    (hit,) = [hit for hit in page.hits if hit.record.id in STAFF_GROUP]
    assert (hit.record.id, hit.similar) == ("kl-2#1", 2)


@pytest.mark.parametrize("item", sorted(STAFF_GROUP))
def test_the_near_duplicates_of_an_item(engine: RankingEngine, item: str) -> None:
    page = engine.search(SearchRequest(like=item, sort=Sort.NEWEST))
    assert ids(page.hits) == [f"kl-{number}#1" for number in (4, 3, 2, 1, 0)]
    assert page.total == 5
    assert {value.value for value in page.facets[Facet.YEAR]} == {"2021", "2022"}


@pytest.mark.parametrize(
    ("like", "query", "found"),
    [
        ("kl-1#2", "", ["kl-1#2"]),
        ("kl-0#1", "-nothing", sorted(STAFF_GROUP)),
        ("kl-0#1", "so:25-TTr/BTCTU", []),
        ("kl-0#1", "vắc xin", []),
        ("no-such-item", "", []),
    ],
)
def test_near_duplicates_that_fit_a_query(engine: RankingEngine, like: str, query: str, found: list[str]) -> None:
    page = engine.search(SearchRequest(query, like=like))
    assert sorted(ids(page.hits)) == found
    assert page.total == len(found)


def test_groups_follow_changes(make_backend: MakeBackend) -> None:
    backend = make_backend()
    backend.build(MEETINGS)
    builder = backend.builder(fresh=False)
    builder.remove(["kl-0", "kl-4"])
    builder.upsert([make_document("kl-9", MEETINGS[0].items[:1], date=dt.date(2024, 1, 2))])
    builder.commit()
    page = backend.open().search(SearchRequest("thống nhất phương án", grouped=True))
    assert [(hit.record.id, hit.similar) for hit in page.hits] == [("kl-9#1", 3)]


@pytest.mark.parametrize("query", ["", "cán bộ", "giao"])
def test_without_passages_the_hits_are_the_same_records(engine: RankingEngine, query: str) -> None:
    whole = engine.search(SearchRequest(query, grouped=True))
    bare = engine.search(SearchRequest(query, grouped=True, passages=False))
    assert [(h.record, h.score, h.similar) for h in bare.hits] == [(h.record, h.score, h.similar) for h in whole.hits]
    assert all(hit.snippet for hit in whole.hits)
    assert not any(hit.heading or hit.snippet for hit in bare.hits)
    assert (bare.total, bare.facets) == (whole.total, whole.facets)
