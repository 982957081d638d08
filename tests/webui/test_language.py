"""Two languages: chosen by an address, remembered without script, complete, and never put on what documents say."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from flask import Flask
from flask.testing import FlaskClient

import webui
from indexer.facets import DECISION_LABELS, DUE_LABELS
from indexer.request import Facet
from tests.webui.test_pages import PAGES, Page, read
from webui.notices import said
from webui.strings_en import ENGLISH
from webui.strings_vi import VIETNAMESE

_VIETNAMESE_LETTER = re.compile(r"[À-ÖØ-öø-ỹ]")
_OWN_NAME = "lang.other"  # a language is offered by its own name


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_catalogues_have_the_same_keys() -> None:
    assert ENGLISH.keys() == VIETNAMESE.keys()


# A place that only one language needs: quarters are Roman in Vietnamese.
_OWN_PLACES = {"due.quarter": {"roman", "quarter"}}


@pytest.mark.parametrize("key", sorted(VIETNAMESE))
def test_a_sentence_has_the_same_places_in_both_languages(key: str) -> None:
    free = _OWN_PLACES.get(key, set())
    assert placeholders(VIETNAMESE[key]) - free == placeholders(ENGLISH[key]) - free


def test_no_vietnamese_is_left_in_english() -> None:
    assert [key for key, text in ENGLISH.items() if _VIETNAMESE_LETTER.search(text)] == [_OWN_NAME]


def test_labels_of_the_engine_and_of_the_catalogue_agree() -> None:
    for decision, label in DECISION_LABELS.items():
        assert VIETNAMESE[f"value.{Facet.DECISION}.{decision}"] == label
    for due, label in DUE_LABELS.items():
        assert VIETNAMESE[f"value.{Facet.DUE}.{due}"] == label


_TEMPLATES = Path(webui.__file__).parent / "templates"
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


@pytest.mark.parametrize("path", sorted(_TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    if path.parent.name == "help":
        assert (_TEMPLATES / "help" / "en.html").exists()
        return
    # Twice: code within a tag ends before the tag does.
    text = re.sub(r"\{% block \w*class\w* %\}.*?\{% endblock %\}", " ", path.read_text("utf-8"))
    bare = _CODE.sub(" ", re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", text, flags=re.DOTALL))
    assert re.findall(r"[^\W\d_]+", bare) == []
    said_aside = re.findall(r'(?:title|alt|placeholder|aria-label)="([^"{]+)"', path.read_text("utf-8"))
    assert said_aside == []


@pytest.mark.parametrize("url", PAGES)
def test_a_page_in_english_marks_what_is_vietnamese(client: FlaskClient, url: str) -> None:
    client.set_cookie("lang", "en")
    page = OutsideVietnamese(client.get(url).text)
    assert next(page.attributes("html"))["lang"] == "en"
    left = [words for words in page.outside if _VIETNAMESE_LETTER.search(words)]
    assert left == []


class OutsideVietnamese(Page):
    """A page whose words outside of elements with lang="vi" are kept apart, titles and scripts left out."""

    _EMPTY = frozenset({"meta", "link", "input", "br", "rect", "line"})

    def __init__(self, html: str) -> None:
        self.outside: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in self._EMPTY:
            self._open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        tags = {tag for tag, _ in self._open}
        here = next((lang for _, lang in reversed(self._open) if lang), None)
        # A title is one run of text, and what a reader typed is said back as it was.
        if here != "vi" and not tags & {"title"} and "“" not in data:
            self.outside.append(data)


def test_a_choice_is_remembered_without_script(client: FlaskClient) -> None:
    chosen = client.get("/search?q=rừng&lang=en")
    assert "Results for “rừng”" in chosen.text
    assert "HttpOnly" in chosen.headers["Set-Cookie"]
    assert "SameSite=Lax" in chosen.headers["Set-Cookie"]
    assert "Results for" in client.get("/search?q=rừng").text
    assert "Kết quả cho" in client.get("/search?q=rừng&lang=vi").text
    assert "Kết quả cho" in client.get("/search?q=rừng").text


@pytest.mark.parametrize("lang", ["de", "", "EN", "vi en", "\x00"])
def test_an_unknown_language_changes_nothing(client: FlaskClient, lang: str) -> None:
    response = client.get("/", query_string={"lang": lang})
    assert 'lang="vi"' in response.text
    assert "Set-Cookie" not in response.headers


def test_answers_vary_by_the_choice(client: FlaskClient) -> None:
    assert "Cookie" in client.get("/help").headers["Vary"]


def test_the_other_language_is_offered_for_this_very_page(client: FlaskClient) -> None:
    page = read(client, "/search?q=rừng&year=2022&year=2023")
    links = [a for a in page.attributes("a") if a.get("hreflang") == "en"]
    assert [a["href"] for a in links] == ["/search?q=r%E1%BB%ABng&year=2022&year=2023&lang=en"]
    assert [a["lang"] for a in links] == ["en"]


@pytest.mark.parametrize("url", ["/items/tb-tu-412-20230314%235.1", "/documents/91-TTr/BCS%C4%90", "/help"])
def test_the_other_language_of_a_page_is_that_page(client: FlaskClient, url: str) -> None:
    (link,) = [a["href"] or "" for a in read(client, url).attributes("a") if a.get("hreflang") == "en"]
    assert link == f"{url}?lang=en"
    assert next(read(client, link).attributes("html"))["lang"] == "en"


@pytest.mark.parametrize(
    ("notice", "english"),
    [
        (
            "Chỉ 7 mục chứa đủ các từ; dưới đây có thêm những mục chứa phần lớn các từ.",
            ["Only 7 items have all words; these have most of them."],
        ),
        (
            "Bỏ qua dấu ngoặc đơn không có cặp. “HOẶC” đứng một mình nên được hiểu là từ cần tìm.",
            ["A bracket without its pair is ignored.", "“HOẶC” is taken as a word to search for."],
        ),
        (
            "Không đọc được “nam:hai” nên coi là từ; viết ví dụ nam:2022, ngay:3/2022..2023, han:co.",
            ["“nam:hai” could not be read and is taken as a word; write for example nam:2022, han:co."],
        ),
        ("Câu tìm không có chữ hay số nào để tìm.", ["The query has no letter or digit to search for."]),
        ("Một câu chưa ai dịch.", ["Một câu chưa ai dịch."]),
    ],
)
def test_notices_are_translated_sentence_by_sentence(app: Flask, notice: str, english: list[str]) -> None:
    with app.test_request_context("/?lang=en"):
        assert [sentence.text for sentence in said(notice)] == english
        assert [sentence.foreign for sentence in said(notice)] == [text in notice for text in english]
    with app.test_request_context("/"):
        assert [sentence.text for sentence in said(notice)] == [notice]


def test_numbers_and_days_are_written_as_the_language_writes_them(client: FlaskClient) -> None:
    url = "/items/tb-tu-412-20230314%235.2"
    assert "Trước 05/12/2023" in read(client, url).text or "05/12/2023" in read(client, url).text
    assert "5 Dec 2023" in read(client, f"{url}?lang=en").text
