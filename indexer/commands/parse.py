"""`ketluan parse`: documents as structure, without an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from corpus.errors import Refusal
from corpus.jsonl import to_json
from corpus.model import ConclusionItem, Document
from indexer.commands.options import json_option
from indexer.console import Command, report_refusals
from indexer.facets import DECISION_LABELS, short_date
from indexer.intake import parse_files

_ROLES = {
    "assigned": "giao",
    "submitter": "trình",
    "coordinator": "phối hợp",
    "supervisor": "giám sát",
    "mentioned": "nêu tên",
}
_SHOWN = 100  # characters of an item's text


@click.command("parse", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="FILE...")
@json_option
def parse_command(files: tuple[Path, ...], as_json: bool) -> int:
    """Đọc cấu trúc văn bản: số, ngày, hội nghị và từng mục kết luận.

    \b
    Ví dụ:
      ketluan parse thong-bao.docx
      ketluan parse van-ban/*.txt --json > van-ban.jsonl
    """
    refused: list[Refusal] = []
    for result in parse_files(files):
        if isinstance(result, Refusal):
            refused.append(result)
        elif as_json:
            click.echo(json.dumps(to_json(result), ensure_ascii=False))
        else:
            click.echo("\n".join(document_lines(result)) + "\n")
    return report_refusals(refused)


def document_lines(document: Document) -> Iterator[str]:
    """Yield a document as a tree that a person can read: its head, its items, its doubts."""
    yield f"{document.source}: {document.title}"
    for name, value in _head(document):
        yield f"  {name:<10} {value or '(không thấy)'}"
    yield f"  {len(document.items)} mục"
    for item in document.items:
        yield from _item_lines(item)
    for warning in document.warnings:
        yield f"  ! dòng {warning.line}: {warning.message} [{warning.code}]"


def _head(document: Document) -> Iterator[tuple[str, str | None]]:
    meeting, signatory = document.meeting, document.signatory
    yield "mã", document.id
    yield "số", document.number
    yield "loại", document.kind
    yield "cơ quan", document.issuer
    yield "tỉnh", document.province
    yield "ngày", short_date(document.date) if document.date else None
    yield "hội nghị", meeting.label if meeting else None
    yield "chủ trì", document.chair
    yield "ký", " ".join(p for p in (signatory.authority, signatory.title, signatory.name) if p) if signatory else None
    yield "nơi nhận", "; ".join(document.recipients) or None


def _item_lines(item: ConclusionItem) -> Iterator[str]:
    indent = "  " * (item.path.depth + 1)
    yield f"{indent}{item.path}  {item.heading}".rstrip()
    inner = f"{indent}    "
    if item.text:
        yield f"{inner}{_shortened(item.text)}"
    if item.decision:
        yield f"{inner}quyết định: {DECISION_LABELS[item.decision]}"
    if item.agencies:
        yield f"{inner}cơ quan: " + "; ".join(f"{a.name} ({_ROLES[a.role]})" for a in item.agencies)
    if item.citations:
        yield f"{inner}dẫn: " + "; ".join(
            " ".join(p for p in (c.kind, c.number, f"ngày {short_date(c.date)}" if c.date else None) if p)
            for c in item.citations
        )
    if item.deadlines:
        yield f"{inner}thời hạn: " + "; ".join(deadline.text for deadline in item.deadlines)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"
