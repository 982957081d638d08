"""The command in this process, an index of the sample corpus, and where its files come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.jsonl import to_json
from indexer.cli import main
from tests.factories import sample_corpus

Ketluan = Callable[..., Result]


@pytest.fixture
def ketluan(monkeypatch: pytest.MonkeyPatch) -> Ketluan:
    """Run `ketluan` with arguments; no setting of this machine leaks in."""
    monkeypatch.delenv("KETLUAN_INDEX", raising=False)
    monkeypatch.delenv("KETLUAN_ENGINE", raising=False)
    return lambda *args: CliRunner().invoke(main, [str(arg) for arg in args], prog_name="ketluan")


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a `.jsonl` of parsed documents."""
    path = tmp_path_factory.mktemp("nguon") / "van-ban.jsonl"
    lines = [json.dumps(to_json(document), ensure_ascii=False) for document in sample_corpus()]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="session")
def index(parsed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus."""
    root = tmp_path_factory.mktemp("chi-muc")
    done = CliRunner().invoke(main, ["index", "build", str(parsed), "--index", str(root)])
    assert done.exit_code == 0, done.output
    return root
