"""Document numbers: `48-TTr/BCSD` of the party, `16/2020/NQ-HĐND` of the state, and the careless ways to write them.

A number is an ordinal, perhaps a year, and symbols: the first names the type of paper (`TTr` is a Tờ trình) or the
office, the last the office. Symbols and marks: Hướng dẫn 36-HD/VPTW (party), Nghị định 30/2020/NĐ-CP (state).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.kinds import bare, kinds
from corpus.model import Span
from corpus.orthography import lower

_BARE_D = str.maketrans("đĐðÐ", "dDdD")
_KEPT = 1 << 12  # readings of tails that are remembered: ordinals are many, what follows them is nearly always known


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number taken apart.

    `printed` is the number as a reader writes it: one dash, no spaces, lower-case symbols raised, `Đ` or `D` as in
    the source. `ordinal` keeps leading zeros; `year` is None where the number has none.
    """

    printed: str
    ordinal: str
    year: int | None
    symbols: tuple[str, ...]

    @property
    def key(self) -> str:
        """The number for comparing: lower case, `đ` as `d`, no leading zeros (`02-CT/TU` is `2-CT/TU`)."""
        return lower(self.printed).translate(_BARE_D).lstrip("0")

    @property
    def loose_key(self) -> str:
        """The number without its punctuation and order, for queries (`48/TTr-BCSĐ` is `48 ttr bcsd`)."""
        year = f" {self.year}" if self.year else ""
        return f"{self.ordinal.lstrip('0')}{year}{_loose_symbols(self.symbols)}"


@lru_cache(maxsize=_KEPT)
def _loose_symbols(symbols: tuple[str, ...]) -> str:
    return "".join(sorted(f" {lower(symbol).translate(_BARE_D)}" for symbol in symbols))


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number and where it stands, without the word `số`."""

    number: DocumentNumber
    span: Span


def _raised(symbol: str) -> str:
    """Raise a symbol that was typed in lower case: `ttr` is `TTr`, `qđ` is `QĐ`; all-capital ones stay."""
    symbol = symbol.replace("Ð", "Đ").replace("ð", "đ")
    if symbol.upper() == symbol:
        return symbol
    letters = "".join(c for c in symbol if c.isalpha())
    known = kinds().casing.get(bare(letters))
    if known is None:
        return symbol.upper() if symbol.lower() == symbol else symbol
    pattern = iter(known)
    return "".join(_cased(c, next(pattern)) if c.isalpha() else c for c in symbol)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter.lower()


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
        # What stands before is asked behind the first digit, so that the search passes over all that is none.
        (?P<ordinal> \d (?<! [\w/]\d ) (?<! \d[.,–-]\d )
                     \d{0,4} [a-zA-Z]? )              # 48  05  12a
        (?: \s? / \s? (?P<year> (?:19|20)\d\d ) (?!\d) )?   # 16/2020
        (?P<tail>
          (?: [ \n]{0,2} [-–—‐‑−/] [ \n]{0,2}         # 48-TTr  48 - TTr  48/TTr  48–TTr
              [A-Za-zĐđÐðƯư] [A-Za-zĐđÐðƯư]{0,17} \d{0,3}    # TTr  BCSĐ  UBTVQH14
              (?: & [A-ZĐ]{1,8} )?                    # SNN&PTNT
              (?: \. [A-ZĐ]{2,8} (?! \w ) )?          # SNN.QLXD
          ){1,4}
        )
        (?! \w )
        """,
        re.VERBOSE,
    )


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(
        r"(?P<before> [ \n]{0,2} ) (?P<mark> [-–—‐‑−/] ) (?P<after> [ \n]{0,2} )"
        r"(?P<symbol> [^\W_] [\w&]* (?: \. [A-ZĐ]{2,8} (?! \w ) )? )",
        re.VERBOSE,
    )


