"""The unit of search: a term, what kind it is, and where it stands in the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Span


class TermKind(StrEnum):
    """The views of one text that can be matched.

    WORD: a word of two or more syllables joined by `_`, one of underthesea's, the name of an office, a known phrase, or
    what an abbreviation stands for. SYLLABLE: one syllable in lower case and one spelling (`hoà` as `hòa`, `kĩ` as
    `kỹ`). FOLDED: that syllable without any diacritic. NUMBER: a document number by its key (`48-ttr/bcsd`), or a date
    in ISO form.
    """

    WORD = "word"
    SYLLABLE = "syllable"
    FOLDED = "folded"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a text.

    `position` counts syllables from 0 and is shared by all kinds that begin there; `span` points into the text as
    it was given, before any normalisation.
    """

    text: str
    kind: TermKind
    position: int
    span: Span
