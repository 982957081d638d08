"""Every page renders, says what it should, and leads only to pages that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from flask.testing import FlaskClient

from tests.webui.documents import SCRIPT

PAGES = [
    "/",
    "/search",
    "/search?q=rừng",
    "/search?q=rung&agency=so-tai-chinh&year=2022",
    "/search?q=không+có+gì&year=2022&agency=so-tai-chinh",
    "/search?expand=agency&agency_find=so",
    "/items/kl-tu-212-20220512%231",
    "/items/tb-tu-412-20230314%235",
    "/items/tb-tu-412-20230314%235.1",
    "/items/tb-tu-412-20230314%236~2",
    "/items/ct-12-2021%231",
    "/items/kl-xss%231",
    "/meetings",
    "/meetings/lang-son-ban-thuong-vu-tinh-uy-21-2022-05-12",
    "/meetings/thai-nguyen-ban-thuong-vu-tinh-uy-41-2023-03-14",
    "/agencies",
    "/agencies?find=so",
    "/agencies/so-tai-chinh",
    "/agencies/so-tai-chinh?role=any&on=2023-01-01",
    "/agencies/van-phong-tinh-uy",
    "/documents/91-TTr/BCSD",
    "/documents/212-KL/TU",
    "/deadlines",
    "/deadlines?show=past&on=2024-01-01",
    "/help",
]


class Page(HTMLParser):
    """What a test asks of a page: its tags with their attributes, and its text without mark-up."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"mark", "time", "b", "i"}:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def attributes(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)


