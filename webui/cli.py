"""`ketluan serve` and `ketluan demo`: the web application on a production WSGI server."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from indexer.commands.options import index_option, settings_for
from indexer.console import Command
from indexer.errors import IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from indexer.settings import Settings

_THREADS = 8

Callback = Callable[..., Any]


def _address_options(command: Callback) -> Callback:
    """Add the options that say where to listen."""
    options = (
        click.option("--host", default="127.0.0.1", metavar="ĐỊA-CHỈ", help="Địa chỉ để nghe (mặc định 127.0.0.1)."),
        click.option(
            "--port",
            default=8000,
            type=click.IntRange(0, 65535),
            metavar="CỔNG",
            help="Cổng (mặc định 8000); 0 là cổng trống bất kỳ.",
        ),
        click.option("--public", is_flag=True, help="Cho phép nghe ở địa chỉ mà máy khác vào được."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("serve", cls=Command)
@index_option
@_address_options
def serve(index: Path | None, host: str, port: int, public: bool) -> None:
    """Mở trang tìm kiếm trên một chỉ mục đã dựng.

    \b
    Ví dụ:
      ketluan serve --index var/index --port 8000
    """
    _check_host(host, public)
    _run(settings_for(index), host, port)


@click.command("demo", cls=Command)
@_address_options
def demo(host: str, port: int, public: bool) -> None:
    """Lập chỉ mục các văn bản mẫu đi kèm rồi mở trang tìm kiếm trên đó.

    \b
    Ví dụ:
      ketluan demo --port 8000
    """
    _check_host(host, public)
    settings = Settings.from_environment(index=demo_index())
    index_samples(settings)
    _run(settings, host, port)


def demo_index() -> Path:
    """Return where the index of the samples is kept: in this user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "ketluan" / "demo"


def index_samples(settings: Settings) -> None:
    """Bring an index of the shipped samples up to date; one that another process is building is used as it is."""
    from corpus.samples import paths
    from indexer.ingest import ingest
    from indexer.registry import open_builder

    def build(*, fresh: bool) -> None:
        report = ingest(open_builder(settings, fresh=fresh), paths())
        for refusal in report.refused:
            click.echo(f"bỏ qua {refusal.source}: {refusal.message}", err=True)

    click.echo("Đang lập chỉ mục các văn bản mẫu…", err=True)
    try:
        build(fresh=False)
    except (IndexMissing, IndexIncompatible, IndexDamaged):
        build(fresh=True)
    except IndexLocked as locked:
        click.echo(f"{locked}; mở chỉ mục mẫu đã có", err=True)


def _check_host(host: str, public: bool) -> None:
    """Refuse to open the index to a network unless the person said so."""
    if not (public or is_loopback(host)):
        raise click.ClickException(
            f"địa chỉ {host} cho máy khác vào được: thêm --public nếu đúng ý, hoặc dùng --host 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _run(settings: Settings, host: str, port: int) -> None:
    from waitress import create_server  # type: ignore[import-untyped]

    from webui.app import create_app
    from webui.site import EXTENSION

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(settings)
    engine = app.extensions[EXTENSION].engine
    app.test_client().get("/")  # loads the analyser and reads the lists before the first reader waits for them
    try:
        server = create_server(app, host=host, port=port, threads=_THREADS, ident=None)
    except OSError as error:
        engine.close()
        raise click.ClickException(_unbound(error, host, port)) from error
    signal.signal(signal.SIGTERM, _stop)
    for name, bound in addresses(server):
        click.echo(f"Đang chạy tại {address(name, bound)} (Ctrl+C để dừng)")
    try:
        server.run()
    finally:
        server.close()
        engine.close()


def addresses(server: Any) -> list[tuple[str, int]]:
    """Return the host and port of every socket of a waitress server; a name may stand for several."""
    listening = getattr(server, "effective_listen", None)
    return list(listening) if listening else [(server.effective_host, server.effective_port)]


def address(host: str, port: int) -> str:
    """Return the address that a browser takes."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _unbound(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"cổng {port} trên {host} đang có chương trình khác dùng: hãy chọn cổng khác bằng --port"
        case errno.EACCES:
            return f"không được phép nghe cổng {port}: hãy chọn cổng từ 1024 trở lên bằng --port"
        case _:
            return f"không nghe được ở {host}:{port} ({error.strerror or error}): hãy kiểm tra --host và --port"


def _stop(*_: object) -> NoReturn:
    raise SystemExit(0)
