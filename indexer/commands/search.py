"""`ketluan search`: one search, or a batch of them as a TREC run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from corpus.errors import Refusal
from indexer.commands.options import index_option, json_option, settings_for
from indexer.console import DONE, Command, report_refusals
from indexer.engine import RankingEngine
from indexer.facets import meeting_label
from indexer.page import Hit, SearchPage, SnippetPart
from indexer.request import Facet, Match, SearchRequest, Sort
from indexer.tokens import plain

_FACET_NAMES = {
    Facet.YEAR: "năm",
    Facet.AGENCY: "cơ quan",
    Facet.MEETING: "hội nghị",
    Facet.NUMBER: "số hiệu",
    Facet.DECISION: "quyết định",
    Facet.DUE: "thời hạn",
    Facet.PROVINCE: "tỉnh",
    Facet.KIND: "loại",
}
_SHOWN_VALUES = 5


@click.command("search", cls=Command)
@click.argument("query", required=False)
@index_option
@click.option("--agency", "agencies", multiple=True, metavar="A", help="Cơ quan được giao (tên, tên tắt hoặc mã).")
@click.option("--meeting", "meetings", multiple=True, metavar="M", help="Hội nghị (mã hoặc một phần tên).")
@click.option("--number", "numbers", multiple=True, metavar="N", help="Số hiệu văn bản được dẫn.")
@click.option("--year", "years", multiple=True, type=click.IntRange(1900, 2999), metavar="Y", help="Năm.")
@click.option("--sort", type=click.Choice([s.value for s in Sort]), default=Sort.RELEVANCE.value, help="Thứ tự.")
@click.option("--match", type=click.Choice([m.value for m in Match]), help="Cần đủ, phần lớn hay bất kỳ từ nào.")
@click.option("--page", type=click.IntRange(1), default=1, metavar="N", help="Trang thứ mấy.")
@click.option("--size", type=click.IntRange(1, 1000), default=10, metavar="N", help="Số mục mỗi trang.")
@click.option("--group", "grouped", is_flag=True, help="Gộp các mục gần trùng: chỉ hiện mục mới nhất.")
@json_option
@click.option(
    "--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path, readable=False), metavar="QUERIES.jsonl",
    help='Chạy nhiều câu: mỗi dòng {"_id", "text"}.',
)  # fmt: skip
@click.option("--trec", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT", help="Tệp kết quả kiểu TREC.")
@click.option("--depth", type=click.IntRange(1, 10000), default=100, metavar="K", help="Số mục mỗi câu trong --trec.")
def search_command(query: str | None, index: Path | None, **options: Any) -> int:
    """Tìm trong chỉ mục; gõ có dấu hay không dấu đều được.

    \b
    Ví dụ:
      ketluan search "chuyen doi so" --index var/index
      ketluan search "rừng" --agency "UBND tỉnh" --year 2022 --sort newest
      ketluan search '"quy hoạch chung" -rừng nam:2022..2023' --json
      ketluan search --batch cau-hoi.jsonl --trec ket-qua.run --depth 100 --match any
    """
    from indexer.registry import open_engine

    batch, trec = options["batch"], options["trec"]
    if (batch is None) != (trec is None) or (batch is None) == (query is None):
        raise click.ClickException("cần một câu tìm, hoặc cả --batch và --trec; xem `ketluan search --help`")
    engine = open_engine(settings_for(index))
    try:
        if batch is not None:
            return _run_batch(engine, batch, trec, options["depth"], Match(options["match"] or Match.ANY))
        return _run_one(engine, query or "", options)
    finally:
        engine.close()


def _run_one(engine: RankingEngine, query: str, options: dict[str, Any]) -> int:
    from indexer.choices import selections
    from indexer.jsonout import search_json

    wanted = (
        (Facet.AGENCY, options["agencies"]),
        (Facet.MEETING, options["meetings"]),
        (Facet.NUMBER, options["numbers"]),
        (Facet.YEAR, [str(year) for year in options["years"]]),
    )
    request = SearchRequest(
        query=query,
        selections=selections(engine, wanted),
        sort=Sort(options["sort"]),
        match=Match(options["match"] or Match.AUTO),
        page=options["page"],
        size=options["size"],
        grouped=options["grouped"],
    )
    page = engine.search(request)
    if options["as_json"]:
        click.echo(json.dumps(search_json(page), ensure_ascii=False))
    else:
        click.echo("\n".join(page_lines(*_last_instead(engine, page))))
    return DONE


def _last_instead(engine: RankingEngine, page: SearchPage) -> tuple[SearchPage, str | None]:
    """A page past the last is the last for people, with a sentence that says so, as in the web; programs get none."""
    last = max(1, -(-(page.entries or page.total) // page.request.size))
    if page.request.page <= last:
        return page, None
    return engine.search(replace(page.request, page=last)), f"Kết quả chỉ có {last} trang; đây là trang cuối."


def page_lines(page: SearchPage, note: str | None = None) -> Iterator[str]:
    """Yield a page of results as a person reads it in a terminal; matched words are bold where it can show them."""
    request = page.request
    folded = f" trong {page.entries} nhóm" if request.grouped else ""
    yield f"{page.total} mục{folded}" + (f" cho “{request.query}”" if request.query else "")
    if note:
        yield note
    if page.notice:
        yield page.notice
    if page.correction:
        yield f"Có phải bạn muốn tìm: {page.correction}"
    for number, hit in enumerate(page.hits, (request.page - 1) * request.size + 1):
        yield ""
        yield from _hit_lines(number, hit)
    yield ""
    for facet, counts in page.facets.items():
        if shown := counts[:_SHOWN_VALUES]:
            more = f" (và {len(counts) - len(shown)} giá trị khác)" if len(counts) > len(shown) else ""
            yield f"{_FACET_NAMES[facet]}: " + "; ".join(f"{c.label} {c.count}" for c in shown) + more


def _hit_lines(number: int, hit: Hit) -> Iterator[str]:
    header, item = hit.record.header, hit.record.item
    where = meeting_label(header.meeting, header) if header.meeting else header.title
    yield f"{number}. {hit.record.id}  {where}, mục {item.path}"
    for parts in (hit.heading, hit.snippet):
        if parts:
            yield "   " + " ".join(_marked(parts).split())
    if hit.similar:
        yield f"   và {hit.similar} mục tương tự"


def _marked(parts: Sequence[SnippetPart]) -> str:
    return "".join(click.style(part.text, bold=True) if part.hit else part.text for part in parts)


def _run_batch(engine: RankingEngine, batch: Path, trec: Path, depth: int, match: Match) -> int:
    refused: list[Refusal] = []
    with trec.open("w", encoding="utf-8") as out:
        for query in read_queries(batch):
            if isinstance(query, Refusal):
                refused.append(query)
                continue
            name, text = query
            for rank, (item_id, score) in enumerate(engine.ranking(SearchRequest(plain(text), match=match), depth), 1):
                out.write(f"{_field(name)} Q0 {_field(item_id)} {rank} {score:.6f} ketluan\n")
    return report_refusals(refused)


def read_queries(path: Path) -> Iterator[tuple[str, str] | Refusal]:
    """Yield (id, text) of each line of a queries file, or a refusal; empty lines are skipped."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
                yield str(value["_id"]), str(value["text"])
            except (ValueError, KeyError, TypeError):
                yield Refusal(path.name, "bad-query", 'dòng này không phải {"_id": …, "text": …}', number)


def _field(text: str) -> str:
    """Return a text that white space cannot split: the columns of a run file are separated by it."""
    return "%20".join(text.split()) or "-"
