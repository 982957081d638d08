"""`ketluan index`: build, update, verify and describe an index, and go back to an older generation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from indexer.commands.building import Inputs, build_options, ingest_into
from indexer.commands.options import index_option, json_option, settings_for
from indexer.console import DONE, PARTLY, Commands, report_refusals
from indexer.errors import IndexDamaged
from indexer.keeping import GenerationInfo, IndexKeeper

_KEPT = 2


@click.group("index", cls=Commands)
def index_group() -> None:
    """Dựng, cập nhật, kiểm tra và trông giữ chỉ mục.

    \b
    Ví dụ:
      ketluan index build van-ban/ --index var/index
    """


@index_group.command("build")
@build_options
def build_command(inputs: Inputs) -> int:
    """Dựng chỉ mục mới từ tệp, thư mục hoặc .jsonl rồi thay chỉ mục cũ trong một bước.

    \b
    Ví dụ:
      ketluan index build van-ban/ them.docx --index var/index
    """
    return ingest_into(inputs, fresh=True)


@index_group.command("update")
@build_options
@click.option("--prune", is_flag=True, help="Bỏ cả khi phần lớn văn bản của nguồn không còn.")
@click.option("--keep-vanished", is_flag=True, help="Giữ lại văn bản không còn trong nguồn.")
def update_command(inputs: Inputs, prune: bool, keep_vanished: bool) -> int:
    """Thêm văn bản mới, thay văn bản đã đổi, bỏ văn bản không còn; phần còn lại giữ nguyên.

    Nếu hơn một phần ba văn bản của các nguồn (và hơn 5) không còn thì không cập nhật, trừ khi có --prune.

    \b
    Ví dụ:
      ketluan index update van-ban/ --index var/index
    """
    if prune and keep_vanished:
        raise click.UsageError("--prune và --keep-vanished loại trừ nhau", click.get_current_context())
    return ingest_into(inputs, fresh=False, keep=keep_vanished, prune=prune)


@index_group.command("verify")
@index_option
@click.option("--all", "every", is_flag=True, help="Kiểm tra cả những lần dựng cũ còn giữ.")
def verify_command(index: Path | None, every: bool) -> int:
    """Kiểm tra từng tệp của chỉ mục đang dùng theo bản kê của nó.

    \b
    Ví dụ:
      ketluan index verify --all --index var/index
    """
    from indexer.registry import open_keeper

    keeper = open_keeper(settings_for(index))
    numbers = [generation.number for generation in keeper.generations()] if every else [None]
    damaged = [name for number in numbers for name in _damaged(keeper, number)]
    for name in damaged:
        click.echo(f"hỏng: {name}")
    if damaged:
        click.echo(f"{len(damaged)} tệp hỏng: hãy chạy lại `ketluan index build`", err=True)
        return PARTLY
    click.echo("chỉ mục nguyên vẹn")
    return DONE


def _damaged(keeper: IndexKeeper, number: int | None) -> Sequence[str]:
    try:
        damaged = keeper.damaged_files(number)
    except IndexDamaged as problem:
        return problem.files
    return damaged if number is None else [f"{number:06}/{name}" for name in damaged]


@index_group.command("info")
@index_option
@json_option
@click.option("--refused", is_flag=True, help="Liệt kê đầu vào bị từ chối hoặc đáng ngờ của lần dựng đang dùng.")
def info_command(index: Path | None, as_json: bool, refused: bool) -> int:
    """Cho biết chỉ mục có bao nhiêu văn bản, mục, dung lượng, được dựng khi nào, còn giữ những lần dựng nào.

    \b
    Ví dụ:
      ketluan index info --index var/index --json
      ketluan index info --index var/index --refused
    """
    from indexer.registry import open_engine, open_keeper

    settings = settings_for(index)
    keeper = open_keeper(settings)
    if refused:
        return _show_refused(keeper, as_json=as_json)
    engine = open_engine(settings)
    try:
        info = engine.info()
    finally:
        engine.close()
    generations = keeper.generations()
    if as_json:
        kept = [asdict(generation) for generation in generations]
        click.echo(json.dumps({**asdict(info), "generations": kept}, ensure_ascii=False))
        return DONE
    click.echo(f"văn bản       {info.documents}")
    click.echo(f"mục           {info.items}")
    click.echo(f"dung lượng    {_bytes(info.bytes)}")
    click.echo(f"lần dựng      {info.generation} ({info.built})")
    click.echo(f"trường        {', '.join(info.fields)}")
    click.echo(f"bộ phân tích  {info.analyser}")
    click.echo(f"bộ máy        {info.engine}")
    for generation in generations:
        click.echo(f"đang giữ      {_described(generation)}")
    return DONE


def _bytes(size: int) -> str:
    return f"{size:,} byte".replace(",", ".")


def _described(generation: GenerationInfo) -> str:
    if not generation.built:
        return f"{generation.number}: không đọc được bản kê"
    live = " ← đang dùng" if generation.live else ""
    size = _bytes(generation.bytes)
    return f"{generation.number} ({generation.built}): {generation.documents} văn bản, {size}{live}"


def _show_refused(keeper: IndexKeeper, *, as_json: bool) -> int:
    report = keeper.report()
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        return PARTLY if report.refused else DONE
    if not (report.refused or report.doubtful):
        click.echo("không có đầu vào nào bị từ chối")
    return report_refusals(report.refused, report.doubtful, err=False)


@index_group.command("rollback")
@index_option
@click.option("--to", "number", type=click.IntRange(1), metavar="SỐ", help="Lần dựng cần quay về.")
def rollback_command(index: Path | None, number: int | None) -> int:
    """Quay về lần dựng liền trước, hoặc lần dựng nêu tên, trong một bước.

    \b
    Ví dụ:
      ketluan index rollback --to 12 --index var/index
    """
    from indexer.registry import open_keeper

    live = open_keeper(settings_for(index)).rollback(number)
    click.echo(f"đang dùng lần dựng {live}")
    return DONE


@index_group.command("prune")
@index_option
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=_KEPT,
    metavar="SỐ",
    help=f"Số lần dựng giữ lại, kể cả lần đang dùng (mặc định {_KEPT}).",
)
def prune_command(index: Path | None, keep: int) -> int:
    """Xóa những lần dựng cũ mà không chương trình nào còn đọc.

    \b
    Ví dụ:
      ketluan index prune --keep 1 --index var/index
    """
    from indexer.registry import open_keeper

    pruned = open_keeper(settings_for(index)).prune(keep)
    click.echo(f"đã xóa {len(pruned.removed)} lần dựng{_listed(pruned.removed)}")
    if pruned.held:
        click.echo(f"còn chương trình đang đọc nên giữ lại{_listed(pruned.held)}")
    return DONE


def _listed(numbers: Sequence[int]) -> str:
    return f": {', '.join(map(str, numbers))}" if numbers else ""
