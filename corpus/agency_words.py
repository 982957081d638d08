"""A text as words for the grammar of offices: folded, with abbreviations written out and document numbers masked."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.agency_names import folded_word, names, same_words, words_of
from corpus.model import Span
from corpus.numbers import masked
from corpus.orthography import fold_tone_marks, lower

_ROMAN = frozenset(
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name: its shown words, and the words it covers (`start` to before `end`)."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Words:
    """The words and marks of a text, in columns: `low` folded, `shown` as printed, `start` and `end` in characters.

    The words of a written-out abbreviation share the place of the abbreviation.
    """

    text: str
    low: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        text = masked(fold_tone_marks(self.text), "0")  # in `45/TTr-SNV` no office is named
        lowered = lower(text)
        spans = [match.span() for match in words_of(text)]
        self.shown = [text[start:end] for start, end in spans]
        self.low = same_words(lowered[start:end] for start, end in spans)
        self.start = [start for start, _ in spans]
        self.end = [end for _, end in spans]
        self._write_out()

    def _write_out(self) -> None:
        """Replace abbreviations by their words, from the right so that places to the left stay."""
        table = names().abbreviations
        known = [at for at, word in enumerate(self.shown) if (word if len(word) < 4 else word.upper()) in table]
        for at in reversed(known):
            parts = table[self.shown[at] if len(self.shown[at]) < 4 else self.shown[at].upper()]
            self.low[at : at + 1] = [folded_word(part) for part in parts]
            self.shown[at : at + 1] = parts
            self.start[at : at + 1] = [self.start[at]] * len(parts)
            self.end[at : at + 1] = [self.end[at]] * len(parts)

    def __len__(self) -> int:
        return len(self.low)

    def is_capital(self, at: int) -> bool:
        """Whether the word begins with a capital letter."""
        return at < len(self.low) and self.shown[at][0].isupper()

    def is_shouted(self, at: int) -> bool:
        """Whether the word stands in a line of capitals, where capitals tell nothing."""
        return len(self.shown[at]) > 1 and self.shown[at].isupper()

    def is_number(self, at: int) -> bool:
        """Whether the word is a short number: `7` of `Ban Quản lý dự án 7`."""
        return at < len(self.low) and self.low[at].isdigit() and len(self.low[at]) < 4

    def is_numeral(self, at: int) -> bool:
        """Whether the word counts an office: a short number that is no share, or a Roman one: `khu vực III`."""
        roman = at < len(self.low) and self.low[at] in _ROMAN and self.shown[at].isupper()
        return roman or (self.is_number(at) and self.low[at + 1 : at + 2] not in (["%"], ["/"]))

    def span(self, start: int, end: int) -> Span:
        """Return the characters that the words from `start` to before `end` cover."""
        return Span(self.start[start], self.end[end - 1])

    def part(self, start: int, end: int) -> Part:
        """Return the words from `start` to before `end` as printed, with single spaces."""
        pieces: list[str] = []
        for at in range(start, end):
            joined = at == start or self.start[at] == self.end[at - 1]
            pieces.append(self.shown[at] if joined else f" {self.shown[at]}")
        return Part("".join(pieces), start, end)
