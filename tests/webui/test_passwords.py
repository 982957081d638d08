"""The door of a closed office."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug import security

from tests.webui.fake_engine import FakeEngine
from webui import passwords
from webui.app import create_app
from webui.passwords import Guard, PasswordFileError, password_line, read_passwords
from webui.settings import WebSettings

LINE = password_line("vanphong", "Mật khẩu: dài")


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


RIGHT = basic("vanphong", "Mật khẩu: dài")


@pytest.fixture
def closed(engine: FakeEngine) -> FlaskClient:
    name, _, hashed = LINE.partition(":")
    return create_app(engine=engine, web=WebSettings(passwords={name: hashed})).test_client()


@pytest.mark.parametrize(
    "url",
    [
        *(
            "/",
            "/search?q=rung",
            "/items/kl-tu-212-20220512%231",
            "/api/search",
            "/export.csv",
            "/feed.atom",
            "/metrics",
        ),
        *("/static/ui.css", "/khong-co", "/search/", "/opensearch.xml", "/agencies/so-tai-chinh/deadlines.ics"),
    ],
)
def test_nothing_is_read_without_a_password(closed: FlaskClient, url: str) -> None:
    with closed.get(url) as answer:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="ketluan", charset="UTF-8"'
        assert answer.headers["Content-Security-Policy"]
        assert "15 mục" not in answer.get_data(as_text=True).split("<footer")[-1]
    with closed.get(url, headers=RIGHT) as answer:
        assert answer.status_code in {200, 308, 404}


def test_liveness_is_open(closed: FlaskClient) -> None:
    assert closed.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        basic("vanphong", "mật khẩu: dài"),
        basic("vanphong", ""),
        basic("ai-do", "Mật khẩu: dài"),
        basic("", ""),
        {"Authorization": "Basic"},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + b64encode(b"\xff\xfe\x00").decode()},
        {"Authorization": "Bearer abc"},
        {"Authorization": "Digest username=x"},
    ],
)
def test_a_wrong_password_is_401(closed: FlaskClient, headers: dict[str, str]) -> None:
    assert closed.get("/", headers=headers).status_code == 401


def test_who_guesses_waits_and_who_knows_does_not(closed: FlaskClient) -> None:
    assert closed.get("/help", headers=RIGHT).status_code == 200
    statuses = [closed.get("/help", headers=basic("vanphong", str(n))).status_code for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    refused = closed.get("/help", headers=basic("vanphong", "x"))
    assert int(refused.headers["Retry-After"]) >= 1
    assert "ketluan_refused_passwords_total 13" in closed.get("/metrics", headers=RIGHT).text
    assert closed.get("/help", headers=RIGHT).status_code == 200


def test_a_known_password_is_not_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = 0
    real = security.check_password_hash

    def counted(known: str, password: str) -> bool:
        nonlocal hashed
        hashed += 1
        return real(known, password)

    monkeypatch.setattr(passwords, "check_password_hash", counted)
    name, _, known = LINE.partition(":")
    guard = Guard({name: known})
    assert [guard.check(name, "Mật khẩu: dài", "a") for _ in range(5)] == [None] * 5
    assert hashed == 1
    assert guard.check("khong-ai", "x", "a") == 0  # a name that nobody has takes as long
    assert hashed == 2


def test_a_password_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mat-khau.txt"
    other = password_line("thu-ky", "x")
    file.write_text(f"# văn phòng\n\n{LINE}\n  {other}  \n", encoding="utf-8")
    assert list(read_passwords(file)) == ["vanphong", "thu-ky"]
    assert "Mật khẩu" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 0),
        ("# không có ai\n", 1),
        ("vanphong\n", 1),
        ("vanphong:matkhau\n", 1),
        (":scrypt:32768:8:1$a$b\n", 1),
        (f"{LINE}\nb:md5$a$b\n", 2),
        (f"{LINE}\nb:scrypt:x:8:1$a$b\n", 2),
    ],
)
def test_a_broken_password_file_closes_nothing_silently(tmp_path: Path, content: str, line: int) -> None:
    file = tmp_path / "mat-khau.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(PasswordFileError) as caught:
        read_passwords(file)
    assert caught.value.line == line
