"""A phrase of the lexicon: its syllables, the word that it becomes, and the words inside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from analyzers.fold import syllables
from analyzers.phrasebook import Key, key_of


@dataclass(frozen=True, slots=True)
class Part:
    """A word inside a phrase: its text, its first syllable counted from that of the phrase, its syllables."""

    text: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: the word that it becomes, and its folded syllables as written.

    `soft[i]` allows punctuation after syllable `i`. `office` is the name of one, `joins` a name that another completes
    (`Ban Thường vụ` + `Tỉnh ủy`). `parts` are the phrases inside; `loose` the ranges of syllables that the segmenter
    has yet to read.
    """

    text: str
    key: Key
    soft: tuple[bool, ...]
    office: bool = False
    joins: bool = False
    parts: tuple[Part, ...] = ()
    loose: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, written: str, shown: str, *, office: bool = False, joins: bool = False) -> Phrase:
        """Read a phrase as it is written and as it is to be shown."""
        ranges = syllables(written)
        soft = tuple(not written[a:b].isspace() for (_, a), (b, _) in pairwise(ranges))
        return cls("_".join(key_of(shown)), key_of(written), soft, office, joins)

    @property
    def units(self) -> tuple[Part, ...]:
        """The words that the phrase gives: those inside it, and itself."""
        return (*self.parts, Part(self.text, 0, len(self.key)))
