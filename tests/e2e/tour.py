"""One page of every kind, found by following links from a search: what is photographed and audited."""

from __future__ import annotations

from playwright.sync_api import Browser, Page


def addresses(browser: Browser, base: str, query: str) -> dict[str, str]:
    """Return an address for each kind of page, by its name."""
    page = browser.new_page()
    page.goto(f"{base}/search?q={query}")
    item = _first(page, ".entry h2 a")
    page.goto(item)
    meeting = _first(page, ".crumbs a[href^='/meetings/']")
    agency = _first(page, ".ledger a[href^='/agencies/']")
    page.goto(f"{base}/search?due=yes")
    document = _first(page, ".facts a[href^='/documents/']")
    page.close()
    fixed = {
        "home": "/",
        "search": f"/search?q={query}",
        "search-filtered": f"/search?q={query}&due=yes&role=any",
        "search-empty": f"/search?q={query}&year=1999&due=no",
        "facet": f"/search?q={query}&expand=agency",
        "meetings": "/meetings",
        "agencies": "/agencies",
        "deadlines": "/deadlines?on=2023-06-01",
        "help": "/help",
        "missing": "/items/khong-co",
    }
    found = {"item": item, "meeting": meeting, "agency": agency, "document": document}
    return {**{name: base + path for name, path in fixed.items()}, **{n: a for n, a in found.items() if a}}


def _first(page: Page, selector: str) -> str:
    link = page.locator(selector).first
    return str(link.evaluate("a => a.href")) if link.count() else page.url


def in_language(address: str, lang: str) -> str:
    """Return the address of the same page in a language."""
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"
