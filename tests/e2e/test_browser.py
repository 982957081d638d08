"""A reader's way through the product in a real browser, over a real index of the shipped samples."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

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


def complaints(context: BrowserContext) -> list[str]:
    """Collect what the console calls an error and every request that fails, from now on."""
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    context.on("console", listen)
    context.on("requestfailed", lambda request: found.append(f"failed: {request.url}") if _is_fault(request) else None)
    context.on("response", lambda r: found.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    return found


def _is_fault(request: Request) -> bool:
    """Say whether a request failed by itself; one that the next page cut short did not."""
    return "ERR_ABORTED" not in (request.failure or "")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_search_filter_read_and_go_to_the_meeting(browser: Browser, base: str, script: bool) -> None:
    with browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900}) as context:
        found = complaints(context)
        page = context.new_page()
        page.goto(base)
        page.get_by_label("Nội dung, cơ quan hoặc số văn bản").fill("chuyen doi so")
        page.get_by_role("button", name="Tìm", exact=True).click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả cho “chuyen doi so”")
        expect(page.locator("mark").first).to_have_text(re.compile("chuyển đổi số", re.IGNORECASE))
        before = count(page)

        value = page.locator("#loc-due label:has(input[value=yes])")
        promised = int(value.locator(".tick-n").inner_text().split()[0])
        value.click()
        page.get_by_role("button", name="Áp dụng", exact=True).click()
        expect(page).to_have_url(re.compile("due=yes"))
        assert count(page) == promised <= before
        expect(page.locator(".chip")).to_contain_text("Có thời hạn")

        title = page.locator(".entry h2 a").first.inner_text()
        page.locator(".entry h2 a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page).to_have_url(re.compile("/items/.+%23"))
        expect(page.get_by_role("complementary")).to_contain_text("Thời hạn")

        page.locator(".crumbs a[href^='/meetings/']").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(".meeting-grid .entry").count() > 1
        assert found == []


def count(page: Page) -> int:
    """Read how many items the page says it found."""
    return int(page.get_by_role("status").inner_text().split()[0].replace(".", ""))


def test_a_year_is_a_link_that_the_form_keeps(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{base}/search?q=rừng")
        page.locator(".bars a").last.click()
        expect(page).to_have_url(re.compile(r"year=20\d\d"))
        page.get_by_label("Tìm trong các mục kết luận").fill("dân")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"q=d%C3%A2n.*year=20\d\d"))
        page.locator(".chip").click()
        expect(page).not_to_have_url(re.compile("year="))


PAGES = ["/", "/search?q=đầu tư", "/search?q=đầu tư&year=1999&due=no", "/meetings", "/agencies", "/deadlines", "/help"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(browser: Browser, base: str, scheme: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        found = complaints(context)
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{base}/search?q=đầu tư&due=yes")
        item = str(page.locator(".entry h2 a").first.evaluate("a => a.pathname"))
        page.goto(base + item)
        meeting = str(page.locator(".crumbs a[href^='/meetings/']").first.evaluate("a => a.pathname"))
        agency = str(page.locator(".ledger a[href^='/agencies/']").first.evaluate("a => a.pathname"))
        for path in [*PAGES, item, meeting, agency]:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert found == []


def test_the_keyboard_reaches_results_first(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{base}/search?q=rừng")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Đến kết quả")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_attribute("href", re.compile("^/items/"))


def test_a_citation_is_copied(browser: Browser, base: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{base}/search?q=rừng")
        page.locator(".entry h2 a").first.click()
        page.get_by_role("button", name="Sao chép").click()
        expect(page.locator(".cite-forms [role=status]")).to_have_text("Đã sao chép")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == " ".join(page.locator("#cite-text").inner_text().split())


def test_the_face_is_served_from_here(browser: Browser, base: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}/help")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.fonts.check('17px \"Ketluan Serif\"', 'Ủy ban nhân dân')")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        assert loaded
        assert all("Ketluan Serif" in family for family in loaded)
