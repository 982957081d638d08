"""Whose paper it is: the issuing body by its general name, told from title, letterhead, signature and closing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.agencies import canonical_name, find_agencies
from corpus.casing import office_case, sentence_case
from corpus.orthography import fold_tone_marks, lower
from corpus.phrases import any_of
from corpus.provinces import without_province

# Bodies of the party that meet and conclude; a title or a signature that names one says whose paper it is.
_PARTY_BODY = re.compile(
    r"Ban Thường vụ|Ban Chấp hành|Thường trực (?:Tỉnh|Huyện|Thành|Thị|Đảng) ủy|Bộ Chính trị|Ban Bí thư|Đảng đoàn"
    r"|Ban cán sự"
)
_LEVELS = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy", "Đảng ủy")
# What the name of an issuing office begins with, known or not; `TỈNH KIÊN GIANG` goes on with the line above it.
_HEAD = re.compile(
    any_of(
        """
        ban|bộ|cục|chi cục|công an|đài|báo|đảng ủy|đảng đoàn|đoàn|hội|hội đồng|huyện ủy|kho bạc|liên đoàn|phòng|quận ủy
        sở|thanh tra|thành ủy|thị ủy|thủ tướng|tỉnh ủy|tòa án|tổng cục|trung tâm|trường|ủy ban|ubnd|văn phòng|viện|vụ
        """
    )
    + r"(?!\w)"
)
_MINISTRY = re.compile(r"Văn phòng Bộ (?!Chính trị)")  # sends out the papers of its ministry
_PARTS = ("Văn phòng", "Thường trực")  # of the office on the line above
_CENTRAL = re.compile(
    r"(?:Văn phòng )?(?:Bộ |(?:Phó )?Thủ tướng|Chính phủ|Quốc hội|Trung ương|Ban Bí thư|Thanh tra Chính phủ|Ngân hàng|"
    r"Ủy ban Thường vụ Quốc hội|Chủ tịch nước|Tổng cục|Ban Chấp hành Trung ương)"
)
_LOCAL = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy|Sở)(?!\w)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may say whose paper it is: letterhead offices from the outermost in, title, body signed for, and text."""

    offices: Sequence[str]
    title: str
    behalf: str | None
    opening: Sequence[str]
    closing: Sequence[str]


def find_issuer(evidence: Evidence) -> str | None:
    """Return the canonical name of the issuing body without the name of its province, or None."""
    for name in _candidates(evidence):
        if name:
            return without_province(name)
    return None


def is_central(issuer: str | None, place: str | None) -> bool:
    """True for a ministry or an office of the centre, whose papers are of no province though dated from Hà Nội."""
    if issuer is None:
        return False
    return _CENTRAL.match(issuer) is not None or (place == "Hà Nội" and _LOCAL.search(issuer) is None)


def _candidates(evidence: Evidence) -> Iterable[str | None]:
    letterhead = _letterhead(evidence.offices)
    if letterhead and letterhead.startswith(_PARTS):
        yield letterhead
    yield _party_body(evidence.title)
    yield _signed_for(evidence)
    yield letterhead
    yield _sender(evidence.closing)
    yield next(filter(None, map(_party_body, evidence.opening)), None)
    yield next((m.name for m in find_agencies(evidence.title)), None)
    yield sentence_case(evidence.offices[-1]) if evidence.offices else None


def _party_body(text: str) -> str | None:
    return next((m.name for m in find_agencies(text) if _PARTY_BODY.match(m.name)), None)


def _signed_for(evidence: Evidence) -> str | None:
    """Complete `BAN THƯỜNG VỤ` with the committee that the letterhead or the text names."""
    behalf = canonical_name(evidence.behalf or "") or _party_name(evidence.behalf or "")
    if behalf is None or not _PARTY_BODY.match(behalf):
        return None
    if behalf not in ("Ban Thường vụ", "Ban Chấp hành", "Thường trực"):
        return behalf
    level = _level([*reversed(evidence.offices), evidence.title, *evidence.opening])
    return f"{behalf} {level}" if level else None


def _party_name(text: str) -> str | None:
    folded = fold_tone_marks(lower(text))
    return next((n for n in ("Ban Thường vụ", "Ban Chấp hành") if folded.startswith(lower(n))), None)


def _level(texts: Iterable[str]) -> str | None:
    for text in texts:
        folded = fold_tone_marks(lower(text))
        for level in _LEVELS:
            if lower(level) in folded:
                return level
    return None


def _letterhead(offices: Sequence[str]) -> str | None:
    """Read the offices of a letterhead, the last of which issues; a line may go on with the one before it."""
    if not offices:
        return None
    last = offices[-1]
    part = next((p for p in _PARTS if fold_tone_marks(lower(last)) == lower(p)), None)
    if part and len(offices) > 1:
        parent = _office(" ".join(offices[:-1])) or _office(offices[-2])
        return f"{part} {without_province(parent)}" if parent else None
    joined = _office(" ".join(offices[-2:])) or _office(last)
    if joined or _HEAD.match(fold_tone_marks(lower(last))):
        return joined or office_case(last)
    return next(filter(None, map(_office, reversed(offices[:-1]))), None)


def _office(printed: str) -> str | None:
    """Return the canonical name of one office printed in capitals or not, or None."""
    return canonical_name(printed) or canonical_name(office_case(printed))


def _sender(closing: Sequence[str]) -> str | None:
    """Return the office that sends the paper out: `Văn phòng Chính phủ xin thông báo để …`."""
    for text in closing:
        mentions = find_agencies(text)
        if mentions and mentions[0].span.start == 0:
            return (
                mentions[0].name.removeprefix("Văn phòng ") if _MINISTRY.match(mentions[0].name) else mentions[0].name
            )
    return None
