"""Words printed in capitals, written as a sentence writes them: `PHÓ CHÁNH VĂN PHÒNG` is `Phó Chánh Văn phòng`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from corpus.ordinals import roman_value
from corpus.orthography import fold_diacritics, fold_tone_marks, lower
from corpus.provinces import place_names

_PROPER = """
Ban Bí thư|Ban Chấp hành|Ban Thường vụ|Ban Chỉ đạo|Ban cán sự đảng|Bí thư|Bộ Chính trị|Bộ trưởng|Chánh Thanh tra
Chánh Văn phòng|Chánh án|Chính phủ|Chủ nhiệm|Chủ tịch|Công an|Cục trưởng|Đảng bộ|Đảng đoàn|Đảng ủy|Giám đốc|Hà Nội
Hiệu trưởng|Hội đồng nhân dân|Hội đồng|Huyện ủy|Mặt trận Tổ quốc|Phó|Phó Trưởng ban|Quốc hội|Quyền|Thành ủy|Thị ủy
Thứ trưởng|Thủ tướng|Thường trực|Tỉnh ủy|Tổng Bí thư|Tổng Giám đốc|Tổng cục trưởng|Tổng|Trung ương|Trưởng Ban
Trưởng phòng|Trưởng|Ủy ban Kiểm tra|Ủy ban nhân dân|Ủy ban|Ủy viên|Văn phòng|Viện trưởng|Việt Nam|Vụ trưởng|Đảng
Hồ Chí Minh|Nhà nước|miền Bắc|miền Trung|miền Nam|Tây Nguyên|Tây Bắc|Đông Bắc|Tây Nam Bộ|Đông Nam Bộ|Nam Bộ|Bắc Bộ
Trung Bộ|Đồng bằng sông Cửu Long|Đồng bằng sông Hồng
"""
_SYLLABLE = re.compile(
    r"""
    (?: ngh | ng | nh | th | tr | ph | ch | gh | gi | kh | qu | [bcdghklmnpqrstvx] )?
    [aeiouy]{1,3}
    (?: ch | nh | ng | [cmnpt] )?
    """,
    re.VERBOSE,
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_COUNTED = re.compile(r"(?:KHÓA|KHOÁ|THỨ|QUÝ|ĐOẠN|LOẠI|CẤP|HẠNG|PHẦN|CHƯƠNG) \Z")
_WORD = re.compile(r"[^\W\d_]+")


def sentence_case(text: str) -> str:
    """Return a text printed in capitals with its words lowered, but for known names and abbreviations (`UBND`).

    A text that has small letters outside parentheses is left alone. The length is kept.
    """
    if not _PARENTHESIS.sub("", text).isupper():
        return text
    lowered = list(_WORD.sub(lambda match: _lowered(match[0], text[max(0, match.start() - 8) : match.start()]), text))
    folded = fold_tone_marks(lower(text))
    for match in _names().finditer(folded):
        start, end = match.span()
        if text[start:end].isupper():
            known = _known()[match[0]]
            lowered[start:end] = [
                c.upper() if k.isupper() else c for c, k in zip(lowered[start:end], known, strict=True)
            ]
    return "".join([*lowered[:1]]).upper() + "".join(lowered[1:])


def respelled(text: str, names: Iterable[str]) -> str:
    """Return `text` with `names` spelled as they are given, wherever they stand in another letter case.

    The length is kept.
    """
    folded = lower(text)
    for name in names:
        start = folded.find(lower(name))
        while start >= 0:
            text = text[:start] + name + text[start + len(name) :]
            start = folded.find(lower(name), start + len(name))
    return text


def small_first(text: str) -> str:
    """Return `text` with a small first letter."""
    return lower(text[:1]) + text[1:]


def _lowered(word: str, before: str) -> str:
    if roman_value(lower(word)) and (len(word) > 2 or _COUNTED.search(before)):
        return word  # KHÓA XII, QUÝ IV
    if not word.isupper() or not _SYLLABLE.fullmatch(lower(fold_diacritics(word))):
        return word
    return lower(word)


@cache
def _known() -> dict[str, str]:
    names = [name.strip() for name in _PROPER.replace("\n", "|").split("|") if name.strip()]
    return {fold_tone_marks(lower(name)): fold_tone_marks(name) for name in (*names, *place_names())}


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(_known(), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
