"""Types of papers as data: how they are named in print, and which symbols stand for them in numbers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.orthography import fold_diacritics, lower


@dataclass(frozen=True, slots=True)
class Kinds:
    """What `kinds.toml` says. Symbols are keyed by their bare lower-case letters (`ttr`, `qd`).

    `by_symbol` gives the type of a first symbol, `by_abbreviation` that of `QĐ` before a number; `casing` how a known
    symbol is raised; `first` the symbols that open a number; `party` the offices of the party.
    """

    names: tuple[str, ...]
    by_symbol: dict[str, str]
    by_abbreviation: dict[str, str]
    casing: dict[str, str]
    first: frozenset[str]
    party: frozenset[str]


def bare(symbol: str) -> str:
    """Return the letters of a symbol as symbols are compared; its length is kept."""
    return lower(symbol) if "Ư" in symbol or "ư" in symbol else fold_diacritics(lower(symbol))


@cache
def kinds() -> Kinds:
    """Read the data file; kept for the life of the process."""
    data = tomllib.loads(resources.files("corpus").joinpath("kinds.toml").read_text("utf-8"))
    symbols, listed = data["symbols"], data["kind"]
    opening = [symbol for kind in listed for symbol in kind["symbols"]] + symbols["first"]
    return Kinds(
        names=tuple(kind["name"] for kind in listed),
        by_symbol={bare(symbol): kind["name"] for kind in reversed(listed) for symbol in kind["symbols"]},
        by_abbreviation={short: kind["name"] for kind in listed for short in kind.get("abbreviations", ())},
        casing={bare(symbol): symbol for symbol in (*symbols["state"], *symbols["party"], *opening)},
        first=frozenset(bare(symbol) for symbol in opening),
        party=frozenset(bare(symbol) for symbol in symbols["party"]),
    )


@cache
def kind_pattern() -> re.Pattern[str]:
    """Match the printed name of a type (`Tờ trình`, `thông báo kết luận`) or its abbreviation (`QĐ`)."""
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(kinds().names, key=len, reverse=True))
    short = "|".join(sorted(kinds().by_abbreviation, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:(?P<name>(?i:{names}))|(?P<short>{short}))(?!\w)")


def kind_of_symbol(symbol: str) -> str | None:
    """Return the type that a number's first symbol stands for (`TTr`: Tờ trình), or None."""
    return kinds().by_symbol.get(bare(symbol))
