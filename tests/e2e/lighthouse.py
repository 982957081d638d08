"""Print Lighthouse's scores of the search, item and meeting pages, over the shipped samples.

python -m tests.e2e.lighthouse .venvs/npm/node_modules/.bin/lighthouse
"""

from __future__ import annotations

import json
import os
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
@click.option("--lang", default="vi", type=click.Choice(["vi", "en"]), show_default=True, help="Their language.")
def main(program: Path, least: int, lang: str) -> None:
    """Audit the pages with `program` in the Chromium of the tests, as on a slow phone."""
    with served_samples() as base:
        with launched() as browser:
            found = addresses(browser, base, "chuyển đổi số")
        click.echo(f"{'':10}{''.join(f'{name:>16}' for name in _CATEGORIES)}")
        low = [name for name in _PAGES if not _printed(name, _audit(program, in_language(found[name], lang)), least)]
    raise SystemExit(1 if low else 0)


def _printed(name: str, report: dict[str, dict[str, object]], least: int) -> bool:
    scores = {key: round(100 * float(str(report[key]["score"]))) for key in _CATEGORIES}
    click.echo(f"{name:10}{''.join(f'{score:>16}' for score in scores.values())}")
    return min(scores.values()) >= least


def _audit(program: Path, address: str) -> dict[str, dict[str, object]]:
    """Return the categories of one page; what lost points is said on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            str(program),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={out}",
            f"--chrome-flags={_FLAGS}",
        ]
        environment = {**os.environ, "CHROME_PATH": chromium() or "chromium"}
        subprocess.run(command, check=True, env=environment, timeout=300)
        report = json.loads(out.read_text("utf-8"))
    for audit in report["audits"].values():
        if audit["scoreDisplayMode"] in {"binary", "numeric", "metricSavings"} and (audit["score"] or 0) < 0.9:
            click.echo(f"  {audit['id']}: {audit['title']} {audit.get('displayValue', '')}", err=True)
    categories: dict[str, dict[str, object]] = report["categories"]
    return categories


if __name__ == "__main__":
    main()
