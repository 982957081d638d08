"""The labels that begin an item, and what follows what: `1.`, `5.1.`, `(1)`, `a)`, `đ)`, `I.`, `Điều 1.`, `Thứ hai,`.

A line may be read in several ways (`i)` after `h)` is a letter, after nothing a Roman one); which reading holds is for
the outline to say, by what it continues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.ordinals import ordinal_value, roman, roman_value

# The letters that lists count with. Those of `_SKIPPED` are often left out, so `d)` may be followed by `đ)` or by `e)`.
_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
_SKIPPED = frozenset("đfjwz")
_LARGEST = 199  # `2024.` at the start of a line is a year


class Style(StrEnum):
    """How a level of items is numbered."""

    PART = "A."
    ROMAN = "I."
    ARTICLE = "Điều 1."
    TOPIC = "Nội dung 1:"
    ARABIC = "1."
    COMPOUND = "1.1."
    ARABIC_PAREN = "1)"
    BRACKET = "(1)"
    ORDINAL = "Thứ nhất,"
    CARDINAL = "Một là,"
    LETTER = "a)"
    LETTER_COMPOUND = "a.1)"
    BRACKET_LETTER = "(a)"
    SMALL_ROMAN = "i)"


# Levels that are never inside one of a later kind; the others may enclose each other either way.
_OUTER = (Style.PART, Style.ROMAN, Style.ARTICLE)


def rank(style: Style) -> int:
    """Return how far out a level stands: 0 for parts, then Roman numbers, then articles, then all others."""
    return _OUTER.index(style) if style in _OUTER else len(_OUTER)


INNER_RANK = len(_OUTER)

# How the numbers of a list look inside a sentence: `gồm: (1) …; (2) …`.
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
    words begin in the line; `closed` says that a mark stands behind it (`5.1.`, not `5.1`).
    """

    style: Style
    values: tuple[int, ...]
    name: str
    end: int
    closed: bool = True

    @property
    def value(self) -> int:
        """The number on the label's own level."""
        return self.values[-1]

    @property
    def first(self) -> bool:
        """True for the label that opens a list: `1.`, `a)`, `I.`, `5.1.`."""
        return self.value == 1

    @property
    def compound(self) -> bool:
        """True where the label names the item it is inside: `5.1.`, `a.1)`."""
        return len(self.values) > 1

    @property
    def lettered(self) -> bool:
        """True for a letter of a list, whose place in the alphabet is no number."""
        return self.style in (Style.LETTER, Style.BRACKET_LETTER, Style.PART)

    def follows(self, value: int) -> bool:
        """True where this label is the next after the one numbered `value` on the same level."""
        if self.style in (Style.LETTER, Style.BRACKET_LETTER):
            return value < self.value and all(c in _SKIPPED for c in _ALPHABET[value : self.value - 1])
        return self.value == value + 1

    def printed(self, value: int) -> str | None:
        """Return how the number `value` of this label's list looks inside a sentence, or None where it has no form."""
        form = _INLINE_FORMS.get(self.style)
        if form is None or value < 1:
            return None
        match self.style:
            case Style.LETTER | Style.BRACKET_LETTER:
                return form.format(_ALPHABET[value - 1 : value])
            case Style.SMALL_ROMAN:
                return form.format(roman(value))
            case _:
                return form.format(value)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"""
          (?i:điều) \s{1,3} (?P<article> \d{1,3} ) (?: \s? [.:] (?!\d) | (?= \s* \Z ) )          # Điều 1.
        | (?i: nội \s dung | vấn \s đề | nhiệm \s vụ ) \s (?P<topic> \d{1,2} ) \s? [.:] (?!\d)    # Nội dung 1:
        | (?: (?i: nội \s dung | vấn \s đề ) \s )? (?i:thứ) \s (?P<ordinal> [^\W\d_]{2,4} )
          (?: \s là )? \s? [,:.]                                                                 # Thứ hai,
        | (?P<cardinal> [^\W\d_]{2,4} ) \s là \s? [,:]                                           # Hai là,
        | \( \s? (?P<bracket> \d{1,3} ) \s? \) (?: \s? [.:] )?                                   # (1)
        | \( (?P<bracket_letter> [a-zđ] | [ivx]{2,4} ) \)                                        # (a)  (iii)
        | (?P<compound> \d{1,3} (?: \. \d{1,2} ){1,4} )
          (?: \s? (?P<closed> [.):/] ) (?!\d) | \s? (?P<dash> [-–] ) (?=\s\D)                    # 5.1.  2.1-
            | (?= \s | [^\W\d_] | \Z ) )                                                         # 5.1
        | (?P<arabic> \d{1,4} )
          (?: \s? (?P<mark> [.)] ) (?!\d) | \s? : (?=\s)                                         # 1.  1)  1.Về  1:
            | / (?= \s | [A-ZĐ][^\W\dA-ZĐ_] ) | \s? [-–] (?= \s+ [^\W\d_] ) )                    # 1/  1-
        | (?P<roman> [IVXL]{1,6} )
          (?: \s? [.)/:] (?! [^\W\d_]\. ) | \s? [-–] (?=\s) | - (?=[^\W\d_]) )                   # I.  II-  III/
        | (?P<part> [A-HĐ] ) [.)/] (?=\s)                                                        # A.
        | (?P<sub> [a-zđ] \. \d{1,2} ) \s? [.):]                                                 # a.1)
        | (?P<letter> [a-zđ] | [ivx]{2,4} )
          \s? (?: \) | [./] (?= \s | \Z | [A-ZĐ][^\W\dA-ZĐ_] ) )                                 # a)  đ.  a/
        """,
        re.VERBOSE,
    )


