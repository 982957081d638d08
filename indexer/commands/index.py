"""`ketluan index`: build, update, verify and describe an index."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from indexer.commands.options import index_option, json_option, settings_for
from indexer.console import DONE, PARTLY, Commands, progress, report_refusals
from indexer.errors import IndexDamaged, NothingToIndex
from indexer.page import IngestReport

_sources = click.argument(
    "sources", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="SOURCE..."
)


@click.group("index", cls=Commands)
def index_group() -> None:
    """Dựng, cập nhật và kiểm tra chỉ mục.

    \b
    Ví dụ:
      ketluan index build van-ban/ --index var/index
    """


@index_group.command("build")
@_sources
@index_option
def build_command(sources: tuple[Path, ...], index: Path | None) -> int:
    """Dựng chỉ mục mới từ tệp, thư mục hoặc .jsonl rồi thay chỉ mục cũ trong một bước.

    \b
    Ví dụ:
      ketluan index build van-ban/ them.docx --index var/index
    """
    return _ingest(sources, index, fresh=True)


@index_group.command("update")
@_sources
@index_option
def update_command(sources: tuple[Path, ...], index: Path | None) -> int:
    """Thêm văn bản mới, thay văn bản đã đổi, bỏ văn bản không còn; phần còn lại giữ nguyên.

    \b
    Ví dụ:
      ketluan index update van-ban/ --index var/index
    """
    return _ingest(sources, index, fresh=False)


@index_group.command("verify")
@index_option
def verify_command(index: Path | None) -> int:
    """Kiểm tra từng tệp của chỉ mục đang dùng theo bản kê của nó.

    \b
    Ví dụ:
      ketluan index verify --index var/index
    """
    from indexer.registry import damaged_files

    settings = settings_for(index)
    try:
        damaged = damaged_files(settings)
    except IndexDamaged as problem:
        damaged = problem.files
    for name in damaged:
        click.echo(f"hỏng: {name}")
    if damaged:
        click.echo(f"{len(damaged)} tệp hỏng: hãy chạy lại `ketluan index build`", err=True)
        return PARTLY
    click.echo("chỉ mục nguyên vẹn")
    return DONE


@index_group.command("info")
@index_option
@json_option
def info_command(index: Path | None, as_json: bool) -> int:
    """Cho biết chỉ mục có bao nhiêu văn bản, mục, dung lượng và được dựng khi nào.

    \b
    Ví dụ:
      ketluan index info --index var/index --json
    """
    from indexer.registry import open_engine

    engine = open_engine(settings_for(index))
    try:
        info = engine.info()
    finally:
        engine.close()
    if as_json:
        click.echo(json.dumps(asdict(info), ensure_ascii=False))
        return DONE
    click.echo(f"văn bản       {info.documents}")
    click.echo(f"mục           {info.items}")
    click.echo(f"dung lượng    {info.bytes:,} byte".replace(",", "."))
    click.echo(f"lần dựng      {info.generation} ({info.built})")
    click.echo(f"trường        {', '.join(info.fields)}")
    click.echo(f"bộ phân tích  {info.analyser}")
    click.echo(f"bộ máy        {info.engine}")
    return DONE


def _ingest(sources: tuple[Path, ...], index: Path | None, *, fresh: bool) -> int:
    from indexer.ingest import ingest
    from indexer.registry import open_builder

    builder = open_builder(settings_for(index), fresh=fresh)
    try:
        with progress() as advance:
            report = ingest(builder, sources, advance)
    except NothingToIndex as problem:
        report_refusals(problem.refused)
        raise
    click.echo(summary(report))
    return report_refusals(report.refused)


def summary(report: IngestReport) -> str:
    """Return one line for what became of the documents."""
    return (
        f"thêm {report.added}, thay {report.replaced}, giữ nguyên {report.unchanged}, bỏ {report.removed} văn bản; "
        f"lập chỉ mục {report.items} mục; từ chối {len(report.refused)} đầu vào"
    )