@cache
def _announced() -> re.Pattern[str]:
    """What makes a number out of careless symbols: `số 48 - ttr/bcsd`, `Công văn 12-cv/tu`."""
    return re.compile(
        r"""
        (?: \b số \s? :? | \b (?: tờ\ trình | công\ văn | quyết\ định | nghị\ quyết | thông\ báo | kết\ luận
          | chỉ\ thị | báo\ cáo | kế\ hoạch | hướng\ dẫn | nghị\ định | thông\ tư | văn\ bản | quy\ định ) )
        \s{0,2} \Z
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Return the document numbers of `text` in order."""
    mentions: list[NumberMention] = []
    if not _JOINT.search(text):
        return ()
    for match in _pattern().finditer(text):
        previous = mentions[-1] if mentions else None
        goes_on = previous and _GAP.fullmatch(text, previous.span.end, match.start())
        if mention := _mention(match, text, previous.number if previous and goes_on else None):
            mentions.append(mention)
    return tuple(mentions)


# What every number has within it (`8-T`) and few texts have otherwise: most are passed over at a glance.
_JOINT = re.compile(r"\d[a-zA-Z]?[ \n]{0,2}[-–—‐‑−/][ \n]{0,2}[A-Za-zĐđÐðƯư]")
_GAP = re.compile(r"\s?(?:,|;|\s?và\s)\s?(?:số\s)?")


def masked(text: str, fill: str) -> str:
    """Return `text` with every character of its numbers replaced by `fill`; positions stay."""
    pieces, at = [], 0
    for mention in find_numbers(text):
        span = mention.span
        pieces += [text[at : span.start], fill * (span.end - span.start)]
        at = span.end
    return "".join([*pieces, text[at:]])


def _mention(match: re.Match[str], text: str, previous: DocumentNumber | None) -> NumberMention | None:
    """Read one number; `previous` is the one before it in a list, whose office its careless symbols may share."""
    announced = _announced().search(text, max(0, match.start() - 16), match.start()) is not None
    year = int(match["year"]) if match["year"] else None
    tail = _read_tail(match["tail"], announced, year is not None, bare(previous.symbols[-1]) if previous else None)
    if tail is None:
        return None
    ordinal = match["ordinal"]
    number = DocumentNumber(f"{ordinal}{f'/{year}' if year else ''}{tail.printed}", ordinal, year, tail.symbols)
    return NumberMention(number, Span(match.start(), match.start("tail") + tail.length))


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows ordinal and year: as printed, its symbols, and how many characters of it are the number's."""

    printed: str
    symbols: tuple[str, ...]
    length: int


@lru_cache(maxsize=_KEPT)
def _read_tail(text: str, announced: bool, has_year: bool, office: str | None) -> _Tail | None:
    """Read a tail, or return None where it belongs to no number; `office` is that of the number before it, bare."""
    pieces = list(_piece().finditer(text))
    if not (pieces and bare(pieces[-1]["symbol"]) == office):
        pieces = _kept(pieces, announced, has_year)
    if not pieces:
        return None
    marks = [("/" if piece["mark"] == "/" else "-") + _raised(piece["symbol"]) for piece in pieces]
    return _Tail("".join(marks), tuple(mark[1:] for mark in marks), pieces[-1].end())


def _kept(pieces: list[re.Match[str]], announced: bool, has_year: bool) -> list[re.Match[str]]:
    """Return the leading pieces that are symbols; empty where this is no document number."""
    kept: list[re.Match[str]] = []
    for piece in pieces:
        if not (_is_symbol(piece["symbol"], announced or bool(kept)) and _joins(piece, kept)):
            break
        kept.append(piece)
    if not kept:
        return []
    first = bare(kept[0]["symbol"])
    if announced or has_year or first in kinds().first:
        return kept if announced or has_year or len(kept) > 1 else []
    known_office = first in kinds().casing and kept[0]["mark"] == "/"
    return kept if known_office and len(kept) > 1 else []


def _is_symbol(symbol: str, lenient: bool) -> bool:
    letters = "".join(c for c in symbol if c.isalpha())
    if letters.isupper():
        return True
    if bare(letters) in kinds().casing:
        return lenient or sum(c.isupper() for c in letters) > 1
    # LĐTBXHg, VPQg: an office of the writer's own, mostly capitals.
    return sum(c.isupper() for c in letters) * 2 > len(letters)


def _joins(piece: re.Match[str], kept: list[re.Match[str]]) -> bool:
    """Tell a spaced mark inside a number (`48 - TTr / BCSD`) from a dash of the sentence (`707-TB/TU - UBND tỉnh`)."""
    if piece["mark"] == "/" or not (piece["before"] and piece["after"]) or not kept:
        return True
    return bare(kept[-1]["symbol"]) in kinds().first


@cache
def _query_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
        \s* (?: (?i:số) \s* :? \s* )?
        (?P<ordinal> \d{1,5} )
        (?: [\s/-]{1,3} (?P<year> (?:19|20)\d\d ) (?!\d) )?
        (?P<tail> (?: [\s/–-]{0,3} [^\W\d_]{1,18} \d{0,3} ){1,4} ) \s*
        """,
        re.VERBOSE,
    )


def parse_number(text: str) -> DocumentNumber | None:
    """Read a whole text as one number, however it is typed (`48 ttr bcsd`), or return None.

    Symbols set apart by spaces alone must all be known ones; then the marks are those of the office: `48-TTr/BCSD`
    for the party, `48/TTr-UBND` for the state.
    """
    ordinal = _ORDINAL.match(text)
    if ordinal is None:
        return _parsed(text)
    # Which digits an ordinal has decides nothing, so one number that is remembered reads all of the same tail.
    digits, stand_in = ordinal[0], _STAND_IN * len(ordinal[0])
    number = _parsed(stand_in + text[ordinal.end() :])
    if number is None or not number.ordinal.startswith(stand_in):
        return number
    rest = len(digits)
    printed, own = digits + number.printed[rest:], digits + number.ordinal[rest:]
    return DocumentNumber(printed, own, number.year, number.symbols)


_ORDINAL = re.compile(r"\d{1,5}(?!\d)")
_STAND_IN = "7"  # no year begins with it


@lru_cache(maxsize=_KEPT)
def _parsed(text: str) -> DocumentNumber | None:
    query = _query_pattern().fullmatch(text)
    if query is None:
        return None
    found = find_numbers(f"số {text.strip().removeprefix('số').lstrip(' :')}")
    if found and found[0].span.end >= len(text.strip()) - 1 and not _PARTED.search(text.strip()[3:]):
        return found[0].number
    return _from_words(query)


_PARTED = re.compile(r"[^\W\d]\s+[^\W\d]")


def _from_words(query: re.Match[str]) -> DocumentNumber | None:
    symbols = tuple(_raised(symbol) for symbol in re.findall(r"[^\W\d_]+\d{0,3}", query["tail"]))
    if not all(bare(symbol.rstrip("0123456789")) in kinds().casing for symbol in symbols):
        return None
    year = int(query["year"]) if query["year"] else None
    first, between = ("-", "/") if bare(symbols[-1]) in kinds().party and not year else ("/", "-")
    printed = query["ordinal"] + (f"/{year}" if year else "") + first + between.join(symbols)
    return DocumentNumber(printed, query["ordinal"], year, symbols)
