"""One spelling for each syllable: lower case, one place for the tone mark, one of i and y; and its bare letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.orthography import as_in_closed_syllable, fold_diacritics, fold_tone_marks, lower

# Letters and digits with the marks that stay separate in NFC. 255 is where Lucene splits as well, so that no text
# without spaces can make a term of any size.
_SYLLABLE = re.compile(r"\w[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{0,254}")

_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_I_OR_Y = re.compile(
    r"""
    (?: (?:qu|[hklmst]) [iìíỉĩị]   # quí kĩ lí mĩ tỉ sĩ hi  for  quý kỹ lý mỹ tỷ sỹ hy
      | [ìíỉĩị]                    # í kiến                 for  ý kiến; a bare i is a Roman number
    )
    """,
    re.VERBOSE,
)


def syllables(text: str) -> list[tuple[int, int]]:
    """Return the character range of every run of letters and digits in an NFC text, at most 255 characters long."""
    if "_" in text:
        text = text.replace("_", " ")  # the regex counts it among the letters
    return [match.span() for match in _SYLLABLE.finditer(text)]


@lru_cache(maxsize=1 << 16)
def fold_syllable(syllable: str) -> tuple[str, str]:
    """Return the search form of an NFC syllable and that form without diacritics.

    The first has the length of the input: lower case, `hoà` as `hòa`, `kĩ` as `kỹ`. The second keeps đ as d.
    """
    folded = fold_tone_marks(lower(syllable))
    if _I_OR_Y.fullmatch(folded):
        folded = folded.translate(_I_TO_Y)
    return folded, _bare(folded)


def beginnings(letters: str) -> tuple[str, ...]:
    """Return what the search forms of syllables that begin with `letters` may begin with, each once.

    A mark or an i that is folded at the end of a syllable stays where more letters follow: `khoả` begins `khỏa` and
    `khoảng`, `kí` begins `ký` and `kính`.
    """
    typed = lower(unicodedata.normalize("NFC", letters))
    folded, _ = fold_syllable(typed)
    return tuple(dict.fromkeys((folded, typed, as_in_closed_syllable(folded))))


def _bare(folded: str) -> str:
    bare = fold_diacritics(folded)
    if bare.isascii():
        return bare
    return "".join(c for c in bare if not unicodedata.combining(c)) or bare
