"""Who issued a cited paper: the office after `của`, or one named before the paper as its sender."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from functools import cache

from corpus.agencies import AgencyMention, find_agencies
from corpus.dates import Leaning, find_dates

# Papers that are sent; the others are given.
_SENT = frozenset([None, "Tờ trình", "Báo cáo", "Công văn", "Văn bản", "Đề án", "Phương án", "Phiếu trình", "Kế hoạch"])
_PRIME_MINISTER = "thủ tướng chính phủ"
_TITLE_REACH = 20
# How far before a paper in parentheses its sender may stand, in characters and in offices.
_REACH = 400
_MAX_BETWEEN = 8


class Context:
    """The dates and offices of a text, found by where they begin or end."""

    def __init__(self, text: str, reference: dt.date | None) -> None:
        self.text = text
        dates = find_dates(text, reference=reference, leaning=Leaning.BEHIND)
        self.dates = {mention.span.start: mention for mention in dates}
        self.agencies = find_agencies(text)
        self.starts = {mention.span.start: mention for mention in self.agencies}
        self.ends = [mention.span.end for mention in self.agencies]

    def issuer_at(self, at: int) -> tuple[str, int] | None:
        """Return the issuer whose name begins at a place, and where it ends; a person's title is part of it."""
        title = _titles().match(self.text, at)
        start = title.end() if title else at
        agency = self.starts.get(start)
        if agency is None:
            lower_case = self.text[at : at + len(_PRIME_MINISTER)].lower() == _PRIME_MINISTER
            return ("Thủ tướng Chính phủ", at + len(_PRIME_MINISTER)) if lower_case else None
        held = " ".join(title[0].split()) + " " if title else ""
        return held + agency.name, agency.span.end

    def sender_before(self, opening: int, kind: str | None) -> tuple[str, bool] | None:
        """Return the sender named before a paper that begins at `opening`, and whether it heads a list of papers."""
        index = bisect_right(self.ends, opening)
        if index == 0:
            return None
        nearest = self.agencies[index - 1]
        gap = _sender_gap().fullmatch(self.text, nearest.span.end, opening)
        if gap and (gap["place"] == "tại" or (kind in _SENT and self._is_owner(nearest))):
            return self._name(nearest), "các" in gap[0].split()
        if kind in _SENT and (found := _OPENED.search(self.text, max(0, opening - 12), opening)):
            if not self.text[nearest.span.end : found.start()].strip() and kind:
                return self._name(nearest), False  # Sở Tài chính (Tờ trình số …), Sở Xây dựng (Tờ trình số …)
            return self._proposer(index, found.start())
        return None

    def _proposer(self, index: int, at: int) -> tuple[str, bool] | None:
        """Return who proposed what `(Tờ trình số …` in parentheses at `at` belongs to, in the same sentence."""
        for agency in reversed(self.agencies[max(0, index - _MAX_BETWEEN) : index]):
            if at - agency.span.end > _REACH or _SENTENCE_END.search(self.text, agency.span.end, at):
                return None
            by = self.text[: agency.span.start].endswith("do ") and _sending().match(self.text, agency.span.end)
            if by or _proposal_of().search(self.text, max(0, agency.span.start - 60), agency.span.start):
                return self._name(agency), False
        return None

    def _is_owner(self, agency: AgencyMention) -> bool:
        before = self.text[max(0, agency.span.start - _TITLE_REACH) : agency.span.start].split()
        return "của" in before[-3:] or before[-1:] == ["do"]

    def _name(self, agency: AgencyMention) -> str:
        title = _titles().search(self.text, max(0, agency.span.start - 12), agency.span.start)
        return "Thủ tướng Chính phủ" if title and agency.name == "Chính phủ" else agency.name


_OPENED = re.compile(r"\(\s*(?:tại\s+|theo\s+)?(?:các\s+)?(?:số\s*:?\s*)?\Z")
_SENTENCE_END = re.compile(r"[.;](?=\s)|\n|\d\s?[-/]\s?[A-ZĐ]")


@cache
def _sender_gap() -> re.Pattern[str]:
    """What leads from a sender to its paper: `đề nghị của A tại các Văn bản số`, `do A trình tại Tờ trình số`."""
    return re.compile(
        r"""
        \s+
        (?: (?: đã\s+ )?
            (?: (?: trình | đề\s+xuất | đề\s+nghị | kiến\s+nghị | báo\s+cáo | chỉ\s+đạo | (?: có | cho )\s+ý\s+kiến
              | nêu | thông\s+qua | ban\s+hành | phê\s+duyệt | quyết\s+định | quy\s+định | kết\s+luận | chấp\s+thuận
              | hướng\s+dẫn | giao | yêu\s+cầu | trả\s+lời | thống\s+nhất | đồng\s+ý | thẩm\s+định | góp\s+ý )
              (?: ,\s+ | \s+và\s+ | \s+ )
            ){1,2} )?
        (?P<place> tại | ở | theo | trong ) \s+ (?: các\s+ )? (?: văn\s+bản \s* : \s* )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _proposal_of() -> re.Pattern[str]:
    """What makes the office after it a sender: `đề nghị của`, `tờ trình của Giám đốc`."""
    return re.compile(
        r"""
        (?: đề\s+nghị | đề\s+xuất | kiến\s+nghị | báo\s+cáo | tờ\s+trình | phương\s+án | văn\s+bản | đề\s+án )
        \s+ của \s+ (?: [^\W\d]+ \s+ ){0,3}? \Z
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _sending() -> re.Pattern[str]:
    return re.compile(
        r"\s+(?:đã\s+)?(?:trình|báo\s+cáo|đề\s+xuất|đề\s+nghị|kiến\s+nghị|chuẩn\s+bị|xây\s+dựng|soạn\s+thảo)"
    )


@cache
def _titles() -> re.Pattern[str]:
    """Offices held by one person, which issue papers of their own."""
    return re.compile(
        r"(?:Thủ\ tướng|Phó\ Thủ\ tướng|Bộ\ trưởng|Chủ\ tịch|Phó\ Chủ\ tịch|Bí\ thư|Giám\ đốc|Chánh\ Văn\ phòng|"
        r"Tổng\ Giám\ đốc)\s+".replace(r"\ ", r"\s+")
    )
