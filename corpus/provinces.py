"""Which province a document is of: its letterhead says so, or the places it speaks of do.

Names are those of the 63 provinces before July 2025 and the 34 since; a name is judged by the document's date, so a
paper of `Bắc Kạn` dated 2023 stays one of Bắc Kạn.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.orthography import fold_tone_marks, lower

_SAYS_PROVINCE = 3  # `tỉnh Lạng Sơn` in a text weighs as much as three of its districts


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its name before July 2025; `joined` is what its name became on the day `since`."""

    name: str
    city: bool
    joined: str | None
    since: dt.date
    aliases: tuple[str, ...]
    districts: tuple[str, ...]

    def name_on(self, date: dt.date | None) -> str:
        """Return the name that the province had on `date`; without a date, as printed."""
        return self.joined if self.joined and date and date >= self.since else self.name


@cache
def provinces() -> tuple[Province, ...]:
    """Read the data file; kept for the life of the process."""
    data = tomllib.loads(resources.files("corpus").joinpath("provinces.toml").read_text("utf-8"))
    return tuple(
        Province(
            name=entry["name"],
            city=entry.get("city", False),
            joined=entry.get("joined"),
            since=entry.get("since", data["merged"]),
            aliases=tuple(entry.get("aliases", ())),
            districts=tuple(entry["districts"]),
        )
        for entry in data["province"]
    )


def place_names() -> tuple[str, ...]:
    """Return the names of all provinces and districts."""
    return tuple({name for p in provinces() for name in (p.name, *p.aliases, *p.districts)})


def is_place(name: str) -> bool:
    """True where `name` is the name of a province or a district."""
    return _fold(name) in _by_name() or _fold(name) in _by_district()


def find_province(printed: Iterable[str], text: str, date: dt.date | None) -> str | None:
    """Return the province that the printed heads of a document name, else the one its text speaks of most.

    `printed` are the lines of a letterhead and its place, the surest first. None where nothing or too little says it.
    """
    for line in printed:
        province = _named(line) or _seat(line)
        if province:
            return province.name_on(date)
    province = _spoken_of(text)
    return province.name_on(date) if province else None


def _fold(text: str) -> str:
    return fold_tone_marks(lower(text))


@cache
def _by_name() -> dict[str, Province]:
    """Key provinces by every spelling of their names."""
    return {_fold(name): province for province in provinces() for name in (province.name, *province.aliases)}


@cache
def _by_district() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for province in provinces():
        for district in province.districts:
            found[_fold(district)] = (*found.get(_fold(district), ()), province)
    return found


def _alternatives(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)


@cache
def _province_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(_by_name())})(?!\w)")


@cache
def _spoken_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<!\w) (?:
          (?: tỉnh | tỉnh\ ủy | thành\ phố | thành\ ủy | tp\.? ) \s+ (?P<province> {_alternatives(_by_name())} )
        | (?: huyện | huyện\ ủy | thị\ xã | thị\ ủy | quận | thành\ phố | thành\ ủy | tp\.? ) \s+
          (?P<district> {_alternatives(_by_district())} )
        ) (?!\w)
        """,
        re.VERBOSE,
    )


def _key(name: str) -> str:
    return " ".join(name.split())


def _named(line: str) -> Province | None:
    match = _province_pattern().search(_fold(line))
    return _by_name()[_key(match[0])] if match else None


def _seat(line: str) -> Province | None:
    """Return the province of a district named alone (`Gia Nghĩa`) or after its kind (`HUYỆN ỦY MAI CHÂU`)."""
    folded = _fold(line).strip(" ,.")
    match = _spoken_pattern().search(folded)
    district = match["district"] if match else folded
    owners = _by_district().get(_key(district or ""), ())
    return owners[0] if len(owners) == 1 else None


def _spoken_of(text: str) -> Province | None:
    votes: Counter[Province] = Counter()
    for match in _spoken_pattern().finditer(_fold(text)):
        if match["province"]:
            votes[_by_name()[_key(match["province"])]] += _SAYS_PROVINCE
            continue
        owners = _by_district()[_key(match["district"])]
        if len(owners) == 1:
            votes[owners[0]] += 1
    first, second = [*votes.most_common(2), (None, 0), (None, 0)][:2]
    return first[0] if first[1] > second[1] else None


def without_province(name: str) -> str:
    """Return the name of an office without its province: `Ủy ban nhân dân tỉnh Hà Nam` is `Ủy ban nhân dân tỉnh`."""
    folded = _fold(name)
    for match in _province_pattern().finditer(folded):
        before = name[: match.start()].rstrip()
        if match.end() == len(name) and _LEVEL.search(lower(before)):
            return before
    return name


_LEVEL = re.compile(r"(?:tỉnh|tỉnh\ ủy|thành\ phố|thành\ ủy|đảng\ bộ\ tỉnh)\Z", re.VERBOSE)
