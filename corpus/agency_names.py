"""The names of offices as data: `agencies.toml` read once into tables that can be matched word by word."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Generic, TypeVar

from corpus.orthography import fold_tone_marks, lower
from corpus.provinces import place_names

T = TypeVar("T")


class Follows(StrEnum):
    """What completes a name; see the head of `agencies.toml`."""

    AREA = "area"
    NAMED_AREA = "named area"
    PARTY = "party"
    OFFICE = "office"
    OFFICE_OR_AREA = "office or area"
    COUNCIL = "council"
    PLACE = "place"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an office's name, as it is shown; a family has `fields` that may come after it.

    `open` families have fields that are not listed too, `numbered` ones numbers; those of a `task` go up to the
    territory. An office `as_printed` keeps the capitals of print. A `facility` is also a thing that is built, a `site`
    a place. In lower case a head stands where `any_case`, or where `named_lower` and its territory follows.
    """

    name: str
    follows: Follows
    required: bool = False
    any_case: bool = False
    named_lower: bool = False
    as_printed: bool = False
    fields: Phrases[str] | None = None
    open: bool = False
    task: bool = False
    facility: bool = False
    numbered: bool = False
    site: bool = False


# A line end before a capital, a bullet or a digit ends a paragraph; before a small letter it wraps a line.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|\n(?=\s*[^\sa-zà-ỹđ])")
# Spellings of one word, and marks that mean one thing; applied to lower-case words.
_SAME = {"–": "-", "—": "-", "‑": "-", "−": "-", "&": "và", "kĩ": "kỹ", "lí": "lý", "quí": "quý"}


def words_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the words and marks of `text` as matches."""
    return _WORD.finditer(text)


def folded_word(word: str) -> str:
    """Return a word as names are compared: lower case, one kind of dash; tone marks are folded beforehand."""
    low = lower(word).replace("’", "'")
    return _SAME.get(low, low)


def same_words(words: Iterable[str]) -> list[str]:
    """Return lower-case words as names are compared; `folded_word` for many."""
    return [_SAME.get(word, word).replace("’", "'") for word in words]


def key_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as names are compared."""
    return tuple(folded_word(match[0]) for match in words_of(fold_tone_marks(name)))


class Phrases(Generic[T]):
    """Values found by sequences of folded words, longest first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        by_first: defaultdict[str, dict[tuple[str, ...], T]] = defaultdict(dict)
        for name, value in entries:
            key = key_of(name)
            by_first[key[0]].setdefault(key, value)
        self._by_first = {
            first: sorted(((len(key), list(key), value) for key, value in keys.items()), key=lambda e: -e[0])
            for first, keys in by_first.items()
        }

    def begins(self, word: str) -> bool:
        """Whether any phrase begins with a word; a quick test before `matches`."""
        return word in self._by_first

    def matches(self, words: Sequence[str], at: int) -> Iterator[tuple[int, T]]:
        """Yield the end and the value of every phrase that begins at a word, the longest first."""
        for length, key, value in self._by_first.get(words[at], ()) if at < len(words) else ():
            if words[at : at + length] == key:
                yield at + length, value

    def longest(self, words: Sequence[str], at: int) -> tuple[int, T] | None:
        """Return the end and the value of the longest phrase that begins at a word."""
        for length, key, value in self._by_first.get(words[at], ()) if at < len(words) else ():
            if words[at : at + length] == key:
                return at + length, value
        return None


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that `agencies.toml` says, ready for matching."""

    heads: Phrases[Head]
    abbreviations: dict[str, tuple[str, ...]]
    levels: Phrases[str]
    provinces: Phrases[str]
    places: Phrases[str]
    surnames: frozenset[str]
    adjacent: frozenset[tuple[str, str]]
    nouns: Phrases[str]
    transitive: Phrases[str]
    exceptions: Phrases[str]
    object_words: Phrases[str]
    generic_words: frozenset[str]


def _spellings(entry: str) -> tuple[str, list[str]]:
    """Split `Nội vụ | NV` into the shown name and all ways to write it."""
    forms = [form.strip() for form in entry.split("|")]
    return forms[0], forms


def _spelled(entries: Iterable[str]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        shown, forms = _spellings(entry)
        yield from ((form.removesuffix(" *"), shown) for form in forms)


def _heads(data: dict[str, Any]) -> Iterator[tuple[str, Head]]:
    for group in data["body"]:
        follows = Follows(group["follows"])
        flags = {flag: group.get(flag, False) for flag in ("required", "any_case", "named_lower", "as_printed")}
        yield from ((form, Head(shown, follows, **flags)) for form, shown in _spelled(group["names"]))
    merged: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for family in data["family"]:
        merged[family["head"], family["follows"]].append(family)
    for (head, completion), families in merged.items():
        fields = Phrases(_spelled(field for family in families for field in family["fields"]))
        flags = {
            flag: any(family.get(flag, False) for family in families)
            for flag in ("required", "open", "task", "facility", "numbered", "site", "as_printed")
        }
        yield head, Head(head, Follows(completion), fields=fields, **flags)


class _Heads(Phrases[Head]):
    """Heads by phrase, where one phrase may begin several kinds of name (`Đảng ủy`, `Ban`)."""

    def __init__(self, entries: Iterable[tuple[str, Head]]) -> None:
        super().__init__([])
        by_first: defaultdict[str, list[tuple[int, list[str], Head]]] = defaultdict(list)
        for name, head in entries:
            key = key_of(name)
            by_first[key[0]].append((len(key), list(key), head))
        self._by_first = {first: sorted(found, key=lambda e: -e[0]) for first, found in by_first.items()}


def _adjacent(data: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the pairs of words that stand side by side in a listed name."""
    spelled = [name for group in data["body"] for name in group["names"]]
    spelled += [field for family in data["family"] for field in family["fields"]]
    keys = [key_of(form) for name in spelled for form in _spellings(name)[1]]
    return frozenset(pair for key in keys for pair in pairwise(key))


def _listed(names: Iterable[str]) -> Phrases[str]:
    return Phrases((name, name) for name in names)


@cache
def names() -> Names:
    """Read the data file; kept for the life of the process."""
    data = tomllib.loads(resources.files("corpus").joinpath("agencies.toml").read_text("utf-8"))
    places = data["places"]
    level_forms = [form.split(" = ") for form in places["level_forms"]]
    return Names(
        heads=_Heads(_heads(data)),
        abbreviations={short: tuple(m[0] for m in words_of(long)) for short, long in data["abbreviations"].items()},
        levels=Phrases(
            [*((level, level) for level in places["levels"]), *((form, level) for form, level in level_forms)]
        ),
        provinces=_listed(places["provinces"]),
        places=_listed(
            {*places["provinces"], *places["not_persons"], *places["regions"], *map(fold_tone_marks, place_names())}
        ),
        surnames=frozenset(folded_word(name) for name in places["surnames"]),
        adjacent=_adjacent(data),
        nouns=_listed(data["nouns"]),
        transitive=_listed(data["transitive"]),
        exceptions=_listed(data["exceptions"]),
        object_words=_listed(data["object_words"]),
        generic_words=frozenset(data["generic_words"]),
    )
