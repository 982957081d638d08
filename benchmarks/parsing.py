"""Score parsed documents against gold: precision, recall and F1 of every field of the contract.

`python -m benchmarks.parsing PREDICTED GOLD [--json OUT] [--errors]`

PREDICTED and GOLD are `.jsonl` files of parsed documents, or folders of `.json` files of one document each (folders
are not descended). Documents meet by the stem of `source`, else by `id`, else by the stem of the file.

Gold may be partial: a field that is absent is not scored, `null` says that there must be none, and `title_sha256`,
`heading_sha256` or `text_sha256` may stand for a sentence that may not be copied.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.parsing_score import Json, Report, Scorer


class UnreadableInput(Exception):  # noqa: N818  a state of the input, said to the person who named it
    """Raised where PREDICTED or GOLD cannot be read; the message is one line."""


def read_documents(path: Path) -> dict[str, Json]:
    """Read a `.jsonl` file or a folder of `.json` files, by the name that documents meet under.

    Raises UnreadableInput where the path is missing, holds no document, is not JSON, or names one document twice.
    """
    documents: dict[str, Json] = {}
    for stem, value in _objects(path):
        if not isinstance(value, dict):
            raise UnreadableInput(f"{path}: a parsed document is a JSON object")
        key = Path(str(value.get("source") or "")).stem or str(value.get("id") or stem)
        if key in documents:
            raise UnreadableInput(f"{path}: two documents are named {key}")
        documents[key] = value
    if not documents:
        raise UnreadableInput(f"{path}: no parsed document here")
    return documents


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        if path.is_dir():
            for file in sorted(path.glob("*.json")):
                yield file.stem, json.loads(file.read_text("utf-8"))
        else:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if line.strip():
                    yield f"{path.stem}:{number}", json.loads(line)
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: {error}") from error


def score(predicted: Mapping[str, Json], gold: Mapping[str, Json]) -> Report:
    """Compare every gold document with its prediction; predictions without gold are left out."""
    scorer = Scorer()
    for key, document in gold.items():
        scorer.compare(key, document, predicted.get(key))
    return scorer.report


def _percent(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.4f}"


def table(report: Report) -> str:
    """Return the report as a table: a field a line."""
    lines = [f"{'field':36} {'prec':>6} {'recall':>6} {'F1':>6} {'exact':>6} {'gold':>6} {'pred':>6}"]
    for name, t in report.tallies.items():
        rates = " ".join(_percent(rate) for rate in (t.precision, t.recall, t.f1, t.exact))
        lines.append(f"{name:36} {rates} {t.gold:6} {t.predicted:6}")
    lines.append(f"{'item text similarity':36} {_percent(report.similarity)}  (mean of {len(report.similarities)})")
    lines.append(f"documents: {report.documents}, not predicted: {', '.join(report.missing) or 'none'}")
    return "\n".join(lines)


def _argument_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parsing",
        description="Score parsed documents against gold: precision, recall and F1 of every field.",
        epilog="example: ketluan parse --json papers/*.txt > parsed.jsonl && "
        "python -m benchmarks.parsing parsed.jsonl tests/data/directives --errors",
    )
    parser.add_argument("predicted", type=Path, metavar="PREDICTED", help=".jsonl file or folder of .json files")
    parser.add_argument("gold", type=Path, metavar="GOLD", help=".jsonl file or folder of .json files")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the scores to this file as JSON")
    parser.add_argument("--errors", action="store_true", help="list every disagreement before the table")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0 when it scored, 2 when an input cannot be read."""
    options = _argument_parser().parse_args(arguments)
    try:
        report = score(read_documents(options.predicted), read_documents(options.gold))
    except UnreadableInput as error:
        print(error, file=sys.stderr)
        return 2
    if options.errors:
        for d in report.disagreements:
            print(f"{d.document}\t{d.item or '-'}\t{d.field}\n  gold:      {d.gold}\n  predicted: {d.predicted}")
    print(table(report))
    if options.json:
        options.json.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
