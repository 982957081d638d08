"""Word lists of the generated papers, read from `directive_words.toml`, and names composed from them."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.provinces import Province, provinces

_MARKED = frozenset("ăâêôơư")
_VOWELS = frozenset("aeiouyăâêôơư")
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_STOP_TONES = ("\u0301", "\u0323")  # syllables that end in a stop have one of two tones
_VILLAGES = 1 << 16
DECK_BITS = 10


# A list laid out for drawing with one step: 1024 cards, as many of an entry as its share by Zipf's law asks for.
Deck = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of government, as decks: the offices it concerns, what is decided upon, and its own nouns."""

    offices: Deck
    objects: Deck
    words: Deck


@dataclass(frozen=True, slots=True)
class Words:
    """Every list. `decks` are those of the file by name; `villages` are composed, the first the commonest.

    `districts` are decks of a province's districts, `seats` of the five that have an office in the papers: a list of
    every district would be longer than any real facet.
    """

    decks: Mapping[str, Deck]
    sentences: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    kinds: tuple[tuple[str, str], ...]
    every: tuple[tuple[str, int], ...]
    provinces: tuple[Province, ...]
    districts: Mapping[str, Deck]
    seats: Mapping[str, Deck]
    villages: tuple[str, ...]


@cache
def words() -> Words:
    """Read the lists and compose the names; kept for the life of the process."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    plain = {name: value for name, value in data.items() if isinstance(value, list) and name != "topic"}
    nested = {name: data[group][name] for group in ("names", "phrases", "deadlines") for name in data[group]}
    return Words(
        decks={name: deck(values) for name, values in {**plain, **nested}.items()},
        sentences={name: tuple(value) for name, value in data["sentences"].items()},
        topics=tuple(Topic(deck(t["of"]), deck(t["objects"]), deck(t["words"])) for t in data["topic"]),
        kinds=tuple((kind, symbol) for kind, (symbol, share) in data["kinds"].items() for _ in range(share)),
        every=tuple(data["every"].items()),
        provinces=provinces(),
        districts={p.name: deck(p.districts) for p in provinces()},
        seats={p.name: deck(p.districts[:5]) for p in provinces()},
        villages=_villages(data),
    )


def deck(values: Sequence[str], exponent: float = 0.8) -> Deck:
    """Lay out a list for drawing: the entry at rank k about k**-exponent as often as the first, each at least once."""
    weights = [(rank + 1) ** -exponent for rank in range(len(values))]
    scale = ((1 << DECK_BITS) - len(values)) / sum(weights)
    cards = [v for v, weight in zip(values, weights, strict=True) for _ in range(1 + int(weight * scale))]
    cards += [values[0]] * ((1 << DECK_BITS) - len(cards))
    return tuple(cards)


def _villages(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Compose names of communes and villages; the farther down the list, the more invented their syllables."""
    rng = random.Random(20)
    kinds = [kind for kind, share in data["place_kinds"].items() for _ in range(share)]
    known, invented = data["names"]["place"], _invented(data["names"])
    names = []
    for rank in range(_VILLAGES):
        second = rng.choice(known) if rank % 8 else rng.choice(invented)
        first = rng.choice(known) if rank < 4096 or rank % 3 else rng.choice(invented)
        names.append(f"{rng.choice(kinds)} {first} {second}")
    return tuple(names)


def _invented(names: Mapping[str, Sequence[str]]) -> list[str]:
    """Return capitalised syllables that Vietnamese could have: every onset with every rime and tone."""
    return [
        toned(onset + rime, tone).capitalize()
        for onset in names["onsets"]
        for rime in names["rimes"]
        for tone in (_STOP_TONES if rime[-1] in "tch" and rime[-2:] not in ("nh", "ng") else _TONES)
    ]


def toned(syllable: str, tone: str) -> str:
    """Return a bare syllable with a combining tone on the vowel that carries it, in NFC."""
    places = [i for i, letter in enumerate(syllable) if letter in _VOWELS]
    marked = [i for i in places if syllable[i] in _MARKED]
    if marked:
        at = marked[-1]
    elif syllable[-1] not in _VOWELS or len(places) == 1 or syllable[-2:] in ("oa", "uy"):
        at = places[-1]
    else:
        at = places[-2]
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])