def read(client: FlaskClient, url: str, status: int = 200) -> Page:
    response = client.get(url)
    assert response.status_code == status, url
    return Page(response.text)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_whole(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    names = [name for name, _ in page.tags]
    assert names.count("h1") == 1
    assert names.count("main") == 1
    assert next(page.attributes("html"))["lang"] == "vi"
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "None" not in page.text


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_no_inline_code(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    for name, attributes in page.tags:
        assert "style" not in attributes, name
        assert not [attribute for attribute in attributes if attribute.startswith("on")], name
        assert name != "style"
        assert name != "script" or attributes.get("src")


@pytest.mark.parametrize("url", PAGES)
def test_fields_have_labels_and_references_targets(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    ids = {attributes.get("id") for _, attributes in page.tags} | {None}
    labelled = {attributes.get("for") for attributes in page.attributes("label")}
    for _, attributes in page.tags:
        for reference in ("aria-labelledby", "aria-describedby", "form"):
            assert attributes.get(reference) in ids
    for attributes in page.attributes("input"):
        if attributes["type"] in {"search", "date"}:
            assert attributes["id"] in labelled


def test_every_link_leads_somewhere(client: FlaskClient) -> None:
    waiting, seen = [*PAGES], set(PAGES)
    while waiting:
        url = waiting.pop()
        with client.get(url) as response:
            assert response.status_code in {200, 302}, url
            html = response.get_data(as_text=True)
        if response.mimetype != "text/html":
            continue
        page = Page(html)
        ids = {attributes.get("id") for _, attributes in page.tags}
        for attributes in page.attributes("a"):
            target, fragment = urldefrag(urljoin(url, unescape(attributes["href"] or "")))
            if (attributes["href"] or "").startswith("#"):
                assert fragment in ids, (url, fragment)
            elif target not in seen and len(seen) < 300:
                seen.add(target)
                waiting.append(target)
    assert len(seen) > 100


def test_a_search_marks_words_and_counts(client: FlaskClient) -> None:
    page = read(client, "/search?q=rung")
    assert "Kết quả cho “rung” 4 mục" in page.text
    assert [name for name, _ in page.tags].count("mark") >= 4
    assert [a for _, a in page.tags if a.get("role") == "status"] == [{"class": "count", "role": "status"}]


def test_the_form_carries_what_links_chose(client: FlaskClient) -> None:
    page = read(client, "/search?q=rung&year=2022&sort=oldest&agency=so-tai-chinh&match=any")
    hidden = {(a["name"], a["value"]) for a in page.attributes("input") if a["type"] == "hidden"}
    assert hidden == {("year", "2022"), ("sort", "oldest"), ("match", "any")}
    checked = [a["value"] for a in page.attributes("input") if a["type"] == "checkbox" and "checked" in a]
    assert checked == ["so-tai-chinh"]


def test_a_chosen_value_stays_at_zero_and_in_the_form(client: FlaskClient) -> None:
    page = read(client, "/search?q=rung&agency=so-khong-co&agency_find=zzz")
    checked = [a["value"] for a in page.attributes("input") if a["type"] == "checkbox" and "checked" in a]
    assert checked == ["so-khong-co"]
    assert "0 mục" in page.text


@pytest.mark.parametrize(
    ("named", "chosen"),
    [
        ("agency=Sở Tài chính", {"so-tai-chinh"}),
        ("agency=so tai chinh", {"so-tai-chinh"}),
        ("number=91/TTr-BCSĐ", {"91-ttr/bcsd", "91/ttr-bcsd"}),
        ("province=Bắc Kạn", {"bac-kan"}),
        ("kind=Thông báo kết luận", {"thong-bao-ket-luan"}),
    ],
)
def test_a_value_may_be_named_as_people_name_it(client: FlaskClient, named: str, chosen: set[str]) -> None:
    page = read(client, f"/search?{named}")
    assert {a["value"] for a in page.attributes("input") if a["type"] == "checkbox" and "checked" in a} == chosen
    answer = client.get(f"/api/search?{named}").get_json()
    selected = {row["value"] for rows in answer["facets"].values() for row in rows if row["selected"]}
    assert selected == chosen


def test_chips_keep_the_order_that_was_asked_for(client: FlaskClient) -> None:
    page = read(client, "/search?year=2022")
    assert [a["href"] for a in page.attributes("a") if a.get("class") == "chip"] == ["/search"]


def test_no_result_says_which_filter_to_drop(client: FlaskClient) -> None:
    page = read(client, "/search?q=rung&year=2023&agency=so-tai-chinh&due=no")
    assert "Không có mục nào cho “rung”" in page.text
    assert "Câu tìm này có 4 mục nếu bỏ mọi bộ lọc" in page.text
    assert re.search(r"Bỏ mọi bộ lọc 4 mục", page.text)


def test_no_result_offers_fewer_words(client: FlaskClient) -> None:
    page = read(client, "/search?q=rung+zzz")
    assert "Chỉ tìm “rung” 4 mục" in page.text
    assert "“zzz”" not in page.text


def test_a_page_beyond_the_last_is_the_last(client: FlaskClient) -> None:
    page = read(client, "/search?page=900")
    assert "Kết quả chỉ có 2 trang; đây là trang cuối." in page.text
    assert next(a for a in page.attributes("span") if a.get("class") == "here")["aria-current"] == "page"


def test_an_item_tells_who_by_when_and_where_it_stands(client: FlaskClient) -> None:
    page = read(client, "/items/tb-tu-412-20230314%235.1")
    for words in [
        "Mục 5.1, Thông báo 412-TB/TU: Bố trí dân cư vùng sạt lở",
        "Việc được giao Kết luận Giao nhiệm vụ Giao cho Ủy ban nhân dân huyện Võ Nhai",
        "Phối hợp Sở Xây dựng",
        "Giám sát Ban Nội chính Tỉnh ủy",
        "Thời hạn Trong quý III/2023",
        "Tờ trình 77-TTr/BCSD 02/3/2023, Ban cán sự đảng Ủy ban nhân dân tỉnh",
        "← Mục 5 Bố trí",
        "Mục 5.2 → Kinh phí di dời",
        "Ban Thường vụ Tỉnh ủy Thái Nguyên (2023), Thông báo số 412-TB/TU ngày 14/3/2023 nội dung hội nghị lần thứ 41,",
    ]:
        assert words in page.text
    current = [a for a in page.attributes("a") if a.get("aria-current") == "page"]
    assert [a["href"] for a in current] == ["/items/tb-tu-412-20230314%235.1"]


def test_the_text_of_an_item_leads_to_agencies_and_documents(client: FlaskClient) -> None:
    html = client.get("/items/tb-tu-412-20230314%235.1").text
    prose = html.split('<div class="prose">')[1].split("</div>")[0]
    assert '<a class="a-org" href="/agencies/so-xay-dung">Sở Xây dựng</a>' in prose
    assert 'href="/documents/77-TTr/BCSD">' in prose
    assert re.search(r"<b>[^<]*trong quý III/2023</b>", prose)
    assert '<p class="listed">- Rà soát từng hộ' in prose


def test_a_heading_alone_lists_its_items(client: FlaskClient) -> None:
    page = read(client, "/items/tb-tu-412-20230314%235")
    assert "Gồm các mục" in page.text
    assert {"/items/tb-tu-412-20230314%235.1", "/items/tb-tu-412-20230314%235.2"} <= {
        a["href"] for a in page.attributes("a")
    }


def test_a_repeated_label_is_shown_as_such(client: FlaskClient) -> None:
    assert "6 (2) Việc khác" in read(client, "/items/tb-tu-412-20230314%236~2").text


def test_an_id_that_lost_its_path_to_the_fragment_leads_to_the_meeting(client: FlaskClient) -> None:
    response = client.get("/items/tb-tu-412-20230314")
    assert response.status_code == 302
    meeting = Page(client.get(response.headers["Location"]).text)
    assert "5.1" in {a.get("id") for a in meeting.attributes("li")}


def test_a_meeting_shows_its_items_in_order_and_its_paper(client: FlaskClient) -> None:
    page = read(client, "/meetings/lang-son-ban-thuong-vu-tinh-uy-21-2022-05-12")
    anchors = [a["id"] for a in page.attributes("li") if a.get("id")]
    assert anchors == ["1", "1.1", "2", "3"]
    for words in ["Chủ trì Lương Quang Đạt", "Trịnh Bá Khôi, T/M Phó Bí thư", "Nơi nhận Ban Tổ chức"]:
        assert words in page.text


def test_an_agency_is_judged_from_a_day(client: FlaskClient) -> None:
    early = read(client, "/agencies/so-tai-chinh?on=2023-11-30").text
    late = read(client, "/agencies/so-tai-chinh?on=2024-02-01").text
    assert "05/12/2023 còn 5 ngày" in early
    assert "05/12/2023 đã qua" in late
    assert "Được giao 3 việc trong các năm 2022–2023" in early


@pytest.mark.parametrize("written", ["91-TTr/BCSD", "91/TTr-BCS%C4%90", "91%20ttr%20bcsd"])
def test_a_document_is_found_however_it_is_written(client: FlaskClient, written: str) -> None:
    page = read(client, f"/documents/{written}")
    assert "Được nhắc đến trong 2 mục" in page.text


def test_a_document_of_the_index_leads_to_its_text(client: FlaskClient) -> None:
    page = read(client, "/documents/212-KL/TU")
    assert "Toàn văn trong chỉ mục" in page.text
    assert "/meetings/lang-son-ban-thuong-vu-tinh-uy-21-2022-05-12" in {a["href"] for a in page.attributes("a")}


def test_deadlines_are_divided_by_the_day(client: FlaskClient) -> None:
    page = read(client, "/deadlines?on=2023-10-05").text
    assert "Sắp tới 3 14/10/2023 còn 9 ngày" in page
    assert "Đã qua 3" in page
    assert "Mọi mục có nêu thời hạn" in page


def test_the_deadlines_of_one_agency(client: FlaskClient) -> None:
    page = read(client, "/deadlines?agency=so-tai-chinh&on=2023-10-05&show=ahead")
    assert "Sở Tài chính · Được giao" in page.text
    kept = {(a["name"], a["value"]) for a in page.attributes("input") if a["type"] == "hidden"}
    assert kept == {("show", "ahead"), ("agency", "so-tai-chinh")}
    assert client.get("/deadlines?agency=so-khong-co").status_code == 404


def test_text_is_never_mark_up(client: FlaskClient) -> None:
    for url in [
        "/items/kl-xss%231",
        "/search?q=mực",
        "/meetings",
        "/agencies",
        "/agencies/so-i-nghieng-i",
        f"/search?q={SCRIPT}",
        f"/items/{SCRIPT}",
        f"/documents/{SCRIPT}",
        f"/agencies?find={SCRIPT}",
    ]:
        html = client.get(url).text
        assert "&lt;" in html, url
        for smuggled in ["<script>", "<s>", "<em>", "<u>X", "<q>", "Sở <i>", "<b>Mực"]:
            assert smuggled not in html, (url, smuggled)
