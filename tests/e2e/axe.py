"""axe-core, run in a page; it comes from npm and is found on this machine, never downloaded."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_ROOT = Path(__file__).resolve().parents[2]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_path() -> Path | None:
    """Return axe.min.js: $AXE, or what `make audit-tools` installs; None where there is none."""
    path = Path(os.environ.get("AXE") or _ROOT / ".venvs" / "npm" / "node_modules" / "axe-core" / "axe.min.js")
    return path if path.is_file() else None


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong in a page, one line a rule and element; the page must allow scripts of others."""
    path = axe_path()
    if path is None:
        raise FileNotFoundError("axe.min.js")
    page.add_script_tag(path=path)
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(r => r.violations)", options)
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
