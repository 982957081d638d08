"""The words of a query as units of search: what each may be spelled like in this index."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from analyzers.fold import beginnings
from analyzers.pipeline import Analysis, Analyzer
from corpus.orthography import fold_diacritics
from indexer.facets import number_identity, whole_number
from indexer.syntax import And, Node, Not, Or, Phrase, Prefix, Words

# Syllables of questions and of grammar: they weigh little, and "most of the words" does not count them.
_GRAMMAR = (
    "có không bao nhiêu như thế nào được theo là gì và của các những cho trong khi thì mà ai đâu sao ra hay hoặc với "
    "về từ đến tại bị do để này đó cần phải tôi xin hỏi ạ vậy"
)
MOST_ENDINGS = 4096  # syllables that a beginning may stand for: those that occur most
STOP_SYLLABLES = frozenset(_GRAMMAR.split())


class Vocabulary(Protocol):
    """The syllables of an index."""

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        """Return the syllables whose bare letters are `bare`."""

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Return the syllables that begin with `prefix`, with any marks where it has none; of many the commonest."""


class Restorer(Protocol):
    """Diacritics by the statistics of an index."""

    def lacks_diacritics(self, syllables: Sequence[str]) -> bool:
        """Say whether a query carries fewer marks than its syllables do in this collection."""

    def restore(self, syllables: tuple[str, ...], /) -> tuple[str, ...]:
        """Return the likeliest spelling of each bare syllable; typed marks and unknown syllables stay as they are."""


class Collection(Protocol):
    """What reading a query needs to know of an index; every engine's snapshot is one."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The syllables of the index."""

    @property
    def restorer(self) -> Restorer:
        """Diacritics by the collection's own unigrams and bigrams."""

    def stands_as_typed(self, syllable: str) -> bool:
        """Say whether an item that was written with diacritics has the bare syllable."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A syllable of the query.

    `spellings` are what counts as it in any item: itself, or where it was typed without diacritics all that share its
    bare letters; `likely` is the one of them that was most likely meant. `bare` counts as well in items that were
    themselves typed without. `stop` marks grammar.
    """

    text: str
    spellings: tuple[str, ...]
    likely: str
    bare: str | None
    stop: bool

    @property
    def is_folded(self) -> bool:
        """Whether it was typed without diacritics and stands for every spelling."""
        return self.spellings != (self.likely,)


