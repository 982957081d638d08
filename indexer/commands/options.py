"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer.settings import Settings

_directory = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path, readable=False),
    metavar="DIR",
    help="Thư mục chỉ mục (mặc định: $KETLUAN_INDEX, rồi ./var/index).",
)


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    context.meta[f"ketluan.{parameter.name}"] = value


_engine = click.option(
    "--engine",
    metavar="TÊN",
    expose_value=False,
    callback=_remember,
    help="Bộ máy tìm kiếm: embedded (một máy) hoặc opensearch (cụm máy); mặc định: $KETLUAN_ENGINE, rồi embedded.",
)
_url = click.option(
    "--url",
    metavar="URL",
    expose_value=False,
    callback=_remember,
    help="Cụm OpenSearch và tên chỉ mục, ví dụ http://may1:9200,http://may2:9200/ketluan (mặc định: $KETLUAN_URL).",
)


def index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take --index, and --engine with --url, which `settings_for` finds by itself."""
    return _directory(_engine(_url(command)))


json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="In dữ liệu dạng JSON."
)


def settings_for(index: Path | None) -> Settings:
    """Return the settings of the environment, with the index of the command line before it."""
    context = click.get_current_context(silent=True)
    given = context.meta if context is not None else {}
    return Settings.from_environment(index=index, engine=given.get("ketluan.engine"), url=given.get("ketluan.url"))
