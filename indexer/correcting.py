"""Did you mean: the query that was more likely meant, judged by the collection's own words and pairs of words.

A typed syllable may stand for others at a cost (`indexer.slips`). Of all the ways to read a run of words, the likeliest
by unigrams and bigrams of the collection, less what its slips cost, is suggested where it is clearly likelier than what
was typed. Numbers, dates, abbreviations, quotes, fields and excluded words stay as they are.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers.fold import fold_syllable, syllables
from analyzers.pipeline import Analyzer
from analyzers.protect import protect
from corpus.orthography import fold_diacritics
from indexer.restoring import BIGRAM_SHARE
from indexer.slips import SWAP, Choice, Slips, Syllables
from indexer.tokens import word_runs

Follows = Callable[[str, str], int]

MARGIN = 3.0  # nats by which a suggestion must be likelier
_MARGIN_OF_UNKNOWN = 0.5  # where the collection does not have what was typed at all
_PAIRS_KEPT = 1 << 14
_QUERIES_KEPT = 1024  # pages of one search ask again
ENOUGH = 3  # items, with which a query of known syllables is left alone
_RARE = 2  # occurrences, as few as a misprint has
_LONGEST = 24  # syllables; whoever types more wrote or pasted a sentence
_WIDTH = 16  # of the beam
_LONE_EDIT = 4  # letters that a word must have to be told from another one by one letter and nothing else
_LONE_MARGIN = 1.5
_SPELLINGS = 8


@dataclass(frozen=True, slots=True)
class _Piece:
    """A syllable of the query: where it stands, its search form, and whether it has to stay."""

    start: int
    end: int
    text: str
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class _Path:
    """A reading of the first pieces: its log-probability less its costs, these, and what was put for which pieces."""

    score: float
    cost: float
    last: str
    is_changed: bool
    parts: tuple[tuple[int, int, tuple[str, ...]], ...]  # first piece, last piece (excluded), syllables


class Corrector:
    """Suggests queries. `follows(a, b)` says how often b stands right behind a in the collection."""

    def __init__(self, known: Syllables, follows: Follows, analyzer: Analyzer) -> None:
        self._known = known
        self._slips = Slips(known)
        self._follows = lru_cache(maxsize=_PAIRS_KEPT)(follows)
        self._analyzer = analyzer
        self.correct = lru_cache(maxsize=_QUERIES_KEPT)(self._correct)

    def _correct(self, query: str, found: int) -> str | None:
        """Return what was more likely meant by a query that finds so many items with all of its words, or None.

        Whether the suggestion finds more is for the caller to see.
        """
        query = unicodedata.normalize("NFC", query)
        changed = query
        for start, end in reversed(word_runs(query)):
            run = query[start:end]
            changed = changed[:start] + self._run(run, found) + changed[end:]
        return changed if changed != query else None

    def _run(self, run: str, found: int) -> str:
        pieces = self._pieces(run)
        if not 0 < len(pieces) <= _LONGEST:
            return run
        suspects = self._suspects(pieces, found)
        if not suspects:
            return run
        paths = self._paths(pieces, suspects)
        typed = max((path.score for path in paths if not path.is_changed), default=-math.inf)
        changed = [path for path in paths if path.is_changed]
        is_known = all(self._slips.is_known(pieces[i].text) for i in suspects)
        margin = MARGIN if is_known else _MARGIN_OF_UNKNOWN
        if not changed or changed[0].score < typed + margin or _is_guess(pieces, changed):
            return run
        return _rewritten(run, pieces, changed[0])

    def _pieces(self, run: str) -> list[_Piece]:
        spans = syllables(run)
        kept = [(p.start, p.end) for p in protect(run)]
        for synonym in self._analyzer.synonyms(run):
            last = synonym.position + synonym.length - 1
            if last < len(spans):
                kept.append((spans[synonym.position][0], spans[last][1]))
        pieces = []
        for start, end in spans:
            text = fold_syllable(run[start:end])[0]
            is_fixed = text[0].isdigit() or any(a <= start and end <= b for a, b in kept)
            pieces.append(_Piece(start, end, text, is_fixed))
        return pieces

    def _suspects(self, pieces: Sequence[_Piece], found: int) -> set[int]:
        """Return the places whose syllable the collection does not know, or knows nowhere near its neighbours."""
        free = [i for i, piece in enumerate(pieces) if not piece.is_fixed]
        unknown = {i for i in free if not self._slips.is_known(pieces[i].text)}
        if unknown or found >= ENOUGH:
            return unknown
        rare = {i for i in free if self._is_rare(pieces[i].text)}
        return rare or {i for i in free if len(pieces) > 1 and not self._has_company(pieces, i)}

    def _is_rare(self, syllable: str) -> bool:
        return syllable != fold_diacritics(syllable) and self._known.occurrences(syllable) <= _RARE

    def _has_company(self, pieces: Sequence[_Piece], at: int) -> bool:
        """Say whether a syllable stands beside one of its neighbours anywhere in the collection."""
        beside = [(i, i + 1) for i in (at - 1, at) if 0 <= i < len(pieces) - 1]
        return any(
            self._follows(first, second)
            for left, right in beside
            for first in self._as_typed(pieces[left].text)
            for second in self._as_typed(pieces[right].text)
        )

    def _as_typed(self, syllable: str) -> Sequence[str]:
        """Return what a search takes a syllable for: itself, or any spelling of one typed without marks."""
        if syllable != fold_diacritics(syllable):
            return (syllable,)
        spellings = self._known.spelled_like(syllable)
        return sorted(spellings, key=self._known.occurrences, reverse=True)[:_SPELLINGS] or (syllable,)

    def _paths(self, pieces: Sequence[_Piece], suspects: set[int]) -> list[_Path]:
        """Return the best readings of all pieces, the likeliest first, among them the best that changes nothing."""
        reached: list[list[_Path]] = [[_Path(0.0, 0.0, "", is_changed=False, parts=())], *([] for _ in pieces)]
        for at in range(len(pieces)):
            for path in _kept(reached[at]):
                for width, choice, is_changed in self._choices(pieces, suspects, at):
                    reached[at + width].append(self._extended(path, at, width, choice, is_changed=is_changed))
        return _kept(reached[-1])

    def _choices(self, pieces: Sequence[_Piece], suspects: set[int], at: int) -> Iterator[tuple[int, Choice, bool]]:
        """Yield what may stand from a piece on: how many pieces it takes, the syllables, whether that is a change."""
        piece = pieces[at]
        as_typed = (piece.text,) if piece.is_fixed else self._as_typed(piece.text)
        for spelling in as_typed:
            yield 1, Choice((spelling,), 0.0), False
        if at in suspects:
            for choice in self._slips.choices(piece.text):
                if choice.syllables not in {(spelling,) for spelling in as_typed}:
                    yield 1, choice, True
        if at + 1 < len(pieces) and not piece.is_fixed and not pieces[at + 1].is_fixed and {at, at + 1} & suspects:
            for choice in self._slips.joined(piece.text, pieces[at + 1].text):
                yield 2, choice, True

    def _extended(self, path: _Path, at: int, width: int, choice: Choice, *, is_changed: bool) -> _Path:
        score, last = path.score - choice.cost, path.last
        for syllable in choice.syllables:
            score += self._log_probability(last, syllable)
            last = syllable
        parts = (*path.parts, (at, at + width, choice.syllables))
        return _Path(score, path.cost + choice.cost, last, path.is_changed or is_changed, parts)

    def _log_probability(self, last: str, syllable: str) -> float:
        share = (self._known.occurrences(syllable) + 0.5) / (self._known.total + 1)
        if not last:
            return math.log(share)
        follows = self._follows(last, syllable) / max(self._known.occurrences(last), 1)
        return math.log(BIGRAM_SHARE * min(follows, 1.0) + (1 - BIGRAM_SHARE) * share)


def _kept(paths: Sequence[_Path]) -> list[_Path]:
    """Return the best paths, in order, and of those that change nothing at least the best few."""
    ordered = sorted(paths, key=lambda path: -path.score)
    as_typed = [path for path in ordered if not path.is_changed][:_SPELLINGS]
    best = ordered[:_WIDTH]
    return [*best, *(path for path in as_typed if path not in best)]


def _is_guess(pieces: Sequence[_Piece], changed: Sequence[_Path]) -> bool:
    """Say whether nothing but one letter of a lone word speaks for the best change."""
    if len(pieces) > 1 or changed[0].cost < SWAP:
        return False
    rivals = [path.score for path in changed[1:]]
    return len(pieces[0].text) < _LONE_EDIT or (bool(rivals) and rivals[0] > changed[0].score - _LONE_MARGIN)


def _rewritten(run: str, pieces: Sequence[_Piece], path: _Path) -> str:
    """Put the syllables of a path in the places of what was typed, in its capitals; what is the same is left alone."""
    for first, last, meant in reversed(path.parts):
        if tuple(piece.text for piece in pieces[first:last]) != meant:
            start, end = pieces[first].start, pieces[last - 1].end
            run = run[:start] + _in_case_of(run[start:end], " ".join(meant)) + run[end:]
    return run


def _in_case_of(typed: str, meant: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return meant.upper()
    return meant[0].upper() + meant[1:] if typed[0].isupper() else meant
