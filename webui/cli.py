"""`ketluan serve` and `ketluan demo`: the web application on a production WSGI server."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.commands.options import index_option, settings_for
from indexer.console import Command
from indexer.errors import IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from indexer.settings import DEFAULT_ENGINE, Settings
from webui.options import guard_options, passwords
from webui.settings import LOCAL_HOSTS, ServerSettings, WebSettings

if TYPE_CHECKING:
    from flask import Flask

    from webui.serving import Server

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
@guard_options
def serve(index: Path | None, host: str, port: int, public: bool, **guard: Any) -> None:
    """Mở trang tìm kiếm trên một chỉ mục đã dựng.

    \b
    Ví dụ:
      ketluan serve --index var/index --port 8000
      ketluan serve --host 0.0.0.0 --public --password-file mat-khau.txt
      ketluan serve --trusted-proxy 1 --name tra-cuu.tinh.gov.vn
    """
    _check_host(host, public)
    web = WebSettings(
        trusted_proxies=guard["proxies"],
        tls=guard["tls"],
        hosts=hosts_for(host, guard["names"], open_to_others=public or guard["proxies"] > 0),
        passwords=passwords(guard["password_file"]),
        rate=guard["rate"],
        exports=guard["exports"],
        exports_at_once=max(1, guard["threads"] // 4),
    )
    listening = ServerSettings(host, port, guard["threads"], guard["connections"], proxied=guard["proxies"] > 0)
    _run(settings_for(index), web, listening)


@click.command("demo", cls=Command)
@_address_options
def demo(host: str, port: int, public: bool) -> None:
    """Lập chỉ mục các văn bản mẫu đi kèm rồi mở trang tìm kiếm trên đó.

    \b
    Ví dụ:
      ketluan demo --port 8000
    """
    _check_host(host, public)
    settings = Settings.from_environment(index=demo_index(), engine=DEFAULT_ENGINE)
    index_samples(settings)
    web = WebSettings(hosts=hosts_for(host, (), open_to_others=public))
    _run(settings, web, ServerSettings(host, port))


def hosts_for(host: str, names: Sequence[str], *, open_to_others: bool) -> tuple[str, ...]:
    """Return the names to answer to: those given, else this machine's own unless others are let in; empty for any."""
    if names or open_to_others:
        return tuple(names)
    return tuple(dict.fromkeys((*LOCAL_HOSTS, f"[{host}]" if ":" in host else host)))


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


def _run(settings: Settings, web: WebSettings, listening: ServerSettings) -> None:
    from indexer.warming import warm
    from webui.app import create_app
    from webui.site import EXTENSION

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(settings, web=web)
    engine = app.extensions[EXTENSION].engine
    try:
        with app.test_request_context("/"):
            app.view_functions["start.show"]()  # reads the lists before the first reader waits
        warm(engine)
        server = _bound(app, listening)
        server.stop_on_signals()
        for name, bound in server.addresses:
            click.echo(f"Đang chạy tại {address(name, bound)} (Ctrl+C để dừng)")
        server.run()
    finally:
        engine.close()


def _bound(app: Flask, listening: ServerSettings) -> Server:
    from webui.serving import Server

    try:
        return Server(app, listening)
    except OSError as error:
        raise click.ClickException(_unbound(error, listening.host, listening.port)) from error


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
