"""What the data files say: names of offices in all their spellings, abbreviations, and phrases of the trade.

Offices and types of papers are described once, in `corpus/agencies.toml` and `corpus/kinds.toml`; this package adds
`lexicon.toml` and `abbreviations.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from analyzers.fold import fold_syllable, syllables
from corpus.agency_names import Follows
from corpus.kinds import kinds

Key = tuple[str, ...]

_FILES = (("corpus", "agencies.toml"), ("analyzers", "lexicon.toml"), ("analyzers", "abbreviations.toml"))
_COMPLETED_BY_AN_OFFICE = (Follows.OFFICE, Follows.OFFICE_OR_AREA, Follows.PARTY, Follows.COUNCIL)


@dataclass(frozen=True, slots=True)
class OfficeName:
    """A name in all its spellings, the first of which is shown; `joins` when another office's name completes it."""

    spellings: tuple[str, ...]
    joins: bool


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it may stand for.

    `capitals` when it counts only in capital letters; `indexed` when it is safe to index it as its meaning.
    """

    short: str
    meanings: tuple[str, ...]
    capitals: bool
    indexed: bool


def key_of(written: str) -> Key:
    """Return the folded syllables of a phrase."""
    return tuple(fold_syllable(written[start:end])[0] for start, end in syllables(written))


def office_names() -> Iterator[OfficeName]:
    """Yield the names of `agencies.toml`; a family (`Sở`) gives one for each of its fields."""
    data = _data("corpus", "agencies.toml")
    for group in data["body"]:
        joins = Follows(group["follows"]) in _COMPLETED_BY_AN_OFFICE
        yield from (OfficeName(_spellings(entry), joins) for entry in group["names"])
    for family in data["family"]:
        joins = Follows(family["follows"]) in _COMPLETED_BY_AN_OFFICE
        for entry in family["fields"]:
            yield OfficeName(tuple(f"{family['head']} {field}" for field in _spellings(entry)), joins)


def abbreviations() -> tuple[Abbreviation, ...]:
    """Return every abbreviation, with the meanings of all files together."""
    own = _data("analyzers", "abbreviations.toml")
    offices: Mapping[str, str] = _data("corpus", "agencies.toml")["abbreviations"]
    papers = _papers()
    listed = [*own["abbreviations"].items(), *own["capitals"].items()]
    listed += [(short, [full]) for short, full in [*offices.items(), *papers.items()]]
    meanings: dict[str, dict[Key, str]] = {}
    for short, fulls in listed:
        for full in fulls:
            meanings.setdefault(short, {}).setdefault(key_of(full), full)
    return tuple(
        Abbreviation(
            short,
            tuple(fulls.values()),
            capitals=short in own["capitals"],
            indexed=len(fulls) == 1 and short not in own["capitals"] and short not in papers,
        )
        for short, fulls in meanings.items()
    )


def _papers() -> dict[str, str]:
    """Return short forms of types of papers: `TB` is Thông báo before a number, and much else elsewhere."""
    listed = _data("corpus", "kinds.toml")["kind"]
    long = {symbol: kind["name"] for kind in listed for symbol in kind["symbols"] if len(symbol) > 2}
    return long | kinds().by_abbreviation


def phrases() -> tuple[str, ...]:
    """Return the ordinary words and phrases of `lexicon.toml`."""
    data = _data("analyzers", "lexicon.toml")
    return (*data["phrases"], *data["words"])


@cache
def digest() -> str:
    """Return a digest of the files that decide terms."""
    return sha256(b"\0".join(_file(*name) for name in _FILES)).hexdigest()


def _spellings(entry: str) -> tuple[str, ...]:
    """Split `Kế hoạch và Đầu tư | KH&ĐT`, as `agencies.toml` writes it; a `*` there says that a name goes on."""
    return tuple(form.strip(" *") for form in entry.split("|"))


def _file(package: str, name: str) -> bytes:
    return resources.files(package).joinpath(name).read_bytes()


@cache
def _data(package: str, name: str) -> dict[str, Any]:
    return tomllib.loads(_file(package, name).decode())
