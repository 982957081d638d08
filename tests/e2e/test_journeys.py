"""What people come for, from the first page to the answer: with and without script, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import chromium, launched
from tests.e2e.server import served_samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set CHROMIUM or put chromium on the path"),
]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served_samples() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as launched_browser:
        yield launched_browser


@pytest.fixture(params=[(True, 1280), (False, 360)], ids=["script, 1280 px", "no script, 360 px"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    script, width = request.param
    with browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 800}) as context:
        yield context.new_page()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as opened:
        yield opened


def type_and_go(page: Page, query: str) -> None:
    """Search as a person does: words, then the button."""
    page.locator("#q").fill(query)
    page.locator("#tim button[type=submit]").first.click()


def show_filters(page: Page) -> None:
    """Open the filters where the page folds them."""
    summary = page.locator(".filters-all > summary")
    if summary.is_visible():
        summary.click()


def test_who_must_do_what_by_when_on_which_paper(reader: Page, base: str) -> None:
    """A stranger's question: what was Văn phòng Tỉnh ủy told to do about chuyển đổi số, by when, on which paper."""
    reader.goto(base)
    type_and_go(reader, "văn phòng tỉnh ủy chuyển đổi số")
    entry = reader.locator(".entry", has_text="987-TB/TU").filter(has_text="cơ quan đảng").first
    expect(entry.locator(".due").first).to_contain_text("trước 31/12/2023")
    expect(entry.locator(".source")).to_contain_text("Thông báo 987-TB/TU")
    entry.locator("h2 a").click()
    panel = reader.get_by_role("complementary")
    expect(panel.locator("div", has_text="Giao cho").first).to_contain_text("Văn phòng Tỉnh ủy")
    expect(panel).to_contain_text("Trước 31/12/2023")
    expect(reader.locator("#muc")).to_contain_text("kết nối mạng thông tin diện rộng của Đảng")
    reader.locator(".ledger a", has_text="Văn phòng Tỉnh ủy").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Văn phòng Tỉnh ủy")
    expect(reader.locator("#han")).to_contain_text("Về chuyển đổi số trong các cơ quan đảng")
    assert reader.locator("a[href$='deadlines.ics']").count() == 1


def test_an_item_leads_to_the_paper_that_it_rests_on(reader: Page, base: str) -> None:
    reader.goto(f"{base}/search?q=gỗ lớn")
    reader.locator(".entry", has_text="201-TTr/BCSĐ").first.locator("h2 a").click()
    reader.locator(".ledger a", has_text="201-TTr/BCSĐ").first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("201-TTr/BCSĐ")
    expect(reader.locator(".entry").first).to_contain_text("gỗ lớn")


@pytest.mark.parametrize("written", ["201-TTr/BCSĐ", "201 ttr bcsd", "201/TTr-BCSD"])
def test_a_number_is_found_however_it_is_written(reader: Page, base: str, written: str) -> None:
    reader.goto(base)
    type_and_go(reader, written)
    expect(reader.locator(".entry").first).to_contain_text("201-TTr/BCSĐ")


def test_an_abbreviation_finds_the_whole_name(reader: Page, base: str) -> None:
    reader.goto(base)
    type_and_go(reader, "UBND tỉnh")
    expect(reader.locator(".entry").first).to_contain_text(re.compile("UBND tỉnh|Ủy ban nhân dân tỉnh"))


def test_filters_are_chosen_seen_and_dropped(reader: Page, base: str) -> None:
    reader.goto(f"{base}/search?q=rừng")
    show_filters(reader)
    reader.locator("#loc-agency input[value=any]").check()
    reader.locator("#loc-due input[value=yes]").check()
    reader.locator("#loc-agency li input").first.check()
    reader.locator(".filters button.full").click()
    expect(reader).to_have_url(re.compile(r"role=any"))
    assert reader.locator(".chip").count() == 2
    before = int(reader.locator(".count").inner_text().split()[0])
    reader.locator(".chip", has_text="Thời hạn").click()
    assert reader.locator(".chip").count() == 1
    assert int(reader.locator(".count").inner_text().split()[0]) >= before
    reader.locator(".chips .more").click()
    assert reader.locator(".chip").count() == 0
    expect(reader.locator("#q")).to_have_value("rừng")


