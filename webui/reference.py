"""How an item is cited: body, year, document, item and place, in the order of Vietnamese reference lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.page import ItemRecord
from webui.outline import mark
from webui.wording import body_name, document_name

# "Thông báo kết luận Hội nghị ..." repeats the kind that stands before the number already.
_LEADING_SPACE = re.compile(r"^[\s:,.–-]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a citation; `work` is set in italics."""

    author: str | None
    year: int | None
    work: str
    item: str
    place: str | None


def reference(record: ItemRecord) -> Reference:
    """Return the citation of one item."""
    header = record.header
    return Reference(
        author=body_name(header),
        year=header.date.year if header.date else None,
        work=" ".join(part for part in (document_name(header), _subject(header.title, header.kind)) if part),
        item=mark(record.item.path),
        place=header.province,
    )


def _subject(title: str, kind: str | None) -> str:
    """The title without the kind it begins with, in lower case where it was set in capitals."""
    subject = " ".join(title.split())
    if kind and subject.casefold().startswith(kind.casefold()):
        subject = subject[len(kind) :]
    subject = _LEADING_SPACE.sub("", subject)
    if subject.isupper():
        subject = subject.lower()
    return subject
