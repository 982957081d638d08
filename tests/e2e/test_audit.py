"""axe-core finds nothing on any kind of page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.axe import axe_path, violations
from tests.e2e.browser import chromium, launched
from tests.e2e.server import served_samples
from tests.e2e.tour import addresses, in_language

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set CHROMIUM or put chromium on the path"),
    pytest.mark.skipif(axe_path() is None, reason="no axe-core: run `make audit-tools`, which needs npm"),
]

_OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served_samples() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as launched_browser:
        yield launched_browser


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_is_wrong_on_any_kind_of_page(
    browser: Browser, base: str, lang: str, scheme: Literal["light", "dark"], width: int
) -> None:
    viewport = {"width": width, "height": 900}
    with browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=viewport) as context:  # type: ignore[arg-type]
        page, found = context.new_page(), {}
        for name, address in addresses(browser, base, "chuyển đổi số").items():
            page.goto(in_language(address, lang))
            page.evaluate(_OPEN_ALL)
            found[name] = violations(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_nothing_is_wrong_with_open_suggestions(browser: Browser, base: str) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(base)
        page.get_by_role("combobox").press_sequentially("so tai")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert violations(page) == []
