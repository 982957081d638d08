"""Cleaning a text while remembering where each of its characters came from.

The offsets of a term point into the text as it was given. That text may be decomposed (NFD), hold soft hyphens, or
spell Đ with its Icelandic look-alike; the segmenter and the index want it clean. Text from our own loaders is clean
already and costs one scan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Span
from corpus.orthography import clean

# Every character that `corpus.orthography.clean` drops or replaces, but for what NFC composes.
_UNCLEAN = re.compile(
    r"["
    r"\x00-\x09\x0b\x0d-\x1f\x7f-\xa0\xad"  # controls, soft hyphen
    r"\xd0\xf0"  # Ð ð for Đ đ
    r"\u061c\u1680\u180e\u2000-\u200f"  # odd spaces, zero width
    r"\u2028-\u202f\u205f-\u206f\u3000\ufeff"  # line separators, bidi, byte order mark
    r"\ud800-\udfff"  # surrogates that escaped their pair
    r"]"
)
_CHUNK = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A cleaned text (NFC) and, per character of it, the start and end of the source characters it stands for.

    `starts` and `ends` are None where cleaning moved nothing.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def source_span(self, start: int, end: int) -> Span:
        """Return the span in the source of the characters `start` to `end` (at least one) of the cleaned text."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def in_source(self, starts: Sequence[int], ends: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return where ranges of the cleaned text, none of them empty, start and end in the source."""
        if self.starts is None or self.ends is None:
            return tuple(starts), tuple(ends)
        return tuple([self.starts[start] for start in starts]), tuple([self.ends[end - 1] for end in ends])


def align(source: str) -> AlignedText:
    """Clean any string, lone surrogates included, and keep its alignment with the source."""
    if unicodedata.is_normalized("NFC", source):
        if not _UNCLEAN.search(source):
            return AlignedText(source)
        cleaned = clean(source)
        if len(cleaned) == len(source) and len(_dropped(source)) == 0:
            return AlignedText(cleaned)
    return _align_clusters(source)


def _dropped(source: str) -> list[str]:
    """Return the characters of an NFC `source` that cleaning removes."""
    return [c for c in _UNCLEAN.findall(source) if c == "\r" or not clean(c)]


def _align_clusters(source: str) -> AlignedText:
    clusters = list(_clusters(source))
    if "".join(clean(source[start:end]) for start, end in clusters) != clean(source):
        # A few marks with exotic canonical orders reach across clusters; white space always bounds them.
        clusters = [match.span() for match in _CHUNK.finditer(source)]
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in clusters:
        piece = clean(source[start:end])
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return AlignedText("".join(pieces), tuple(starts), tuple(ends))


def _clusters(source: str) -> Iterator[tuple[int, int]]:
    """Cut `source` where neither composition nor removal reaches across: a letter with its marks is one cluster."""
    start = 0
    for i in range(1, len(source)):
        if not _extends(source[i - 1], source[i]):
            yield start, i
            start = i
    if source:
        yield start, len(source)


def _extends(last: str, char: str) -> bool:
    """Say whether `char` belongs to the cluster that ends with `last`."""
    if " " <= char <= "~":
        return False
    if char == "\n":
        return last == "\r"
    if unicodedata.combining(char) or not clean(char) or "\u1160" <= char <= "\u11ff":  # Hangul vowels and finals
        return True
    pair = unicodedata.normalize("NFC", last + char)  # a few Indic vowel signs compose without being marks
    return pair != unicodedata.normalize("NFC", last) + unicodedata.normalize("NFC", char)
