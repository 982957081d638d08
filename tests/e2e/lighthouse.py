"""Print Lighthouse's scores of the search, item and meeting pages, over the shipped samples.

python -m tests.e2e.lighthouse .venvs/npm/node_modules/.bin/lighthouse
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

import click

from tests.e2e.browser import chromium, launched
from tests.e2e.server import served_samples
from tests.e2e.tour import addresses, in_language

_PAGES = ("search", "item", "meeting")
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@click.command()
@click.argument("program", type=click.Path(path_type=Path, exists=True))
@click.option("--least", default=98, show_default=True, help="Scores below this end the program with status 1.")
@click.option("--runs", default=3, show_default=True, help="Runs of each page; medians are printed.")
@click.option("--lang", default="vi", type=click.Choice(["vi", "en"]), show_default=True, help="Their language.")
def main(program: Path, least: int, runs: int, lang: str) -> None:
    """Audit the pages with `program` in the Chromium of the tests, as on a slow phone."""
    with served_samples() as base:
        with launched() as browser:
            found = addresses(browser, base, "chuyển đổi số")
        click.echo(f"{'':10}{''.join(f'{name:>16}' for name in _CATEGORIES)}")
        low = [
            name for name in _PAGES if not _printed(name, _median(program, in_language(found[name], lang), runs), least)
        ]
    raise SystemExit(1 if low else 0)


def _printed(name: str, scores: dict[str, int], least: int) -> bool:
    click.echo(f"{name:10}{''.join(f'{score:>16}' for score in scores.values())}")
    return min(scores.values()) >= least


def _median(program: Path, address: str, runs: int) -> dict[str, int]:
    """Return the median score of each category over some runs: a busy machine makes single ones worse."""
    reports = [_audit(program, address) for _ in range(runs)]
    return {key: round(statistics.median(report[key] for report in reports)) for key in _CATEGORIES}


def _audit(program: Path, address: str) -> dict[str, int]:
    """Return the scores of one run, of 100; audits of yes or no that failed are said on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={_FLAGS}"]
        environment = {**os.environ, "CHROME_PATH": chromium() or "chromium"}
        subprocess.run([str(program), address, *options], check=True, env=environment, timeout=300)
        report = json.loads(out.read_text("utf-8"))
    for audit in report["audits"].values():
        if audit["scoreDisplayMode"] == "binary" and not audit["score"]:
            click.echo(f"  {audit['id']}: {audit['title']}", err=True)
    return {key: round(100 * report["categories"][key]["score"]) for key in _CATEGORIES}


if __name__ == "__main__":
    main()
