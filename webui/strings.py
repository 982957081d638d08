"""The words of the interface, by key, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from webui.language import Language, language
from webui.strings_en import ENGLISH
from webui.strings_vi import VIETNAMESE

_CATALOGUES = {Language.VIETNAMESE: VIETNAMESE, Language.ENGLISH: ENGLISH}


def catalogue() -> Mapping[str, str]:
    """Return the words of the language that this reader is answered in."""
    return _CATALOGUES[language()]


def t(key: str, **values: object) -> str:
    """Return the words of `key` with `values` put in; an unknown key is a programming error (KeyError)."""
    return catalogue()[key].format(**values)


def marked_up(key: str, **values: object) -> Markup:
    """Return the words of `key` for a template: values are escaped, but for those that are mark-up already."""
    return Markup(catalogue()[key]).format(**values)  # noqa: S704  the catalogue is ours; values are escaped


def quoted(words: str) -> Markup:
    """Return words of a document as mark-up that says which language they are in."""
    if language() is Language.VIETNAMESE:
        return escape(words)
    return Markup('<span lang="vi">{}</span>').format(words)
