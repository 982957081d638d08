"""Numbers that count in words or Roman numerals: `lần thứ nhất`, `kỳ họp thứ hai mươi mốt`, `lần thứ XIII`."""

from __future__ import annotations

_UNITS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SAME = {"nhất": "một", "mốt": "một", "tư": "bốn", "lăm": "năm", "bẩy": "bảy", "nhì": "hai"}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

# What `ordinal_value` reads, as a pattern for re.VERBOSE.
ORDINAL = r"""
    (?: \d{1,3} | [IVXL]{1,7}
      | (?i: (?: (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) \s+ )? (?:mười|mươi)
             (?: \s+ (?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín) )?
           | nhất | nhì | một | hai | ba | tư | bốn | năm | sáu | bảy | tám | chín ) )
"""


def ordinal_value(printed: str) -> int | None:
    """Return the number that digits, Roman numerals or words (1 to 99) write, or None."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    words = [_SAME.get(word, word) for word in printed.lower().split()]
    if len(words) == 1 and words[0] in _UNITS:
        return _UNITS.index(words[0])
    if "mười" in words or "mươi" in words:
        return _tens(words)
    return roman_value(printed.lower())


def _tens(words: list[str]) -> int | None:
    at = next(index for index, word in enumerate(words) if word in ("mười", "mươi"))
    before, after = words[:at] or ["một"], words[at + 1 :] or [""]
    if len(before) > 1 or len(after) > 1 or before[0] not in _UNITS or after[0] not in _UNITS:
        return None
    return 10 * _UNITS.index(before[0]) + _UNITS.index(after[0])


def roman_value(letters: str) -> int | None:
    """Return the number (1 to 89) that small Roman `letters` write, or None where they write none (`iiii`, `vx`)."""
    if not letters or len(letters) > 8 or any(c not in _ROMAN for c in letters):
        return None
    total = 0
    for letter, after in zip(letters, [*letters[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total if roman(total) == letters else None


def roman(value: int) -> str:
    """Return `value` in small Roman letters; beyond 89 there are none, and digits stand in."""
    if not 0 < value < 90:
        return str(value)
    tens, units = divmod(value, 10)
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    if tens == 4:
        return "xl" + ones[units]
    return ("l" + "x" * (tens - 5) if tens >= 5 else "x" * tens) + ones[units]
