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
Hiệu trưởng|Hội đồng nhân dân|Hội đồng|Huyện ủy|Mặt trận Tổ quốc|Phó|Phó Trưởng ban|Quốc hội|Thành ủy|Thị ủy
Thứ trưởng|Thủ tướng|Thường trực|Tỉnh ủy|Tổng Bí thư|Tổng Giám đốc|Tổng cục trưởng|Trung ương|Trưởng Ban
Trưởng phòng|Trưởng Đoàn|Ủy ban Kiểm tra|Ủy ban nhân dân|Ủy ban|Ủy viên|Văn phòng|Viện trưởng|Việt Nam|Vụ trưởng|Đảng
Hồ Chí Minh|Nhà nước|miền Bắc|miền Trung|miền Nam|Tây Nguyên|Tây Bắc|Đông Bắc|Tây Nam Bộ|Đông Nam Bộ|Nam Bộ|Bắc Bộ
Trung Bộ|Đồng bằng sông Cửu Long|Đồng bằng sông Hồng
"""
_SYLLABLE = re.compile(
    r"""
    (?: ngh | ng | nh | th | tr | ph | ch | gh | gi | kh | qu | [bcdghklmnpqrstvx] )?
    (?: ai | ao | au | ay | eo | eu | ia | ie | ieu | iu | oa | oai | oao | oay | oe | oeo | oi | oo | ua | uao | uay
      | ue | ui | uo | uoi | uou | uu | uy | uya | uye | uyu | ye | yeu | [aeiouy] )
    (?: ch | nh | ng | [cmnpt] )?
    """,
    re.VERBOSE,
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_COUNTED = re.compile(r"(?:KHÓA|KHOÁ|THỨ|QUÝ|ĐOẠN|LOẠI|CẤP|HẠNG|PHẦN|CHƯƠNG) \Z")
# Behind these words stands the name of a place; behind those an office's own field.
_AREA = re.compile(r"(?<!\w)(?i:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|huyện ủy|thị ủy|thành ủy|quận ủy) ")
_FIELD = re.compile(r"(?:Tổng cục|Cục|Chi cục|Vụ|Viện|Trung tâm|Ban|Phòng|Trường|Sở) (?=[^\W\d_])")
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


def office_case(text: str) -> str:
    """Return the name of an office printed in capitals as names are written: `Đảng ủy xã Yên Bình`."""
    written = sentence_case(text)
    if written == text:
        return text
    if field := _FIELD.match(written):
        written = field[0] + written[field.end()].upper() + written[field.end() + 1 :]
    level = _AREA.search(written)
    return written[: level.end()] + written[level.end() :].title() if level else written


def respelled(text: str, names: Iterable[str]) -> str:
    """Return `text` with `names` spelled as they are given, wherever they stand in another letter case.

    The length is kept.
    """
    spelling = {lower(name): name for name in names}
    longest_first = sorted(spelling, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    letters = list(text)
    for match in pattern.finditer(lower(text)) if spelling else ():
        letters[match.start() : match.end()] = spelling[match[0]]
    return "".join(letters)


def is_syllable(word: str) -> bool:
    """True where `word` could be a syllable of Vietnamese, so that its capitals are no abbreviation."""
    return _SYLLABLE.fullmatch(lower(fold_diacritics(word))) is not None


def small_first(text: str) -> str:
    """Return `text` with a small first letter."""
    return lower(text[:1]) + text[1:]


def _lowered(word: str, before: str) -> str:
    if roman_value(lower(word)) and (len(word) > 2 or _COUNTED.search(before)):
        return word  # KHÓA XII, QUÝ IV
    if not word.isupper() or not is_syllable(word):
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
