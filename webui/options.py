"""Options of `ketluan serve` that say who may read, how much each may ask, and what stands before the application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from webui.settings import ServerSettings, WebSettings

Callback = Callable[..., Any]

_WEB, _SERVER = WebSettings(), ServerSettings()


def guard_options(command: Callback) -> Callback:
    """Add the options that say who may read, how much each may ask, and what stands before the application."""
    options = (
        click.option(
            "--password-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            envvar="KETLUAN_PASSWORD_FILE",
            metavar="TỆP",
            help="Chỉ mở cho người có mật khẩu; mỗi dòng của tệp là tên:băm.",
        ),
        click.option(
            "--hash-password", is_flag=True, is_eager=True, expose_value=False, callback=_print_hash,
            help="Hỏi tên và mật khẩu, in ra một dòng cho --password-file, rồi thoát.",
        ),
        click.option(
            "--trusted-proxy", "proxies", default=0, type=click.IntRange(0, 10), envvar="KETLUAN_TRUSTED_PROXY",
            metavar="N", help="Số máy chủ ủy quyền đứng trước, được tin ở X-Forwarded-For, -Proto, -Host (mặc định 0).",
        ),
        click.option("--tls", is_flag=True, help="Người đọc vào bằng HTTPS (gửi thêm Strict-Transport-Security)."),
        click.option(
            "--name", "names", multiple=True, metavar="TÊN",
            help="Tên máy được nhận trong địa chỉ; dùng được nhiều lần, .tinh.gov.vn là mọi tên bên dưới.",
        ),
        click.option(
            "--rate", default=_WEB.rate, type=click.IntRange(0), metavar="N",
            help=f"Số yêu cầu mỗi phút của một máy khác (mặc định {_WEB.rate}; 0 là không giới hạn).",
        ),
        click.option(
            "--exports", default=_WEB.exports, type=click.IntRange(0), metavar="N",
            help=f"Số lần tải kết quả mỗi phút của một máy khác (mặc định {_WEB.exports}; 0 là không giới hạn).",
        ),
        click.option(
            "--threads", default=_SERVER.threads, type=click.IntRange(1, 256), metavar="N",
            help=f"Số yêu cầu trả lời cùng lúc (mặc định {_SERVER.threads}).",
        ),
        click.option(
            "--connections", default=_SERVER.connections, type=click.IntRange(10, 100_000), metavar="N",
            help=f"Số kết nối mở cùng lúc (mặc định {_SERVER.connections}).",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _print_hash(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from webui.passwords import password_line

    name = click.prompt("Tên", err=True, value_proc=_login_name)
    password = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Gõ lại mật khẩu", err=True)
    click.echo(password_line(name, password))
    context.exit()


def _login_name(text: str) -> str:
    if not text.strip() or ":" in text or text.startswith("#"):
        raise click.BadParameter("tên không được trống, có dấu hai chấm hay bắt đầu bằng #")
    return text.strip()


def passwords(file: Path | None) -> dict[str, str]:
    """Return the hashes of a password file by name, none without a file; raises ClickException in one line."""
    if file is None:
        return {}
    from webui.passwords import PasswordFileError, read_passwords

    try:
        return read_passwords(file)
    except PasswordFileError as error:
        raise click.ClickException(
            f"{file}, dòng {error.line}: cần một dòng tên:băm; hãy tạo bằng `ketluan serve --hash-password`"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"không đọc được {file}: hãy kiểm tra quyền đọc, và rằng tệp là UTF-8") from error
