"""An item as reference managers take it: BibTeX, RIS, and the metadata that Zotero reads from a page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.facets import meeting_label, short_date
from indexer.page import ItemRecord
from indexer.slugs import slugify
from webui.outline import mark
from webui.present import heading_of
from webui.reference import reference
from webui.strings import t
from webui.typography import excerpt
from webui.wording import body_name

BIBTEX = "application/x-bibtex; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"

_ABSTRACT = 1500
_SPACE = re.compile(r"\s+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a reference list needs to know of an item; `url` has scheme and host, `pinpoint` is `mục 5.1`."""

    key: str
    author: str | None
    title: str
    heading: str
    number: str | None
    kind: str | None
    date: dt.date | None
    meeting: str | None
    place: str | None
    pinpoint: str
    abstract: str
    url: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Pairs of a name and its content for `<meta>`, and addresses of the same as files with their media types."""

    pairs: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()


def source(record: ItemRecord, url: str) -> Source:
    """Return an item as a source; `url` is the address of its page, with scheme and host."""
    header, item = record.header, record.item
    return Source(
        key=slugify(record.id),
        author=body_name(header),
        title=reference(record).work,
        heading=heading_of(item),
        number=header.number,
        kind=header.kind,
        date=header.date,
        meeting=meeting_label(header.meeting, header) if header.meeting else None,
        place=header.province,
        pinpoint=t("cite.item", mark=mark(item.path)),
        abstract=excerpt(item.text, _ABSTRACT),
        url=url,
    )


def citation_text(record: ItemRecord, url: str | None = None, seen: dt.date | None = None) -> str:
    """Return an item as Vietnamese papers cite it: body (year), document, item, place, address and day.

    `Ban Thường vụ Tỉnh ủy Hà Sơn (2023), Thông báo số 41-TB/TU ngày 14/3/2023 về …, mục 5.1, Hà Sơn.`
    """
    cited = reference(record)
    year = f" ({cited.year})" if cited.author and cited.year else ""
    parts = [
        f"{cited.author}{year}" if cited.author else None,
        cited.work,
        t("cite.item", mark=cited.item),
        cited.place,
        t("cite.accessed", date=short_date(seen), url=url) if url and seen else None,
    ]
    return ", ".join(part for part in parts if part) + "."


def bibtex(cited: Source) -> str:
    """Return a BibTeX entry; text is UTF-8, as biber and BibTeX of today read it."""
    date = cited.date
    fields = [
        # Doubled braces keep an office from being taken apart as first and last names.
        ("author", f"{{{_tex(cited.author)}}}" if cited.author else None),
        ("title", f"{{{_tex(cited.title)}}}"),
        ("year", f"{date.year:04}" if date else None),
        ("month", f"{date.month}" if date else None),
        ("date", date.isoformat() if date else None),
        ("type", _tex(cited.kind) if cited.kind else None),
        ("number", _tex(cited.number) if cited.number else None),
        ("institution", f"{{{_tex(cited.author)}}}" if cited.author else None),
        ("address", _tex(cited.place) if cited.place else None),
        ("note", _tex(f"{cited.pinpoint}: {cited.heading}")),
        ("url", _tex_url(cited.url)),
        ("langid", "vietnamese"),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@techreport{{{cited.key},", *lines, "}", ""])


def ris(cited: Source) -> str:
    """Return a RIS record; a government document, its body a corporate author."""
    date = cited.date
    fields = [
        ("TY", "GOVDOC"),
        ("ID", cited.key),
        # A comma says that the name has no first part.
        ("AU", f"{cited.author}," if cited.author else None),
        ("TI", cited.title),
        ("T2", cited.meeting),
        ("PY", f"{date.year:04}" if date else None),
        ("DA", f"{date.year:04}/{date.month:02}/{date.day:02}/" if date else None),
        ("M1", cited.number),
        ("M3", cited.kind),
        ("PB", cited.author),
        ("CY", cited.place),
        ("SE", cited.pinpoint),
        ("N1", f"{cited.pinpoint}: {cited.heading}"),
        ("AB", cited.abstract),
        ("LA", "vi"),
        ("UR", cited.url),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def metadata(cited: Source, files: Iterable[tuple[str, str]] = ()) -> Metadata:
    """Return what Zotero and search engines of papers read from a page: Highwire and Dublin Core names.

    `files` are addresses of the same as BibTeX or RIS, each with its media type.
    """
    date = cited.date
    title = f"{cited.title}, {cited.pinpoint}"
    pairs = [
        ("citation_title", title),
        ("citation_author", cited.author),
        ("citation_publication_date", f"{date.year:04}/{date.month:02}/{date.day:02}" if date else None),
        ("citation_technical_report_institution", cited.author),
        ("citation_technical_report_number", cited.number),
        ("citation_language", "vi"),
        ("citation_public_url", cited.url),
        ("DC.type", cited.kind),
        ("DC.title", title),
        ("DC.creator", cited.author),
        ("DC.date", date.isoformat() if date else None),
        ("DC.identifier", cited.number),
        ("DC.relation.ispartof", cited.meeting),
        ("DC.coverage", cited.place),
        ("DC.description", cited.heading),
        ("DC.language", "vi"),
    ]
    return Metadata(tuple((name, value) for name, value in pairs if value), tuple(files))


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _one_line(text))


def _tex_url(url: str) -> str:
    # The url field is verbatim; only what would end it early is escaped, as addresses are.
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
