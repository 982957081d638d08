"""What a reader, or a program, is told when a page cannot be shown."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer.errors import IndexProblem
from webui.strings import t

_WORDED = frozenset({400, 404, 405, 500, 503})


class Missing(Exception):  # noqa: N818  an answer, not a failure
    """There is no such thing: `what` is `item`, `meeting`, `agency` or `document`, `id` what was asked for."""

    def __init__(self, what: str, id: str) -> None:  # noqa: A002
        super().__init__(f"{what} {id}")
        self.what = what
        self.id = id


def register(app: Flask) -> None:
    """Make every error of `app` a page with a way on, or a problem document under `/api`."""
    app.register_error_handler(Missing, _missing)
    app.register_error_handler(IndexProblem, _unreadable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _missing(missing: Missing) -> Response:
    return _answer(404, t(f"error.{missing.what}", id=missing.id))


def _unreadable(problem: IndexProblem) -> Response:
    current_app.logger.error("index cannot be read: %s", problem)
    response = _answer(503)
    response.headers["Retry-After"] = "60"
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = _answer(error.code or 500)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("unexpected error on %s", request.path, exc_info=error)
    return _answer(500)


def _answer(code: int, detail: str | None = None) -> Response:
    worded = code if code in _WORDED else (400 if code < 500 else 500)
    heading, say = t(f"error.{worded}"), t(f"error.{worded}.say")
    if request.path.startswith("/api/") or request.path == "/healthz":
        return _problem(code, heading, detail or say)
    page = render_template("error.html", section=None, code=code, heading=heading, detail=detail, say=say)
    return make_response(page, code)


def _problem(code: int, title: str, detail: str) -> Response:
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail, "instance": request.path}
    response = make_response(current_app.json.dumps(body), HTTPStatus(code) if code in _CODES else code)
    response.content_type = "application/problem+json"
    return response


_CODES = frozenset(status.value for status in HTTPStatus)