def test_a_long_list_is_searched_and_shown_whole(reader: Page, base: str) -> None:
    reader.goto(f"{base}/search?q=dân")
    show_filters(reader)
    reader.locator("#find-agency").fill("so tai")
    reader.locator(".within button").first.click()
    expect(reader.locator("#loc-agency li").first).to_contain_text("Sở Tài")
    reader.goto(f"{base}/search?q=dân")
    show_filters(reader)
    reader.locator("#loc-agency .more").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Cơ quan: mọi giá trị")
    reader.locator(".ticks input").nth(9).check()
    reader.locator("main form button.btn:not(.plain)").first.click()
    assert reader.locator(".chip").count() == 1
    expect(reader.locator("#q")).to_have_value("dân")


def test_nothing_found_leads_on(reader: Page, base: str) -> None:
    reader.goto(f"{base}/search?q=chuyển đổi số&year=1999&due=no")
    expect(reader.locator(".count")).to_have_text("0 mục")
    way = reader.locator(".ways .tally").first
    promised = way.locator(".num").inner_text()
    way.locator("a").click()
    expect(reader.locator(".count")).to_have_text(promised)


def test_english_is_chosen_and_kept(reader: Page, base: str) -> None:
    reader.goto(f"{base}/search?q=gỗ lớn")
    reader.get_by_role("link", name="English").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Results for “gỗ lớn”")
    reader.locator(".entry", has_text="201-TTr/BCSĐ").first.locator("h2 a").click()
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    assert reader.locator("#muc .prose").get_attribute("lang") == "vi"
    reader.get_by_role("link", name="Tiếng Việt").click()
    expect(reader.locator("html")).to_have_attribute("lang", "vi")


def test_a_result_is_taken_along(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/search?q=rừng&due=yes")
    total = int(page.locator(".count").inner_text().split()[0])
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    rows = started.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) > total  # a heading, and cells may hold line ends


def test_a_misspelt_query_is_put_right(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/search?q=chuyễn đổi sồ trương")
    meant = page.locator(".meant a")
    if meant.count() == 0:
        pytest.skip("the engine has no correction for this query")
    words = meant.inner_text()
    meant.click()
    expect(page.locator("#q")).to_have_value(words)


def test_suggestions_by_keyboard(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(base)
    field = page.get_by_role("combobox")
    field.press_sequentially("so tai")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[aria-live=polite]")).to_contain_text("gợi ý")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    active = field.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("so tai")
    page.keyboard.press("ArrowDown")
    name = options.first.locator(".suggest-text").inner_text()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_no_suggestion_is_asked_for_while_a_letter_is_composed(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/api/suggest" in r.url else None)
    page.goto(base)
    field = page.get_by_role("combobox")
    field.focus()
    field.dispatch_event("compositionstart")
    page.keyboard.type("tai chi")
    page.wait_for_timeout(400)
    assert asked == []
    field.dispatch_event("compositionend")
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1


def test_enter_without_a_choice_searches(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(base)
    page.get_by_role("combobox").press_sequentially("rừng")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả cho “rừng”")


def test_the_keyboard_alone_filters_by_year(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/search?q=rừng")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến bộ lọc")
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.bars') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"year=20\d\d"))


def test_an_item_prints_as_one_sheet_without_the_frame(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/search?q=chuyển đổi số")
    page.locator(".entry h2 a").first.click()
    page.emulate_media(media="print")
    for hidden in [".foot", "#tim", ".mast nav", ".place", ".cite-forms"]:
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ["h1", "#muc", "#viec", "#cite-text", ".only-print"]:
        expect(page.locator(shown).first).to_be_visible()


def test_motion_and_forced_colours_keep_the_page_whole(browser: Browser, base: str) -> None:
    with browser.new_context(forced_colors="active", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{base}/search?q=rừng&due=yes")
        assert page.locator(".tick input:checked").first.evaluate("e => getComputedStyle(e).appearance") == "auto"
        moving = "e => getComputedStyle(e).transitionDuration !== '0s'"
        assert page.evaluate(f"[...document.querySelectorAll('*')].filter({moving}).length") == 0
