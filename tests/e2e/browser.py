"""A headless Chromium that is found on this machine, never downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of Chromium: $CHROMIUM, or the one on the path; None where there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium for the length of a `with` block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_ARGS)
        try:
            yield browser
        finally:
            browser.close()
