"""What `index build` and `index update` share: sources, options, and what is said about the run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from corpus.errors import Refusal
from indexer.commands.options import index_option, settings_for
from indexer.console import DONE, PARTLY, interruptible, report_refusals
from indexer.errors import InputsRefused, NothingToIndex
from indexer.logs import log_to_stderr, pairs
from indexer.page import IngestReport
from indexer.progress import LogFormat, progress
from indexer.steps import Vanished


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a person typed."""

    sources: tuple[Path, ...]
    index: Path | None
    keep: int | None
    wait: float
    strict: bool
    report: Path | None
    cache: bool
    quiet: bool
    log: LogFormat

    def say(self, event: str, sentence: str, **values: object) -> None:
        """Write one line on stderr, a sentence or pairs."""
        if not self.quiet:
            click.echo(pairs(event=event, **values) if self.log is LogFormat.PAIRS else sentence, err=True)


_OPTIONS = (
    click.argument(
        "sources", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="SOURCE..."
    ),
    index_option,
    click.option(
        "--keep",
        type=click.IntRange(1),
        metavar="SỐ",
        help="Số lần dựng giữ lại, kể cả lần này (mặc định 2).",
    ),
    click.option(
        "--wait",
        type=click.FloatRange(0),
        default=0.0,
        metavar="GIÂY",
        help="Đợi tối đa bấy nhiêu giây nếu đang có tiến trình khác dựng (mặc định 0).",
    ),
    click.option(
        "--strict", is_flag=True, help="Một đầu vào bị từ chối thì giữ nguyên chỉ mục cũ và kết thúc với mã 2."
    ),
    click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Ghi kết quả và mọi đầu vào bị từ chối vào FILE dạng JSON.",
    ),
    click.option(
        "--no-cache", "cache", flag_value=False, default=True, help="Không dùng kết quả phân tích của lần trước."
    ),
    click.option("--quiet", is_flag=True, help="Không hiện tiến độ."),
    click.option(
        "--log-format",
        "log",
        type=click.Choice([kind.value for kind in LogFormat]),
        default=LogFormat.TEXT.value,
        help="Dạng của tiến độ và nhật ký: text cho người, kv là các dòng khóa=giá trị.",
    ),
)


def build_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the sources and options to a command, which takes them as one value `inputs`."""
    names = Inputs.__dataclass_fields__

    @wraps(command)
    def gathered(**typed: Any) -> int:
        values = {name: typed.pop(name) for name in names}
        return command(Inputs(**{**values, "log": LogFormat(values["log"])}), **typed)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered


def ingest_into(inputs: Inputs, *, fresh: bool, keep: bool = False, prune: bool = False) -> int:
    """Bring an index up to date with the sources, say what became of them, and return the exit status."""
    from indexer.ingest import ingest
    from indexer.registry import Building, open_builder, open_cache

    if inputs.log is LogFormat.PAIRS:
        log_to_stderr()
    settings = settings_for(inputs.index)
    cache = open_cache(settings) if inputs.cache else None
    building = Building(fresh, inputs.keep, inputs.wait, _waiting(inputs), _interrupted(inputs), cache)
    try:
        with interruptible(), progress(inputs.log, quiet=inputs.quiet) as advance:
            builder = open_builder(settings, building)
            vanished = Vanished(keep, prune)
            report = ingest(builder, inputs.sources, advance, vanished=vanished, strict=inputs.strict, cache=cache)
    except (NothingToIndex, InputsRefused) as problem:
        _write(inputs, IngestReport(refused=problem.refused), live=False)
        _report(inputs, problem.refused)
        raise
    finally:
        if cache is not None:
            cache.close()
    _write(inputs, report, live=True)
    click.echo(summary(report))
    return _report(inputs, report.refused, report.doubtful)


def _waiting(inputs: Inputs) -> Callable[[str], None]:
    return lambda holder: inputs.say("waiting", f"đang đợi {holder} dựng xong", holder=holder)


def _interrupted(inputs: Inputs) -> Callable[[str], None]:
    def tell(holder: str) -> None:
        how = "dùng lại phần nó đã phân tích" if inputs.cache else "làm lại từ đầu"
        said = f"lần dựng trước ({holder}) dừng giữa chừng: đã dọn phần dở dang, {how}"
        inputs.say("restarted", said, holder=holder, resumed="cache" if inputs.cache else "clean")

    return tell


def _report(inputs: Inputs, refused: tuple[Refusal, ...], doubtful: tuple[Refusal, ...] = ()) -> int:
    if inputs.log is LogFormat.TEXT:
        return report_refusals(refused, doubtful)
    for event, refusals in (("refused", refused), ("doubtful", doubtful)):
        for refusal in refusals:
            click.echo(pairs(event=event, **asdict(refusal)), err=True)
    return PARTLY if refused else DONE


def _write(inputs: Inputs, report: IngestReport, *, live: bool) -> None:
    """Write the report where it was asked for; `live` says whether the run became the live index."""
    if inputs.report is not None:
        text = json.dumps({"live": live, **asdict(report)}, ensure_ascii=False, indent=1)
        inputs.report.write_bytes(text.encode("utf-8", "surrogatepass") + b"\n")


def summary(report: IngestReport) -> str:
    """Return one line for what became of the documents."""
    again = f"; dùng lại phân tích của {report.remembered} văn bản" if report.remembered else ""
    return (
        f"thêm {report.added}, thay {report.replaced}, giữ nguyên {report.unchanged}, bỏ {report.removed} văn bản; "
        f"lập chỉ mục {report.items} mục; từ chối {len(report.refused)} đầu vào{again}"
    )
