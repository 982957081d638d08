"""What a syllable would have been, had the Vietnamese keyboard been on: Telex (`uyr` is ủy) and VNI (`uy3`).

Keys are read to bare letters and the marks that they ask for, wherever in the syllable a typist puts them (`nhana`,
`nhaan`), and also where some were already converted (`đuowngf`). Which letter takes a mark is left to whoever knows the
syllables of the language: there is at most one that has these letters and these marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from corpus.orthography import fold_diacritics, lower

BAR = "đ"  # counted among the marks, though Unicode does not
_HORN, _BREVE, _CIRCUMFLEX = "\u031b", "\u0306", "\u0302"
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_MARKS = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE, "9": BAR}
_VOWELS = "aeiouy"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A syllable as bare letters and the marks on them, sorted: `đường` is duong with ̀  ̛  ̛  and the bar of đ."""

    bare: str
    marks: tuple[str, ...]


def keyed(syllable: str) -> Keyed:
    """Return the bare letters and the marks of a syllable that is spelled with diacritics."""
    decomposed = unicodedata.normalize("NFD", lower(syllable))
    marks = [BAR if c == "đ" else c for c in decomposed if c == "đ" or unicodedata.combining(c)]
    return Keyed(fold_diacritics(lower(syllable)), tuple(sorted(marks)))


def telex(typed: str) -> Keyed | None:
    """Read a syllable as keys of Telex; None where no key asks for a mark, or they are no syllable."""
    return _read(typed, _telex_key)


def vni(typed: str) -> Keyed | None:
    """Read a syllable as keys of VNI; None where no key asks for a mark, or they are no syllable."""
    return _read(typed, _vni_key)


Key = Callable[[str, list[str]], str | None]


def _read(typed: str, key: Key) -> Keyed | None:
    """Take letters one by one; `key` says which mark the next character asks for after the letters before it."""
    start = keyed(typed)
    letters: list[str] = []
    marks = list(start.marks)
    asked = 0
    for character in start.bare:
        mark = key(character, letters)
        if mark is None:
            letters.append(character)
            continue
        asked += 1
        marks.append(mark)
    bare = "".join(letters)
    return Keyed(bare, _with_horns(bare, marks)) if asked and _SYLLABLE.fullmatch(bare) else None


def _telex_key(character: str, letters: list[str]) -> str | None:
    before = "".join(letters)
    has_vowel = any(letter in _VOWELS for letter in letters)
    match character:
        case "s" | "f" | "r" | "x" | "j" if has_vowel:
            return _TELEX_TONES[character]
        case "d" if before.startswith("d") and (before == "d" or has_vowel):
            return BAR
        case "a" | "e" | "o" if _may_double(character, before):
            return _CIRCUMFLEX
        case "w" if "o" in before or "u" in before:
            return _HORN
        case "w" if "a" in before:
            return _BREVE
        case "w":
            letters.append("u")
            return _HORN
    return None


def _may_double(vowel: str, before: str) -> bool:
    """Say whether a vowel repeats one of its syllable: `nhaa(n)`, `nhan(a)`; in `hoa` it does not."""
    return re.search(f"{vowel}[iuy]?(?:[cmnpt]|ch|ng|nh)?$", before) is not None


def _vni_key(character: str, letters: list[str]) -> str | None:
    if character in "79" and not letters:
        return None
    if any(letter in _VOWELS for letter in letters) or character == "9":
        return _VNI_TONES.get(character) or _VNI_MARKS.get(character)
    return None


def _with_horns(bare: str, marks: list[str]) -> tuple[str, ...]:
    """Return the marks with as many horns as Vietnamese has there, however often the key was struck: two in `dương`."""
    others = [mark for mark in marks if mark != _HORN]
    horns = 0 if _HORN not in marks else 2 if _TWO_HORNS.search(bare) else 1
    return tuple(sorted([*others, *[_HORN] * horns]))


_TWO_HORNS = re.compile(r"(?<!q)uo[a-z]")  # dương rượu; not thuở, quờ
_SYLLABLE = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}[cghmnpt]{0,2}")
