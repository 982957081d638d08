"""Spelling of Vietnamese text: cleaning what a file holds, and folding what two writers spell in two ways.

`clean` may change the length of a text and is used once, when a file is read. The folds never move a character:
`len(fold(s)) == len(s)` for every string, so a span in the folded text is a span in the source.
"""

from __future__ import annotations

import re
import unicodedata

# U+00D0 and U+00F0 are Icelandic letters that look like Đ and đ and come from Windows-1252 read as Vietnamese.
_LOOKALIKES = {0x00D0: "Đ", 0x00F0: "đ", 0x0110: "Đ", 0x0111: "đ"}
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x1C, 0x1D, 0x1E, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_LINE_ENDS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_CONTROLS: dict[int, str | None] = dict.fromkeys(
    [
        c
        for c in [*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)]
        if c not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85)
    ]
)
_CLEANING: dict[int, str | None] = {**_CONTROLS, **_INVISIBLE, **_SPACES, **_LINE_ENDS, **_LOOKALIKES}

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng


def clean(text: str) -> str:
    """Return `text` as NFC with Đ for its look-alikes, plain spaces, and `\\n` line ends; form feeds stay.

    Invisible characters (soft hyphen, byte order mark, zero-width, bidi) and controls are dropped. Runs of spaces
    are kept, because columns of a letterhead are told apart by them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)
    return unicodedata.normalize("NFC", text)


def _toned(vowel: str) -> dict[str, str]:
    """Map each toned form of `vowel` to its tone mark."""
    return {unicodedata.normalize("NFC", vowel + tone): tone for tone in _TONES}


_SECOND_VOWEL = {**_toned("a"), **_toned("e"), **_toned("y"), **_toned("A"), **_toned("E"), **_toned("Y")}
_BASE = {letter: unicodedata.normalize("NFD", letter)[0] for letter in _SECOND_VOWEL}

# hoà, khoẻ, uỷ: the mark on the second vowel of an open oa, oe, uy. Not quý (u belongs to the consonant), and not
# hoàn, where both styles agree.
_NEW_STYLE_TONE = re.compile(
    r"""
    (?: (?P<o>[oO]) (?P<ae>[{a}{e}])        # hoà  khoẻ
      | (?<![qQ]) (?P<u>[uU]) (?P<y>[{y}])  # uỷ   thuý
    )
    (?! [^\W\d_] )                          # nothing follows in the syllable
    """.format(
        a="".join(c for c in _SECOND_VOWEL if _BASE[c] in "aA"),
        e="".join(c for c in _SECOND_VOWEL if _BASE[c] in "eE"),
        y="".join(c for c in _SECOND_VOWEL if _BASE[c] in "yY"),
    ),
    re.VERBOSE,
)


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    return unicodedata.normalize("NFC", first + _SECOND_VOWEL[second]) + _BASE[second]


def fold_tone_marks(text: str) -> str:
    """Return `text` with tone marks where `ủy`, `hòa`, `khỏe` have them, whatever style it was typed in.

    `text` is NFC. Length and case are kept; `quý` and closed syllables (`hoàn`) are left alone.
    """
    return text if text.isascii() else _NEW_STYLE_TONE.sub(_move_tone, text)


_OPEN_SYLLABLE = re.compile(rf"(?:[oO][{_TONES}][aeAE]|(?<![qQ])[uU][{_TONES}][yY])$")


def as_in_closed_syllable(text: str) -> str:
    """Return `text` with the tone mark of a final oa, oe, uy on its second vowel, where `khoảng` and `huỳnh` have it.

    `text` is NFC; its length is kept.
    """
    apart = unicodedata.normalize("NFD", text)
    found = _OPEN_SYLLABLE.search(apart)
    if found is None:
        return text
    moved = apart[: found.start()] + found[0][0] + found[0][2] + found[0][1]
    return unicodedata.normalize("NFC", moved)


def _bare_letters() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D", 0x00F0: "d", 0x00D0: "D"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    return table


_BARE = _bare_letters()


def fold_diacritics(text: str) -> str:
    """Return `text` with every Vietnamese letter replaced by its bare ASCII letter; length and case are kept."""
    return text.translate(_BARE)


def lower(text: str) -> str:
    """Return `text` in lower case without ever changing its length (`İ`.lower() is two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
