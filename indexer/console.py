"""What all commands share: one line for an error, exit statuses, progress, and commands found by name."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module, metadata
from typing import Any, ClassVar, NoReturn

import click

from corpus.errors import Refusal
from indexer.errors import IndexProblem

DONE, PARTLY, FAILED = 0, 1, 2


class _Formatter(click.HelpFormatter):
    """Click's help with its headings in Vietnamese."""

    _HEADINGS: ClassVar[Mapping[str, str]] = {"Options": "Tùy chọn", "Commands": "Lệnh"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in Vietnamese throughout."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[TÙY CHỌN]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help` with its own help in Vietnamese."""
        return _translated(super().get_help_option(ctx))


def _translated(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Hiện hướng dẫn này rồi thoát."
    return option


class Commands(click.Group):
    """A group whose commands are imported when they are used, and whose errors are one Vietnamese line, status 2.

    `lazy` maps names to `module:attribute`; `entry_points` names a group of entry points that add more.
    """

    def __init__(
        self, *args: Any, lazy: Mapping[str, str] | None = None, entry_points: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"options_metavar": "[TÙY CHỌN]", "subcommand_metavar": "LỆNH …", **kwargs})
        self._lazy = dict(lazy or {})
        self._entry_points = entry_points

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help` with its own help in Vietnamese."""
        return _translated(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where no command is named."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit(DONE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of registration, joined commands last."""
        return [*self._lazy, *super().list_commands(ctx), *sorted(self._joined())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name; None for an unknown one."""
        if cmd_name in self._lazy:
            module, _, attribute = self._lazy[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        if (joined := self._joined().get(cmd_name)) is not None:
            loaded: click.Command = joined.load()
            return loaded
        return super().get_command(ctx, cmd_name)

    def _joined(self) -> dict[str, metadata.EntryPoint]:
        if self._entry_points is None:
            return {}
        return {entry.name: entry for entry in metadata.entry_points(group=self._entry_points)}

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run and exit; never shows a traceback for what a user or the machine can do wrong."""
        extra["standalone_mode"] = False
        sys.exit(_status(lambda: super(Commands, self).main(*args, **extra)))


def _status(run: Callable[[], Any]) -> int:
    try:
        result = run()
    except click.exceptions.Abort:
        return _fail("đã dừng giữa chừng; chỉ mục đang dùng vẫn như cũ")
    except click.UsageError as error:
        return _fail(usage_message(error))
    except click.ClickException as error:
        return _fail(error.format_message())
    except IndexProblem as problem:
        return _fail(str(problem))
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`): nothing is wrong, and nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PARTLY
    except OSError as error:
        return _fail(f"hệ thống báo lỗi {error.strerror or error} ({error.filename or 'không rõ tệp'})")
    except Exception as error:
        if os.environ.get("KETLUAN_DEBUG"):
            raise
        kind = type(error).__name__
        return _fail(f"chương trình gặp lỗi ngoài dự kiến ({kind}: {error}); đặt KETLUAN_DEBUG=1 để xem chi tiết")
    return result if isinstance(result, int) else DONE


def _fail(message: str) -> int:
    click.echo(f"ketluan: {' '.join(message.split())}", err=True)
    return FAILED


def usage_message(error: click.UsageError) -> str:
    """Return a usage error of click as one Vietnamese line that names the help to read."""
    context = error.ctx
    hint = f"; xem `{context.command_path} --help`" if context else ""
    match error:
        case click.NoSuchOption(option_name=name):
            return f"không có tùy chọn {name}{hint}"
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"thiếu {parameter.make_metavar(context) if context else parameter.name}{hint}"
        case click.BadOptionUsage(option_name=name):
            return f"tùy chọn {name} dùng chưa đúng{hint}"
        case click.BadParameter(param=click.Parameter() as parameter):
            names = "/".join(parameter.opts)
            return f"giá trị của {names} không hợp lệ: {_expected(parameter, error.message)}{hint}"
    if context is not None and isinstance(context.command, click.Group):
        return f"không có lệnh này hoặc thiếu tên lệnh{hint}"
    return f"thừa hoặc sai tham số ({error.message}){hint}"


def _expected(parameter: click.Parameter, message: str) -> str:
    match parameter.type:
        case click.Choice(choices=choices):
            return f"hãy chọn một trong {', '.join(str(choice) for choice in choices)}"
        case click.IntRange(min=low, max=high):
            return f"hãy cho một số nguyên từ {low} đến {high}" if high else f"hãy cho một số nguyên từ {low} trở lên"
    return message


def report_refusals(refusals: Sequence[Refusal], doubtful: Sequence[Refusal] = (), *, err: bool = True) -> int:
    """Name every refused input, and every doubtful one, on stderr (or stdout); return the exit status."""
    for word, inputs in (("bỏ qua", refusals), ("đáng ngờ", doubtful)):
        for refusal in inputs:
            line = f", dòng {refusal.line}" if refusal.line else ""
            click.echo(f"{word} {refusal.source}{line}: {refusal.message}", err=err)
    return PARTLY if refusals else DONE


@contextmanager
def interruptible() -> Iterator[None]:
    """Let a request to end, or a terminal that goes away, stop the work as Ctrl-C does: with nothing left behind."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
