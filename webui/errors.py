"""What a reader, or a program, is told when a page cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer.errors import IndexProblem, SearchTimedOut
from indexer.request import Facet
from webui.metrics import count
from webui.parameters import Unusable
from webui.strings import t

_WORDED = frozenset({400, 401, 404, 405, 414, 429, 500, 503})
_PROGRAMS = ("/api/", "/healthz", "/metrics")
_FACETS = frozenset(facet.value for facet in Facet)
_RETRY_INDEX, _RETRY_SEARCH = 60, 5  # seconds


@dataclass(frozen=True, slots=True)
class Way:
    """A link of an error page that leads on."""

    url: str
    words: str


class Missing(Exception):  # noqa: N818  an answer, not a failure
    """There is no such thing: `what` is `item`, `meeting`, `agency` or `document`, `id` what was asked for."""

    def __init__(self, what: str, id: str) -> None:  # noqa: A002
        super().__init__(f"{what} {id}")
        self.what = what
        self.id = id


class Refused(Exception):  # noqa: N818  an answer, not a failure
    """A request that is not answered: its status, a sentence for the reader, links that lead on, seconds to wait."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        ways: Sequence[Way] = (),
        wait: int | None = None,
        challenge: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.ways = tuple(ways)
        self.wait = wait
        self.challenge = challenge


class BadParameters(Exception):  # noqa: N818  an answer, not a failure
    """A program sent values that their parameters can never take."""

    def __init__(self, values: Sequence[Unusable]) -> None:
        super().__init__(", ".join(value.name for value in values))
        self.values = tuple(values)


def register(app: Flask) -> None:
    """Make every error of `app` a page with a way on, or a problem document under `/api`."""
    app.register_error_handler(Missing, _missing)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(BadParameters, _bad)
    app.register_error_handler(SearchTimedOut, _timed_out)
    app.register_error_handler(IndexProblem, _unreadable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _missing(missing: Missing) -> Response:
    return _answer(404, t(f"error.{missing.what}", id=missing.id))


def _refused(refused: Refused) -> Response:
    response = _answer(refused.status, refused.detail, ways=refused.ways)
    if refused.wait is not None:
        response.headers["Retry-After"] = str(refused.wait)
    if refused.challenge is not None:
        response.headers["WWW-Authenticate"] = refused.challenge
    return response


def _bad(bad: BadParameters) -> Response:
    detail = said(bad.values)
    problem = {"errors": [{"parameter": v.name, "value": v.value, "detail": v.reason} for v in bad.values]}
    return _problem(400, t("error.400"), detail, **problem)


def said(values: Sequence[Unusable]) -> str:
    """Return one sentence about values that are of no use."""
    named = (t("limit.value", name=_label(v.name), value=v.value, reason=v.reason) for v in values)
    return t("limit.values", values="; ".join(named))


def _label(name: str) -> str:
    if name in _FACETS:
        return t(f"facet.{name}")
    return t("sort.label") if name == "sort" else name


def _timed_out(problem: SearchTimedOut) -> Response:
    current_app.logger.warning("%s", problem)
    count("searches_timed_out")
    return _waiting(_answer(503, t("limit.time", seconds=f"{problem.seconds:g}"), worded="timeout"), _RETRY_SEARCH)


def _unreadable(problem: IndexProblem) -> Response:
    current_app.logger.error("index cannot be read: %s", problem)
    return _waiting(_answer(503), _RETRY_INDEX)


def _waiting(response: Response, seconds: int) -> Response:
    response.headers["Retry-After"] = str(seconds)
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


def _answer(code: int, detail: str | None = None, *, ways: Sequence[Way] = (), worded: str | None = None) -> Response:
    worded = worded or str(code if code in _WORDED else (400 if code < 500 else 500))
    heading, say = t(f"error.{worded}"), t(f"error.{worded}.say")
    if request.path == "/api" or request.path.startswith(_PROGRAMS):
        return _problem(code, heading, detail or say)
    # How much the index holds is not for whoever has no password.
    hidden: dict[str, None] = {"index": None} if code == HTTPStatus.UNAUTHORIZED else {}
    page = render_template(
        "error.html", section=None, code=code, heading=heading, detail=detail, say=say, ways=ways, **hidden
    )
    return make_response(page, code)


def _problem(code: int, title: str, detail: str, **more: object) -> Response:
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail, "instance": request.path, **more}
    response = make_response(current_app.json.dumps(body), HTTPStatus(code) if code in _CODES else code)
    response.content_type = "application/problem+json"
    return response


_CODES = frozenset(status.value for status in HTTPStatus)
