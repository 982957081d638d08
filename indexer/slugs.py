"""Names in URLs: what an agency, a meeting or a province is called where only ASCII goes."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from corpus.model import Document
from corpus.orthography import fold_diacritics, fold_tone_marks

_GAP = re.compile(r"[^a-z0-9]+")
_LONGEST = 100


def slugify(text: str) -> str:
    """Return `text` in bare lower-case letters and digits joined by single dashes, at most 100 characters.

    A longer text keeps its beginning and ends in a digest of the whole; a text without any letter becomes one.
    """
    bare = fold_diacritics(unicodedata.normalize("NFC", text)).lower()
    slug = _GAP.sub("-", bare).strip("-")
    if slug and len(slug) <= _LONGEST:
        return slug
    return f"{slug[: _LONGEST - 9]}-{digest(text, 8)}".lstrip("-")


def digest(text: str, length: int = 4) -> str:
    """Return `length` hexadecimal digits that depend on every letter and tone of `text`."""
    spelling = fold_tone_marks(unicodedata.normalize("NFC", text))
    return hashlib.sha256(spelling.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def agency_id(name: str) -> str:
    """Return the id of an agency by its canonical name: `Sở Y tế` is `so-y-te`.

    Names that differ by diacritics alone share it (`xã Tân Thanh`, `xã Tân Thành`); an index that holds both adds
    a digest to each, and takes the shared id for either.
    """
    return slugify(name)


def meeting_id(document: Document) -> str | None:
    """Return the id of the meeting that a document concludes, or None where it names none.

    Documents of one meeting share it: province, body, ordinal and date say which meeting it was; where there is no
    ordinal the label takes its place.
    """
    meeting = document.meeting
    if meeting is None:
        return None
    date = meeting.date or document.date
    ordinal = str(meeting.ordinal) if meeting.ordinal is not None else meeting.label
    parts = (document.province, meeting.body, ordinal, date.isoformat() if date else meeting.term)
    return slugify(" ".join(part for part in parts if part))
