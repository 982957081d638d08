"""What a machine does to a build: signals, a full disk, folders that may not be written, a clock that steps."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main as ketluan
from indexer.embedded.generations import Generations
from indexer.ingest import ingest
from indexer.registry import open_builder
from tests.crash.generation import documents, patient, prove, served_build, write
from tests.crash.kill import Bench
from tests.crash.victim import run

_ROOT = Path(__file__).parents[2]
_KETLUAN = [sys.executable, "-c", "from indexer.cli import main; main()"]
_NOBODY = 65534
_MANY = 400  # documents: enough to be interrupted while they are read


@pytest.fixture
def bench() -> Iterator[Bench]:
    """An index of build 1, in a place that any user may reach."""
    with tempfile.TemporaryDirectory(dir="/var/tmp" if os.access("/var/tmp", os.W_OK) else None) as folder:  # noqa: S108
        Path(folder).chmod(0o755)
        bench = Bench(Path(folder))
        bench.bring_up(bench.sources(), fresh=True)
        yield bench


def intact(bench: Bench, build: int) -> bool:
    """Say whether a build is live, nothing half is left, and the next builder can begin."""
    names = [path.name for path in (bench.settings.index / "generations").iterdir()]
    open_builder(bench.settings, fresh=False).abort()
    return prove(bench.settings.index) == build and all(name.isdecimal() for name in names)


class TestSignals:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_an_interrupted_build_says_so_in_one_line_and_leaves_nothing(self, bench: Bench, number: int) -> None:
        source = write(bench.folder / "nhieu.jsonl", 2, _MANY)
        command = [*_KETLUAN, "index", "build", str(source), "--index", str(bench.settings.index), "--quiet"]
        with subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.PIPE, text=True) as building:
            _wait_for(bench.settings.index / "generations" / "000002.partial")
            building.send_signal(number)
            _, said = building.communicate(timeout=60)
        assert building.returncode == 2
        assert said.strip() == "ketluan: đã dừng giữa chừng; chỉ mục đang dùng vẫn như cũ"
        assert intact(bench, 1)


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.01)


class TestFullDisk:
    @pytest.mark.parametrize("limit", [0, 200, 4_000, 20_000])
    def test_a_file_that_may_not_grow_is_one_line(self, bench: Bench, limit: int) -> None:
        """Python ignores SIGXFSZ, so that a write over the limit fails as one on a full disk does."""
        source = bench.sources()
        command = [*_KETLUAN, "index", "build", str(source), "--index", str(bench.settings.index), "--quiet"]
        done = subprocess.run(
            command,
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert [line for line in done.stderr.splitlines() if line.startswith("ketluan: hệ thống báo lỗi")]
        assert "Traceback" not in done.stderr
        assert intact(bench, 1)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a file open
    @pytest.mark.parametrize("room", [8, 64, 200])
    def test_a_small_file_system(self, room: int) -> None:
        with _small_disk(room << 10) as folder:
            bench = Bench(folder)
            survived = 0
            for _ in range(12):
                try:
                    bench.bring_up(bench.sources(), fresh=True)
                except OSError:
                    bench.next_build -= 1
                    break
                survived += 1
            if survived:
                assert prove(bench.settings.index) == survived
            assert not list((folder / "index").glob("generations/*.partial/*"))


@contextmanager
def _small_disk(size: int) -> Iterator[Path]:
    """Mount a small file system in memory, where this user may."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        try:
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this user may not mount a file system; a limit on the size of files stands for a full disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def become_nobody() -> None:
    """Give up the rights that a test may be run with, in a child: permissions do not stop root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


class TestPermissions:
    def as_nobody(self, bench: Bench, *command: str) -> tuple[int, str, str]:
        """Run a command as a user who may read the index and not write it; gives status, stdout and stderr."""
        told = bench.folder / "told"
        told.touch(0o666)
        told.chmod(0o666)

        def deed() -> None:
            become_nobody()
            arguments = ["index", *command, "--index", str(bench.settings.index)]
            done = CliRunner().invoke(ketluan, arguments, prog_name="ketluan")
            told.write_text(json.dumps([done.exit_code, done.stdout, done.stderr]), "utf-8")

        assert run(deed, None).fault == ""
        status, out, err = json.loads(told.read_text("utf-8"))
        return status, out, err

    def test_a_reader_needs_no_right_to_write(self, bench: Bench) -> None:
        for path in (bench.settings.index, *bench.settings.index.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        for command in (("info",), ("verify",)):
            status, _, err = self.as_nobody(bench, *command)
            assert (status, err) == (0, "")

    def test_a_builder_is_told_in_one_line(self, bench: Bench) -> None:
        for path in (bench.settings.index, *bench.settings.index.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        source = str(bench.sources())
        for command in (("build", source), ("update", source), ("rollback",), ("prune",)):
            status, out, err = self.as_nobody(bench, *command)
            assert (status, out, err.count("\n")) == (2, "", 1), err
        assert intact(bench, 1)

    def test_rights_that_go_while_a_build_runs(self, bench: Bench) -> None:
        source = bench.sources()
        folder = bench.settings.index / "generations"
        for path in (bench.folder, *bench.folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY) if os.geteuid() == 0 else None

        def deed() -> None:
            become_nobody()
            builder = open_builder(bench.settings, fresh=True)
            with pytest.raises(PermissionError):
                ingest(builder, [source], lambda step: folder.chmod(0o500) if step.writing else None)
            folder.chmod(0o700)

        assert run(deed, None).fault == ""
        assert prove(bench.settings.index) == 1
        bench.bring_up(bench.sources(), fresh=True)
        assert intact(bench, bench.next_build - 1)


class TestClock:
    def test_a_reader_follows_whatever_the_clock_says(self, bench: Bench) -> None:
        pointer = bench.settings.index / "CURRENT"
        before = pointer.stat()
        engine = patient(bench.settings.index)
        for build in (2, 3, 4):
            bench.bring_up(bench.sources(), fresh=True)
            os.utime(pointer, ns=(before.st_atime_ns, before.st_mtime_ns))
            assert served_build(engine) == build
        engine.close()

    def test_numbers_do_not_come_from_the_clock(self, bench: Bench) -> None:
        for path in bench.settings.index.rglob("*"):
            os.utime(path, (2_000_000_000, 2_000_000_000))
        bench.bring_up(bench.sources(), fresh=False)
        assert Generations(bench.settings.index).numbers() == (1, 2)
        assert intact(bench, 2)


def test_a_document_count_that_a_crash_can_tell_apart() -> None:
    ids = [document.id for document in documents(7)]
    assert len(set(ids)) == len(ids)
    assert {document.title for document in documents(7)} == {"Thông báo đợt 7"}
