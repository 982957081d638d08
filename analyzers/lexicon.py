"""Phrases that are one word wherever they stand: names of offices, terms of the trade, abbreviations.

Documents and queries are cut alike at these phrases before the segmenter reads the rest, which it reads differently in
a sentence and alone: `ủy ban nhân dân` is one word in most documents and two in every short query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from analyzers.fold import Ranges, syllables
from analyzers.heads import Heads
from analyzers.phrasebook import Key, abbreviations, key_of, office_names, phrases

_SPACES = " \t"
_SOFT = _SPACES + ",.-–&/"  # between the parts of `Văn hóa, Thể thao`, `kinh tế - xã hội`, `T.Ư`


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


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at the position of its first syllable; `end` is the position after its last."""

    phrase: Phrase
    position: int

    @property
    def end(self) -> int:
        """The position after the last syllable."""
        return self.position + len(self.phrase.key)


class Lexicon:
    """Finds phrases by their syllables: leftmost, then longest.

    Of two with the same syllables the first counts, with the punctuation of both.
    """

    def __init__(self, entries: Iterable[Phrase]) -> None:
        distinct: dict[Key, Phrase] = {}
        for phrase in entries:
            if phrase.key:
                first = distinct.setdefault(phrase.key, phrase)
                soft = tuple(a or b for a, b in zip(first.soft, phrase.soft, strict=True))
                distinct[phrase.key] = replace(first, soft=soft)
        self._firsts = frozenset(key[0] for key in distinct)
        self.heads = Heads(distinct.keys())
        self._by_head = _by_head(distinct.values())
        self._by_head = _by_head([self._with_parts(phrase) for phrase in distinct.values()])

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
        if forms[at] not in self._firsts:
            return
        for phrase in self._by_head.get(tuple(forms[at : at + 2]), ()):
            if tuple(forms[at : at + len(phrase.key)]) == phrase.key:
                yield phrase
        yield from self._by_head.get((forms[at],), ())

    def find(self, forms: Sequence[str], text: str, ranges: Ranges, heads: Iterable[int] | None = None) -> list[Found]:
        """Return the phrases of a text in order; they do not overlap.

        `forms` are its folded syllables (an empty one belongs to no phrase), `ranges` their characters in `text`;
        `heads` the positions at which alone a phrase can begin, ascending, where they are known.
        """
        found: list[Found] = []
        free = 0
        for at in range(len(forms)) if heads is None else heads:
            if at < free or not (tuple(forms[at : at + 2]) in self._by_head or (forms[at],) in self._by_head):
                continue
            match = next((p for p in self._beginning(forms, at) if _is_close(p, at, text, ranges)), None)
            if match:
                found.append(Found(match, at))
                free = at + len(match.key)
        return found


def _by_head(entries: Iterable[Phrase]) -> dict[Key, list[Phrase]]:
    """Group phrases by their first two syllables, or their only one; longest first."""
    groups: defaultdict[Key, list[Phrase]] = defaultdict(list)
    for phrase in entries:
        groups[phrase.key[:2]].append(phrase)
    return {head: sorted(group, key=lambda phrase: -len(phrase.key)) for head, group in groups.items()}


def _is_close(phrase: Phrase, at: int, text: str, ranges: Ranges) -> bool:
    """Say whether the syllables stand side by side: a line end or a stop parts `tỉnh` from `Ủy ban`."""
    for i, soft in enumerate(phrase.soft, at):
        if text[ranges.ends[i] : ranges.starts[i + 1]].strip(_SOFT if soft else _SPACES):
            return False
    return True


def joined(found: Sequence[Found], text: str, ranges: Ranges) -> Iterator[Part]:
    """Yield the offices that stand in one another's name (`Ban Thường vụ` `Tỉnh ủy`), offsets from the text's start."""
    run: list[Found] = []
    for item in found:
        if run and not (item.phrase.office and _continues(run[-1], item, text, ranges)):
            yield from _as_part(run)
            run = []
        if run or item.phrase.joins:
            run.append(item)
    yield from _as_part(run)


def _continues(left: Found, right: Found, text: str, ranges: Ranges) -> bool:
    if not left.phrase.joins or left.end != right.position:
        return False
    return not text[ranges.ends[left.end - 1] : ranges.starts[right.position]].strip(_SPACES)


def _as_part(run: Sequence[Found]) -> Iterator[Part]:
    if len(run) > 1:
        text = "_".join(item.phrase.text for item in run)
        yield Part(text, run[0].position, run[-1].end - run[0].position)


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
