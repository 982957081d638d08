"""The `ketluan` command: what belongs here, and what the layers above add through entry points."""

from __future__ import annotations

import click

from indexer.console import Commands

_LAZY = {
    "parse": "indexer.commands.parse:parse_command",
    "index": "indexer.commands.index:index_group",
    "search": "indexer.commands.search:search_command",
    "analyze": "indexer.commands.analyze:analyze_command",
}


@click.command(cls=Commands, lazy=_LAZY, entry_points="ketluan.commands", context_settings={"max_content_width": 100})
@click.version_option(
    package_name="ketluan", prog_name="ketluan", message="%(prog)s %(version)s", help="Hiện phiên bản rồi thoát."
)
def main() -> None:
    """Tìm kiếm kết luận của các hội nghị Đảng và chính quyền.

    \b
    Ví dụ:
      ketluan index build van-ban/ --index var/index
      ketluan search "chuyen doi so" --index var/index
    """


if __name__ == "__main__":
    main()
