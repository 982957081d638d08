"""`serve` and `demo`: where they may listen, and what they say when they cannot."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from corpus import samples
from indexer.registry import open_builder, open_engine
from indexer.settings import Settings
from tests.factories import sample_corpus
from webui.cli import address, demo_index, hosts_for, index_samples, is_loopback, serve
from webui.passwords import password_line, read_passwords

LINE = re.compile(r"Đang chạy tại (?P<url>http://127\.0\.0\.1:[0-9]+/) ")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("index")
    builder = open_builder(Settings(index=root), fresh=True)
    builder.upsert(sample_corpus())
    builder.commit()
    return root


def ketluan(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from indexer.cli import main; main()", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(ketluan(*arguments), capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("192.168.1.20", False),
        ("tinhuy.example", False),
    ],
)
def test_which_hosts_only_this_machine_reaches(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_host_that_others_reach_needs_a_word(command: str) -> None:
    done = run(command, "--host", "0.0.0.0")  # noqa: S104
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "ketluan: địa chỉ 0.0.0.0 cho máy khác vào được: thêm --public nếu đúng ý, hoặc dùng --host 127.0.0.1"
    ]


def test_a_taken_port_is_one_line(index: Path, taken_port: int) -> None:
    done = run("serve", "--index", str(index), "--port", str(taken_port))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert f"cổng {taken_port} trên 127.0.0.1 đang có chương trình khác dùng" in line


def test_a_missing_index_is_one_line(tmp_path: Path) -> None:
    done = run("serve", "--index", str(tmp_path / "none"), "--port", "0")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "ketluan index build" in line


def test_serve_says_where_answers_and_stops_when_told(index: Path) -> None:
    with subprocess.Popen(
        ketluan("serve", "--index", str(index), "--port", "0"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = LINE.match(process.stdout.readline())
        try:
            assert said is not None
            with urlopen(said["url"] + "search?q=rung") as answer:  # noqa: S310
                assert "Kết quả cho “rung”" in answer.read().decode()
                assert answer.headers["Content-Security-Policy"]
                assert "Server" not in answer.headers
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_the_demo_is_kept_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert demo_index() == tmp_path / "ketluan" / "demo"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert demo_index() == tmp_path / ".cache" / "ketluan" / "demo"


def test_the_samples_are_indexed_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = samples.paths()[:2]
    monkeypatch.setattr(samples, "paths", lambda: few)
    settings = Settings(index=tmp_path / "demo")
    for generation in (1, 2):
        index_samples(settings)
        engine = open_engine(settings)
        assert (engine.info().documents, engine.info().generation) == (2, generation)
        engine.close()
    for manifest in (tmp_path / "demo").rglob("manifest.json"):
        manifest.write_text("{}")
    index_samples(settings)
    engine = open_engine(settings)
    assert engine.info().documents == 2
    engine.close()
    assert "bỏ qua" not in capsys.readouterr().err


@pytest.mark.parametrize(("host", "url"), [("127.0.0.1", "http://127.0.0.1:8000/"), ("::1", "http://[::1]:8000/")])
def test_an_address_as_browsers_take_it(host: str, url: str) -> None:
    assert address(host, 8000) == url


def test_serve_stands_behind_its_options(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "mat-khau.txt"
    file.write_text(password_line("vanphong", "x"), encoding="utf-8")
    arguments = (
        "serve",
        "--index",
        str(index),
        "--port",
        "0",
        "--password-file",
        str(file),
        "--name",
        "tra-cuu.example",
    )
    with subprocess.Popen(ketluan(*arguments), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = LINE.match(process.stdout.readline())
        try:
            assert said is not None
            assert status(said["url"] + "healthz", {"Host": "tra-cuu.example"}) == 200
            assert status(said["url"] + "healthz", {"Host": "khac.example"}) == 400
            assert status(said["url"], {"Host": "tra-cuu.example"}) == 401
            right = {"Host": "tra-cuu.example", "Authorization": "Basic " + b64encode(b"vanphong:x").decode()}
            assert status(said["url"], right) == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def status(url: str, headers: dict[str, str]) -> int:
    try:
        with urlopen(Request(url, headers=headers)) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        with error:
            return int(error.code)


@pytest.mark.parametrize("content", ["", "vanphong\n", "vanphong:matkhau\n"])
def test_a_broken_password_file_is_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "mat-khau.txt"
    file.write_text(content, encoding="utf-8")
    done = run("serve", "--index", str(tmp_path), "--password-file", str(file))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "ketluan serve --hash-password" in line
    assert "matkhau" not in line


def test_a_line_for_a_password_file_is_made(tmp_path: Path) -> None:
    done = CliRunner().invoke(serve, ["--hash-password"], input="vanphong\nbí mật\nbí mật\n")
    assert done.exit_code == 0
    file = tmp_path / "mat-khau.txt"
    file.write_text(done.stdout.splitlines()[-1], encoding="utf-8")
    assert list(read_passwords(file)) == ["vanphong"]
    assert "bí mật" not in done.stdout


@pytest.mark.parametrize(
    ("host", "names", "others", "hosts"),
    [
        ("127.0.0.1", (), False, ("localhost", "127.0.0.1", "[::1]")),
        ("127.8.8.8", (), False, ("localhost", "127.0.0.1", "[::1]", "127.8.8.8")),
        ("::1", (), False, ("localhost", "127.0.0.1", "[::1]")),
        ("0.0.0.0", (), True, ()),  # noqa: S104
        ("127.0.0.1", ("tra-cuu.example",), True, ("tra-cuu.example",)),
    ],
)
def test_which_names_serve_answers_to(host: str, names: tuple[str, ...], others: bool, hosts: tuple[str, ...]) -> None:
    assert hosts_for(host, names, open_to_others=others) == hosts
