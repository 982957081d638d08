"""Photograph the pages that the README shows, each under 300 KB, over the shipped samples.

python -m tests.e2e.images docs/images
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser

from tests.e2e.browser import launched
from tests.e2e.server import served_samples
from tests.e2e.tour import addresses, in_language

_LARGEST = 300_000  # bytes
_Scheme = Literal["light", "dark"]
_SHOTS: tuple[tuple[str, str, str, int, int, _Scheme], ...] = (
    ("search", "search-filtered", "vi", 1280, 900, "light"),
    ("item", "item", "vi", 1280, 900, "light"),
    ("agency-phone", "agency", "vi", 390, 844, "dark"),
    ("deadlines-english", "deadlines", "en", 1280, 900, "light"),
)


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
def main(out: Path) -> None:
    """Write the images; one that is too large is an error."""
    out.mkdir(parents=True, exist_ok=True)
    with served_samples() as base, launched() as browser:
        found = addresses(browser, base, "chuyển đổi số")
        for name, page, lang, width, height, scheme in _SHOTS:
            path = out / f"{name}.png"
            _photograph(browser, in_language(found[page], lang), path, width, height, scheme)
            if path.stat().st_size > _LARGEST:
                raise click.ClickException(f"{path} has {path.stat().st_size} bytes")
            click.echo(f"{path} {path.stat().st_size}")


def _photograph(browser: Browser, address: str, path: Path, width: int, height: int, scheme: _Scheme) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path)
    page.close()


if __name__ == "__main__":
    main()
