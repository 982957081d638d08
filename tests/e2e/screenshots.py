"""Write screenshots of the pages for people to look at.

python -m tests.e2e.screenshots OUT            over the shipped samples
python -m tests.e2e.screenshots OUT --url URL  of a server that runs already
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser

from tests.e2e.browser import launched
from tests.e2e.tour import addresses, in_language

WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--url", help="Address of a running server; by default one is started over the samples.")
@click.option("--query", default="chuyển đổi số", show_default=True, help="The search that is photographed.")
@click.option("--lang", default="vi", type=click.Choice(["vi", "en"]), show_default=True, help="Their language.")
@click.option("--only", multiple=True, help="Names of pages; by default all of them.")
def main(out: Path, url: str | None, query: str, lang: str, only: tuple[str, ...]) -> None:
    """Photograph every kind of page at 360, 768 and 1280 px, light and dark."""
    out.mkdir(parents=True, exist_ok=True)
    with _server(url) as base, launched() as browser:
        pages = addresses(browser, base, query)
        for name, address in pages.items():
            if not only or name in only:
                _photograph(browser, in_language(address, lang), out, name)
    click.echo(f"{out}")


def _photograph(browser: Browser, address: str, out: Path, name: str) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(address)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
            page.close()


@contextmanager
def _server(url: str | None) -> Iterator[str]:
    if url:
        with nullcontext():
            yield url.rstrip("/")
        return
    from tests.e2e.server import served_samples

    with served_samples() as base:
        yield base


if __name__ == "__main__":
    main()
