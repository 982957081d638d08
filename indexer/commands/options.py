"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer.settings import Settings

index_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path, readable=False),
    metavar="DIR",
    help="Thư mục chỉ mục (mặc định: $KETLUAN_INDEX, rồi ./var/index).",
)
json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="In dữ liệu dạng JSON."
)


def settings_for(index: Path | None) -> Settings:
    """Return the settings of the environment, with the index of the command line before it."""
    return Settings.from_environment(index=index)
