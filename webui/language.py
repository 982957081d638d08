"""The language that a reader is answered in: Vietnamese, or English by choice.

`?lang=en` in any address chooses, and a cookie remembers; it holds the choice and nothing else. What the documents say
stays Vietnamese in both.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

from flask import Flask, Response, has_request_context, request
from markupsafe import Markup

from webui.urls import with_query

PARAMETER = "lang"
_KEPT = "ketluan.language"  # where a request keeps its own
_A_YEAR = 365 * 24 * 60 * 60  # seconds


class Language(StrEnum):
    """A language of the interface, by its BCP 47 tag."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


_TAGS = frozenset(Language)


def language() -> Language:
    """Return the language of this request; Vietnamese where nothing else was chosen, and outside of requests."""
    if not has_request_context():
        return Language.VIETNAMESE
    known: Language | None = request.environ.get(_KEPT)  # a page asks some hundred times
    if known is None:
        known = request.environ[_KEPT] = _chosen()
    return known


def _chosen() -> Language:
    chosen = _asked() or request.cookies.get(PARAMETER, "")
    return Language(chosen) if chosen in _TAGS else Language.VIETNAMESE


def register(app: Flask) -> None:
    """Let `app` remember what its readers choose, and tell its templates."""
    app.after_request(_remembered)
    app.context_processor(_told)


def _asked() -> str | None:
    asked = request.args.get(PARAMETER)
    return asked if asked in _TAGS else None


def _remembered(response: Response) -> Response:
    if request.endpoint != "static":
        response.vary.add("Cookie")
        if asked := _asked():
            response.set_cookie(
                PARAMETER, asked, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
            )
    return response


def _told() -> dict[str, object]:
    """What templates need: the tag of the page, the attribute of words in Vietnamese, and the other language."""
    here = language()
    other = Language.ENGLISH if here is Language.VIETNAMESE else Language.VIETNAMESE
    return {
        "lang": here.value,
        # On a page in Vietnamese, words of a document need no attribute of their own.
        "vi": Markup("") if here is Language.VIETNAMESE else Markup(' lang="vi"'),
        "other_lang": other.value,
        "other_lang_url": _here_in(other) if has_request_context() else "",
    }


def _here_in(other: Language) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    # The path of a request is decoded: the # of an item's id would cut the address off.
    return with_query(quote(request.path), [*kept, (PARAMETER, other.value)])