def read_labels(text: str) -> tuple[Label, ...]:
    """Return the readings of the label that `text` begins with; none where it begins with none."""
    match = _label().match(text)
    if not match:
        return ()
    end = match.end()
    while end < len(text) and text[end].isspace():
        end += 1
    return tuple(_readings(match, end))


def _readings(match: re.Match[str], end: int) -> list[Label]:
    for group, style in (("article", Style.ARTICLE), ("topic", Style.TOPIC), ("bracket", Style.BRACKET)):
        if match[group]:
            return _numbered(style, match[group], end)
    if match["arabic"]:
        return _numbered(Style.ARABIC_PAREN if match["mark"] == ")" else Style.ARABIC, match["arabic"], end)
    if match["compound"]:
        return _compound(match, end)
    if match["sub"]:
        letter, _, digits = match["sub"].partition(".")
        return [Label(Style.LETTER_COMPOUND, (_ALPHABET.index(letter) + 1, int(digits)), str(int(digits)), end)]
    if match["ordinal"] or match["cardinal"]:
        return _spelled(match, end)
    return _lettered(match, end)


def _numbered(style: Style, digits: str, end: int) -> list[Label]:
    value = int(digits)
    return [Label(style, (value,), str(value), end)] if 0 < value <= _LARGEST else []


def _compound(match: re.Match[str], end: int) -> list[Label]:
    values = tuple(int(part) for part in match["compound"].split("."))
    closed = bool(match["closed"] or match["dash"])
    return [Label(Style.COMPOUND, values, str(values[-1]), end, closed)] if min(values) > 0 else []


def _spelled(match: re.Match[str], end: int) -> list[Label]:
    style = Style.ORDINAL if match["ordinal"] else Style.CARDINAL
    word = match["ordinal"] or match["cardinal"]
    value = None if roman_value(word) else ordinal_value(word)
    capital = match[0][0].isupper()
    return [Label(style, (value,), str(value), end)] if value and capital else []


def _lettered(match: re.Match[str], end: int) -> list[Label]:
    """Read letters: case tells parts and Roman numbers (`A.`, `I.`) from the letters of a list (`a)`, `i)`)."""
    letters = match["roman"] or match["part"] or match["letter"] or match["bracket_letter"]
    if letters.isupper():
        return _capitals(match, letters, end)
    readings = []
    if len(letters) == 1:
        style = Style.BRACKET_LETTER if match["bracket_letter"] else Style.LETTER
        readings.append(Label(style, (_ALPHABET.index(letters) + 1,), letters, end))
    if (value := roman_value(letters)) is not None:
        readings.append(Label(Style.SMALL_ROMAN, (value,), letters, end))
    return readings


def _capitals(match: re.Match[str], letters: str, end: int) -> list[Label]:
    readings = []
    if match["roman"] and (value := roman_value(letters.lower())) is not None:
        readings.append(Label(Style.ROMAN, (value,), letters, end))
    if len(letters) == 1 and end > match.end():
        readings.append(Label(Style.PART, (_ALPHABET.index(letters.lower()) + 1,), letters, end))
    return readings
