"""The labels that begin an item, and what follows what: `1.`, `5.1.`, `(1)`, `a)`, `đ)`, `I.`, `Điều 1.`, `Thứ hai,`.

A line may be read in several ways (`i)` after `h)` is a letter, after nothing a Roman one); which reading holds is for
the outline to say, by what it continues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

# The letters that lists count with. Those of `_SKIPPED` are often left out, so `d)` may be followed by `đ)` or by `e)`.
_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
_SKIPPED = frozenset("đfjwz")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_LARGEST = 199  # `2024.` at the start of a line is a year
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_CARDINALS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


class Style(StrEnum):
    """How a level of items is numbered."""

    PART = "A."
    ROMAN = "I."
    ARTICLE = "Điều 1."
    ARABIC = "1."
    COMPOUND = "1.1."
    ARABIC_PAREN = "1)"
    BRACKET = "(1)"
    ORDINAL = "Thứ nhất,"
    CARDINAL = "Một là,"
    LETTER = "a)"
    BRACKET_LETTER = "(a)"
    SMALL_ROMAN = "i)"


# The order in which levels enclose one another; styles of one rank may enclose each other either way.
RANK = {Style.PART: 0, Style.ROMAN: 1, Style.ARTICLE: 2}
_INNER_RANK = 3


def rank(style: Style) -> int:
    """Return how far out a level stands: a level of lower rank is never inside one of higher rank."""
    return RANK.get(style, _INNER_RANK)


_INLINE_FORMS = {
    Style.BRACKET: "({})",
    Style.BRACKET_LETTER: "({})",
    Style.LETTER: "{})",
    Style.SMALL_ROMAN: "{})",
    Style.ARABIC_PAREN: "{})",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a label.

    `values` has one number, or one a level for `5.1.`; `name` is what stands in a path; `end` is where the item's
    words begin in the line.
    """

    style: Style
    values: tuple[int, ...]
    name: str
    end: int

    @property
    def value(self) -> int:
        """The number on the label's own level."""
        return self.values[-1]

    @property
    def first(self) -> bool:
        """True for the label that opens a list: `1.`, `a)`, `I.`, `5.1.`."""
        return self.value == 1

    @property
    def lettered(self) -> bool:
        """True for a letter of a list, whose place in the alphabet is no number."""
        return self.style in (Style.LETTER, Style.BRACKET_LETTER, Style.PART)

    def printed(self, value: int) -> str | None:
        """Return how the number `value` of this label's list looks inside a sentence, or None where it has no form."""
        form = _INLINE_FORMS.get(self.style)
        if form is None or value < 1:
            return None
        match self.style:
            case Style.LETTER | Style.BRACKET_LETTER:
                name = _ALPHABET[value - 1 : value]
            case Style.SMALL_ROMAN:
                name = roman(min(value, 89))
            case _:
                name = str(value)
        return form.format(name)

    def follows(self, value: int) -> bool:
        """True where this label is the next after the one numbered `value` on the same level."""
        if self.style in (Style.LETTER, Style.BRACKET_LETTER):
            return value < self.value and all(c in _SKIPPED for c in _ALPHABET[value : self.value - 1])
        return self.value == value + 1


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?i:điều) \s{1,3} (?P<article> \d{1,3} ) (?: \s? [.:] (?!\d) | (?= \s* \Z ) )               # Điều 1.
        | (?: (?i:thứ) | (?i:nội \s dung \s thứ) ) \s (?P<ordinal> [^\W\d_]{2,4} ) (?: \s là )? \s? [,:.]  # Thứ hai,
        | (?P<cardinal> [^\W\d_]{2,4} ) \s là \s? [,:]                                            # Hai là,
        | \( \s? (?P<bracket> \d{1,3} ) \s? \) (?: \s? [.:] )?                                    # (1)
        | \( (?P<bracket_letter> [a-zđ] | [ivx]{2,4} ) \)                                         # (a)  (iii)
        | (?P<compound> \d{1,3} (?: \. \d{1,2} ){1,4} ) (?: \s? [.):/] (?!\d) | \s? [-–] (?=\s\D) | (?= \s | [^\W\d_] | \Z ) )  # 5.1.  5.1
        | (?P<arabic> \d{1,4} ) (?: \s? (?P<mark> [.)] ) (?!\d)                                   # 1.  1)  1.Về
            | \s? : (?=\s) | / (?= \s | [A-ZĐ][^\W\dA-ZĐ_] ) | \s? [-–] (?= \s+ [^\W\d_] ) )      # 1/  1-  1:
        | (?P<roman> [IVXL]{1,6} ) (?: \s? [.)/:] (?! [^\W\d_]\. ) | \s? [-–] (?=\s) | - (?=[^\W\d_]) )  # I.  II-
        | (?P<part> [A-HĐ] ) [.)/] (?=\s)                                                         # A.
        | (?P<letter> [a-zđ] | [ivx]{2,4} ) \s? (?: \) | [./] (?= \s | \Z | [A-ZĐ][^\W\dA-ZĐ_] ) )  # a)  đ.  a/
        """,
        re.VERBOSE,
    )


def read_labels(text: str) -> tuple[Label, ...]:
    """Return the readings of the label that `text` begins with; none where it begins with none."""
    match = _label().match(text)
    if not match or match.lastgroup is None:
        return ()
    end = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return tuple(_readings(match, end))


def _readings(match: re.Match[str], end: int) -> list[Label]:
    found = match.groupdict()
    for name, style in (("article", Style.ARTICLE), ("bracket", Style.BRACKET)):
        if found[name]:
            return _numbered(style, found[name], end)
    if found["arabic"]:
        style = Style.ARABIC_PAREN if found["mark"] == ")" else Style.ARABIC
        return _numbered(style, found["arabic"], end)
    if found["compound"]:
        values = tuple(int(part) for part in found["compound"].split("."))
        return [Label(Style.COMPOUND, values, str(values[-1]), end)] if 0 < min(values) else []
    if found["ordinal"] or found["cardinal"]:
        return _spelled(match, end)
    return _lettered(match, end)


def _numbered(style: Style, digits: str, end: int) -> list[Label]:
    value = int(digits)
    return [Label(style, (value,), str(value), end)] if 0 < value <= _LARGEST else []


def _spelled(match: re.Match[str], end: int) -> list[Label]:
    for group, words, style in (("ordinal", _ORDINALS, Style.ORDINAL), ("cardinal", _CARDINALS, Style.CARDINAL)):
        word = (match[group] or "").lower()
        if word in words and match[0][0].isupper():
            value = words.index(word) + 1
            return [Label(style, (value,), str(value), end)]
    return []


def _lettered(match: re.Match[str], end: int) -> list[Label]:
    """Read letters: case tells parts and Roman numbers (`A.`, `I.`) from the letters of a list (`a)`, `i)`)."""
    letters = match["roman"] or match["part"] or match["letter"] or match["bracket_letter"]
    if letters.isupper():
        return _capitals(match, letters, end)
    if not letters.islower():
        return []
    bracket = match["bracket_letter"] is not None
    readings = []
    if len(letters) == 1:
        style = Style.BRACKET_LETTER if bracket else Style.LETTER
        readings.append(Label(style, (_ALPHABET.index(letters) + 1,), letters, end))
    if (value := roman_value(letters)) is not None:
        readings.append(Label(Style.SMALL_ROMAN, (value,), letters, end))
    return readings


def _capitals(match: re.Match[str], letters: str, end: int) -> list[Label]:
    readings = []
    if match["roman"] and (value := roman_value(letters.lower())) is not None:
        readings.append(Label(Style.ROMAN, (value,), letters, end))
    if len(letters) == 1 and end > match.end() and letters.lower() in _ALPHABET:
        readings.append(Label(Style.PART, ("ABCDĐEFGHIJKLMNOPQRSTUVWXYZ".index(letters) + 1,), letters, end))
    return readings


def roman_value(letters: str) -> int | None:
    """Return the number that small Roman `letters` write, or None where they write none (`iiii`, `vx`)."""
    if not letters or any(c not in _ROMAN for c in letters):
        return None
    total = 0
    for letter, after in zip(letters, [*letters[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total if roman(total) == letters else None


def roman(value: int) -> str:
    """Return `value` (1 to 89) in small Roman letters."""
    tens, units = divmod(value, 10)
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return ("l" + "x" * (tens - 5) if tens >= 5 else "xl" if tens == 4 else "x" * tens) + ones[units]
