"""Other ways to write what a query says: abbreviations and their full forms, in both directions.

They are looked up for queries and never indexed: an index keeps the syllables that a document holds, so phrases keep
their positions whatever an office adds to `abbreviations.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers.phrasebook import Key, abbreviations, key_of, office_names
from corpus.orthography import fold_diacritics


@dataclass(frozen=True, slots=True)
class Synonym:
    """Other forms of the `length` syllables from `position` on; each is a sequence of folded syllables."""

    position: int
    length: int
    forms: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    key: Key
    forms: tuple[Key, ...]
    capitals: bool


class Synonyms:
    """Finds abbreviations and full forms in a query, typed with all of its diacritics or with none."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        by_first: defaultdict[str, list[tuple[Key, _Entry]]] = defaultdict(list)
        for entry in entries:
            bare = tuple(map(fold_diacritics, entry.key))
            by_first[bare[0]].append((bare, entry))
        self._by_first = {first: sorted(group, key=lambda e: -len(e[0])) for first, group in by_first.items()}

    def find(self, forms: Sequence[str], folded: Sequence[str], written: Sequence[str]) -> tuple[Synonym, ...]:
        """Return what is found in a query's syllables, by position, longest first; one may lie within another.

        `forms` are the folded syllables, `folded` those without diacritics, `written` as they were typed.
        """
        return tuple(dict.fromkeys(self._find(forms, folded, written)))

    def _find(self, forms: Sequence[str], folded: Sequence[str], written: Sequence[str]) -> Iterator[Synonym]:
        for at, first in enumerate(folded):
            for bare, entry in self._by_first.get(first, ()):
                end = at + len(bare)
                if tuple(folded[at:end]) != bare or tuple(forms[at:end]) not in (entry.key, bare):
                    continue
                if not entry.capitals or all(syllable.isupper() for syllable in written[at:end]):
                    yield Synonym(at, len(bare), entry.forms)


@cache
def synonyms() -> Synonyms:
    """Return the synonyms of the data files; kept for the life of the process."""
    other: dict[tuple[Key, bool], dict[Key, None]] = {}
    for short in abbreviations():
        key = key_of(short.short)
        for full in map(key_of, short.meanings):
            other.setdefault((key, short.capitals), {})[full] = None
            if not short.capitals:
                other.setdefault((full, False), {})[key] = None
    for office in office_names():
        keys = [key for key in dict.fromkeys(map(key_of, office.spellings)) if key]
        for key in keys:
            other.setdefault((key, False), {}).update(dict.fromkeys(k for k in keys if k != key))
    return Synonyms([_Entry(key, tuple(forms), capitals) for (key, capitals), forms in other.items() if forms])
