"""Which words of an item a list shows: without the heading that stands above them, or those around a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.orthography import lower
from indexer.page import SnippetPart
from webui.typography import excerpt

_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_AFTER_HEADING = re.compile(r"\s*[:.]\s*|\s+")


def body_of(text: str, heading: str) -> str:
    """Return `text` without a run-in heading: `Về kinh phí: Giao Sở Tài chính` under `Về kinh phí` begins at `Giao`."""
    if not heading or not lower(text).startswith(lower(heading)):
        return text
    gap = _AFTER_HEADING.match(text, len(heading))
    rest = text[gap.end() :] if gap else ""
    return rest or text


def shown_parts(parts: Sequence[SnippetPart], heading: str) -> tuple[SnippetPart, ...]:
    """Return the runs of a passage without a run-in heading, which the reader has just read above it."""
    whole = "".join(part.text for part in parts)
    skipped = len(whole) - len(body_of(whole, heading))
    kept: list[SnippetPart] = []
    for part in parts:
        if skipped < len(part.text):
            kept.append(SnippetPart(part.text[skipped:], part.hit))
        skipped = max(skipped - len(part.text), 0)
    return tuple(kept)


def clause_around(text: str, phrase: str, limit: int) -> str:
    """Return the clause of `text` that holds `phrase`, in about `limit` characters; empty where it does not."""
    at = text.find(phrase)
    if at < 0:
        return ""
    end = at + len(phrase)
    starts = [match.end() for match in _CLAUSE_END.finditer(text, 0, at)]
    stop = _CLAUSE_END.search(text, end)
    clause = text[starts[-1] if starts else 0 : stop.start() if stop else len(text)]
    return _window(" ".join(clause.split()), " ".join(phrase.split()), limit)


def _window(clause: str, phrase: str, limit: int) -> str:
    """A stretch of at most about `limit` characters that holds the phrase, most of it before the phrase."""
    clause = clause.lstrip("-–—+•* ")
    end = clause.find(phrase) + len(phrase)
    if len(clause) <= limit or end <= limit:
        return excerpt(clause, limit)
    begin = clause.find(" ", max(end - limit + 20, 0))
    return "…" + excerpt(clause[begin + 1 :], limit)