@dataclass(frozen=True, slots=True)
class Synonym:
    """Other units that say what those from `first` to `last` (excluded) of a run say: `UBND` for its full form."""

    first: int
    last: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Units side by side, with the segmented words and the identities of document numbers among them.

    `is_number` says that the run is nothing but one document number (`48 ttr bcsd`).
    """

    units: tuple[Unit, ...]
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    is_number: bool = False

    def readings(self) -> tuple[tuple[Unit, ...], ...]:
        """Return the run as typed, with each synonym in its place, and with all that fit side by side."""
        one_each = [(s,) for s in self.synonyms]
        every: list[Synonym] = []
        for synonym in self.synonyms:
            if not every or synonym.first >= every[-1].last:
                every.append(synonym)
        return tuple(dict.fromkeys(self._with(chosen) for chosen in ((), *one_each, tuple(every))))

    def _with(self, chosen: Sequence[Synonym]) -> tuple[Unit, ...]:
        units: list[Unit] = []
        at = 0
        for synonym in chosen:
            units += [*self.units[at : synonym.first], *synonym.units]
            at = synonym.last
        return (*units, *self.units[at:])


class QueryTerms:
    """Reads the texts of one query in the light of an index's vocabulary."""

    def __init__(self, analyzer: Analyzer, collection: Collection, root: Node) -> None:
        self._collection = collection
        self._analyzer = analyzer
        self._runs: dict[str, Run] = {}
        self._cut: dict[str, None] = {}  # beginnings of more syllables than are looked for
        self._vocabulary = collection.vocabulary
        texts = list(dict.fromkeys(_texts(root)))
        self._analyses = dict(zip(texts, analyzer.analyses(texts), strict=True))
        sought = [s for leaf in wanted(root) for text in _texts(leaf) for s in self._analyses[text].syllables]
        self._typed = not collection.restorer.lacks_diacritics(sought)

    @property
    def is_typed(self) -> bool:
        """Whether the query was typed with diacritics; otherwise its bare syllables stand for every spelling."""
        return self._typed

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of the words that were looked for so far: beginnings that are too common."""
        return tuple(
            f"Quá nhiều từ bắt đầu bằng “{text}”: chỉ tìm {MOST_ENDINGS} từ thường gặp nhất." for text in self._cut
        )

    def run(self, text: str) -> Run:
        """Return the units of one of the query's texts."""
        if text not in self._runs:
            self._runs[text] = self._read(text)
        return self._runs[text]

    def runs(self, leaves: Iterable[Words | Phrase | Prefix]) -> Iterator[Run]:
        """Yield the runs of leaves of the query; a beginning is a run of one unit that stands for all it begins."""
        for leaf in leaves:
            match leaf:
                case Words(texts):
                    yield from (self.run(text) for text in texts)
                case Phrase(text):
                    yield self.run(text)
                case Prefix(text):
                    yield Run((Unit(text, self.prefix(text), text, None, stop=False),))

    def _read(self, text: str) -> Run:
        analysis = self._analyses[text]
        likely = analysis.syllables if self._typed else self._collection.restorer.restore(analysis.syllables)
        stops = [syllable in STOP_SYLLABLES for syllable in likely]
        only_stops = all(stops)
        units = tuple(
            self._unit(typed, meant, stop=stop and not only_stops)
            for typed, meant, stop in zip(analysis.syllables, likely, stops, strict=True)
        )
        words = self._words(analysis, likely)
        if (whole := whole_number(text)) is not None:
            return Run(units, words, (whole.loose_key,), is_number=True)
        numbers = tuple(number_identity(number.text) for number in analysis.numbers)
        inside = {n.position + i for n in analysis.numbers for i in range(n.length)}  # BCSD in a number is no office
        return Run(units, words, numbers, tuple(self._synonyms(text, inside)))

    def _words(self, analysis: Analysis, likely: Sequence[str]) -> tuple[str, ...]:
        """Return the segmented words, of the likely spelling where the query was typed without diacritics."""
        if not self._typed and likely:
            (analysis,) = self._analyzer.analyses([" ".join(likely)])
        return tuple(word.text for word in analysis.words)

    def _synonyms(self, text: str, inside: Container[int]) -> Iterator[Synonym]:
        for synonym in self._analyzer.synonyms(text):
            if synonym.position not in inside:
                for form in synonym.forms:
                    units = tuple(self._unit(syllable, syllable, stop=False) for syllable in form)
                    yield Synonym(synonym.position, synonym.position + synonym.length, units)

    def prefix(self, text: str) -> tuple[str, ...]:
        """Return the syllables that begin with the letters of `text`."""
        syllables = self._analyses[text].syllables
        if len(syllables) != 1:
            return ()
        found = tuple(dict.fromkeys(s for form in beginnings(text) for s in self._vocabulary.beginning_with(form)))
        if len(found) >= MOST_ENDINGS:
            self._cut[text] = None
        return found[:MOST_ENDINGS]

    def _unit(self, syllable: str, likely: str, *, stop: bool) -> Unit:
        bare = fold_diacritics(syllable)
        if syllable != bare:
            return Unit(syllable, (syllable,), syllable, bare, stop)
        if self._typed and self._collection.stands_as_typed(syllable):
            return Unit(syllable, (syllable,), syllable, None, stop)
        return Unit(syllable, self._vocabulary.spelled_like(bare) or (syllable,), likely, None, stop)


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Words(texts):
            yield from texts
        case Phrase(text) | Prefix(text):
            yield text
        case Not(part):
            yield from _texts(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _texts(part)


def wanted(node: Node) -> Sequence[Words | Phrase | Prefix]:
    """Return the leaves that an item is looked for by: those not under a negation, in the order typed."""
    match node:
        case Words() | Phrase() | Prefix():
            return [node]
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in wanted(part)]
    return []
