"""Phrases that are one word wherever they stand: names of offices, terms of the trade, abbreviations.

Documents and queries are cut alike at these phrases before the segmenter reads the rest, which it reads differently in
a sentence and alone: `ủy ban nhân dân` is one word in most documents and two in every short query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from analyzers.heads import Heads
from analyzers.phrase_finder import PhraseFinder
from analyzers.phrasebook import Key, abbreviations, key_of, office_names, phrases
from analyzers.phrases import Part, Phrase


class Lexicon:
    """The phrases that are known, and what finds them. `unit_texts` are the words that they give, phrase by phrase.

    Of two with the same syllables the first counts, with the punctuation of both.
    """

    def __init__(self, entries: Iterable[Phrase]) -> None:
        distinct: dict[Key, Phrase] = {}
        for phrase in entries:
            if phrase.key:
                first = distinct.setdefault(phrase.key, phrase)
                soft = tuple(a or b for a, b in zip(first.soft, phrase.soft, strict=True))
                distinct[phrase.key] = replace(first, soft=soft)
        self._by_head = _by_head(distinct.values())
        self.phrases = tuple(self._with_parts(phrase) for phrase in distinct.values())
        self.unit_texts = [unit.text for phrase in self.phrases for unit in phrase.units]
        self.heads = Heads(distinct.keys())
        self.finder = PhraseFinder(self.phrases, self.heads.numbers)

    def _with_parts(self, phrase: Phrase) -> Phrase:
        parts, loose = self._tile(phrase.key)
        return replace(phrase, parts=tuple(parts), loose=tuple(loose))

    def _tile(self, key: Key) -> tuple[list[Part], list[tuple[int, int]]]:
        """Cover the inside of a phrase with shorter ones; return them and the runs that are left between them."""
        parts: list[Part] = []
        loose: list[tuple[int, int]] = []
        at = begin = 0
        while at < len(key):
            inner = next((phrase for phrase in self._beginning(key, at) if len(phrase.key) < len(key)), None)
            if inner is None:
                at += 1
                continue
            nested, within = self._tile(inner.key)
            parts += [Part(inner.text, at, len(inner.key))]
            parts += [Part(part.text, at + part.offset, part.length) for part in nested]
            loose += [(begin, at), *((at + first, at + last) for first, last in within)]
            at = begin = at + len(inner.key)
        loose.append((begin, at))
        return parts, [(first, last) for first, last in loose if last - first > 1 and len(key) > 2]

    def _beginning(self, forms: Sequence[str], at: int) -> Iterator[Phrase]:
        """Yield the phrases whose syllables stand at `at`, longest first."""
        for phrase in self._by_head.get(tuple(forms[at : at + 2]), ()):
            if tuple(forms[at : at + len(phrase.key)]) == phrase.key:
                yield phrase
        yield from self._by_head.get((forms[at],), ())


def _by_head(entries: Iterable[Phrase]) -> dict[Key, list[Phrase]]:
    """Group phrases by their first two syllables, or their only one; longest first."""
    groups: defaultdict[Key, list[Phrase]] = defaultdict(list)
    for phrase in entries:
        groups[phrase.key[:2]].append(phrase)
    return {head: sorted(group, key=lambda phrase: -len(phrase.key)) for head, group in groups.items()}


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the data files; kept for the life of the process."""
    entries = [
        Phrase.of(written, name.spellings[0], office=True, joins=name.joins)
        for name in office_names()
        for written in name.spellings
        if len(key_of(name.spellings[0])) > 1
    ]
    entries += [Phrase.of(phrase, phrase) for phrase in phrases()]
    by_key = {phrase.key: phrase for phrase in entries}
    for short in abbreviations():
        if short.indexed:
            full = by_key.get(key_of(short.meanings[0]))
            office, joins = (full.office, full.joins) if full else (False, False)
            entries.append(Phrase.of(short.short, short.meanings[0], office=office, joins=joins))
    return Lexicon(entries)
