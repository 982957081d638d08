"""What an item is about, in the words of its heading."""

from __future__ import annotations

import re

from corpus.annotate import annotate
from corpus.model import Citation, ConclusionItem

_WORDS_OF_TEXT = 20
_REMARK = re.compile(r"\s*\([^()]*\)[\s.]*$")  # Công tác cán bộ (có thông báo riêng).
_LEADING = ("về việc ", "về ", "việc ")


def subject(item: ConclusionItem) -> str:
    """Return the subject of an item: that of its heading, else the first words of its text."""
    return heading_subject(item.heading) or " ".join(item.text.split()[:_WORDS_OF_TEXT])


def heading_subject(heading: str) -> str:
    """Return a heading, or of `Tờ trình số 88-TTr/BCSĐ, ngày … của … về X` only X.

    A paper's name, number, date and sender say nothing of its subject, and half of all headings share them.
    """
    cited = [a.span.end for a in annotate(heading) if isinstance(a.target, Citation)]
    if not cited:
        return heading
    _, about, rest = heading[max(cited) :].partition(" về ")
    return rest if about else heading


def bare_subject(heading: str) -> str:
    """Return the subject of a heading as a phrase of its own: without `Về`, closing marks and remarks in brackets."""
    words = _REMARK.sub("", heading_subject(heading)).strip(" .,:;–-")
    for leading in _LEADING:
        if words.lower().startswith(leading):
            words = words[len(leading) :]
            break
    return words[:1].upper() + words[1:]
