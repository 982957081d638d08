"""Names of persons: where a sentence says who chaired, and which line of a signature is the signer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from corpus.casing import is_syllable
from corpus.orthography import fold_tone_marks, lower
from corpus.provinces import is_place

# Family names of Vietnam's peoples as they stand first in a name. A signature may hold others; running text needs one
# of these, because places and offices are capitalised as well.
_FAMILY_NAMES = """
    an biện bàn bành bá bì bùi bạch bế cam cao chu chung châu chẩu chử cil cill cung cà cái cù cư cầm cử danh
    diệp doãn dương giang giàng giáp h hoa hoàng huỳnh hà hàn hùng hạ hạng hảng hầu hồ hồng hờ hứa k kha khang
    khuất khà khâu khúc khương khổng kim kiều kpă ksor la lai lâm lã lê lò lô lù lý lưu lương lường lại lầu lỗ
    lộ lộc lục lữ lỳ ma mai mâu mã mè mông mùa mạc mạch mẫn nay nghiêm nguyễn ngân ngô ngọc ngụy nhan nhâm nhữ
    ninh nông phan phàn phù phùng phương phạm quan quàng quách quản rah rcom rcăm rmah rơ sa siu sái sìn sình
    sùng sầm thi thiều thiệu thàm thào thái thân thạch thẩm thổ tiêu tiến trang triệu trà tráng trương trần
    trịnh ty tòng tô tôn tăng tưởng tạ tạo tất tần tẩn tống từ vi viên vàng vày võ vù văn vũ vưu vương vừ xa xin
    xồng y âu ông đan đinh điêu điểu đoàn đàm đàng đào đèo đường đậu đặng đồng đỗ đới
"""
_ABBREVIATION = re.compile(r"(?<!\w)[A-ZĐ]{3,8}(?!\w)")
_HONORIFIC = re.compile(
    r"""
    (?: đồng\ chí | đ/c | (?:các\ )? đ\.c | ông | bà
      | (?: GS | PGS | TS | ThS | BS | KS | LS ) \.? (?: \s? (?: TS | BS ) \.? )?
      | (?: Đại | Thượng | Trung | Thiếu ) \ (?: tướng | tá | úy ) )
    \ +
    """,
    re.VERBOSE | re.IGNORECASE,
)


@cache
def _capital() -> str:
    """Return a pattern of a word with a capital: `Thắng`, `H'Phik`, `K’Thế`, `Y`."""
    letters = [chr(code) for code in (*range(0x41, 0x180), *range(0x1A0, 0x1B1), *range(0x1E80, 0x1F00))]
    upper = "".join(c for c in letters if c.isupper())
    small = "".join(c for c in letters if c.islower())
    return rf"(?:[{upper}][{small}]*(?:['’][{upper}]?[{small}]+)?)"


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_capital()}(?:[ -]{_capital()}){{1,5}}(?!\w)")


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"{_capital()}(?: {_capital()}){{1,5}}")


def titled(name: str) -> str:
    """Return a name printed in capitals (`NGUYỄN VĂN AN`) as names are written."""
    return " ".join(word[:1] + lower(word[1:]) for word in name.split()) if name.isupper() else name


def without_honorific(text: str) -> str:
    """Return `text` without `đồng chí`, a rank or a degree before it."""
    while match := _HONORIFIC.match(text):
        text = text[match.end() :]
    return text


def has_family_name(name: str) -> bool:
    """True where the first word of `name` is a family name."""
    first = re.split(r"[\s'’]", name, maxsplit=1)[0]
    return fold_tone_marks(lower(first)) in _folded_names()


@cache
def _folded_names() -> frozenset[str]:
    return frozenset(fold_tone_marks(_FAMILY_NAMES).split())


def spoken_names(sentences: Iterable[str]) -> list[str]:
    """Return the persons and abbreviations (`IUU`) of running text, each as it is spelled there."""
    found: dict[str, None] = {}
    for sentence in sentences:
        found.update(dict.fromkeys(match[0] for match in names_in(sentence)))
        found.update(dict.fromkeys(word for word in _ABBREVIATION.findall(sentence) if not is_syllable(word)))
    return list(found)


def signed_name(text: str) -> str | None:
    """Return the person whose name the whole of `text` is, or None; any capitalised words of 2 to 6 may be one."""
    bare = without_honorific(" ".join(text.split()))
    if bare.isupper():
        return titled(bare) if 2 <= len(bare.split()) <= 6 and has_family_name(bare) else None
    return bare if _signed().fullmatch(bare) else None


def names_in(text: str) -> list[re.Match[str]]:
    """Return the persons named in running text: capitalised words that begin with a family name, longest first word on.

    A title before the name (`Chủ tịch Nguyễn Văn An`) is no part of it.
    """
    found = []
    position = 0
    while match := _name().search(text, position):
        position = match.end()
        for start in _word_starts(match):
            inner = _name().match(text, start)
            if inner and inner.end() == match.end() and has_family_name(inner[0]) and not is_place(inner[0]):
                found.append(inner)
                break
    return found


def name_at(text: str, start: int) -> str | None:
    """Return the capitalised words of 2 to 6 that stand at `start`, as behind `đồng chí`, whatever family they name."""
    match = _name().match(text, start)
    return match[0] if match and not is_place(match[0]) else None


def _word_starts(match: re.Match[str]) -> list[int]:
    return [match.start(), *(match.start() + m.end() for m in re.finditer(r"[ ]", match[0]))]
