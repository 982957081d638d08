"""What a page carries besides its words: page numbers, rules, running heads and the stamps of digital signatures.

Page numbers, rules and stamps are told by their form. A running head is told by where it stands: beside the break
of a page, and printed more than once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from corpus.agencies import canonical_name
from corpus.letterhead import is_number_line
from corpus.lines import Line
from corpus.numbering import read_labels
from corpus.numbers import find_numbers
from corpus.roles import Role
from corpus.sentences import continues, ends_sentence

_HEAD_LENGTH = 120  # a running head is one short line
_HEAD_LINES = 2  # or two of them, one below the other
_REACH = 4  # it stands within so many printed lines of the break
_HEAD_REACH = 30  # lines in which a paper prints its own number
_LONGEST_REFERENCE = 25  # letters beside the number in a running head that refers to the paper
_FIRST_PAGE = 5  # before so many lines there is no page to break


@cache
def _page_number() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?: [-–—~|•·]{1,3} \s* )?
        (?:
          (?: trang | page ) (?: \s* số )? \s* :? \s* \d{1,4} (?: \s* (?: / | trên | of ) \s* \d{1,4} )?   # Trang 2/5
          | \d{1,4} \s* (?: / | trên | of ) \s* \d{1,4}     # 2/5
          | \d{1,3}                                         # 2   - 3 -
          | [\[(] \d{1,3} [\])] (?= \s* \Z ) (?<! \) )      # [2]
        )
        (?: \s* [-–—~|•·]{1,3} )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_RULE = re.compile(r"[-–—_=*~.\s]*o[0O]o[-–—_=*~.\s]*", re.VERBOSE)  # ---o0o---


@cache
def _stamp() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?P<sure>
            (?: được \s )? ký \s (?: số \s )? (?: bởi | điện \s tử \s bởi ) \s* :      # Ký bởi: Ủy ban nhân dân tỉnh
          | người \s ký \s* :                                                      # Người ký: Văn phòng Tỉnh ủy
          | (?: ngày | thời \s gian ) \s ký \s* (?: số \s* )? :                      # Thời gian ký: 20.12.2023 10:15:02
          | (?: digitally \s )? signed \s by \b
          | signature \s (?: not \s verified | valid )
          | signing \s time \s* :
          | e-?mail \s* : \s* \S{1,100}@\S{1,100} \s* \Z
        )
        | (?P<beside> (?: cơ \s quan | đơn \s vị | chức \s vụ | tổ \s chức | email | e-mail | date | reason | location
          | lý \s do | vị \s trí | múi \s giờ ) \s* : )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_STAMP_VALUE = re.compile(
    r"""
    \d{1,2} [/.-] \d{1,2} [/.-] \d{4} (?: \s \d{1,2} : \d\d .* )?    # 20/12/2023 10:15:02 +07:00
    | \d{4} \. \d\d \. \d\d \s .*                                  # 2023.12.20 10:15:02 +07'00'
    | \d{1,2} : \d\d (?: : \d\d )? .{0,20}                          # 10:15:02 +07:00
    | \+ \d\d [:'] \d\d '?
    | \S{1,100} @ \S{1,100}
    """,
    re.VERBOSE,
)


def mark_furniture(lines: Sequence[Line]) -> dict[int, Role]:
    """Return the role of every blank line and every line of furniture, by its place in `lines`."""
    roles: dict[int, Role] = {}
    for place, line in enumerate(lines):
        if role := _by_form(line):
            roles[place] = role
    _mark_stamps(lines, roles)
    for _ in range(_HEAD_LINES):
        _mark_running_heads(lines, roles)
    return roles


def _by_form(line: Line) -> Role | None:
    if line.blank:
        return Role.BLANK
    if len(line.text) <= 40 and _page_number().fullmatch(line.text) and not line.heading:
        return Role.PAGE_NUMBER
    bare = not any(c.isalnum() for c in line.text)  # -----   * * *   |---|:--|   ……
    return Role.RULE if bare or _RULE.fullmatch(line.text) else None


def _mark_stamps(lines: Sequence[Line], roles: dict[int, Role]) -> None:
    """Mark the lines of a signature stamp: a sure key, and the keys and values that stand next to it."""
    for place, line in enumerate(lines):
        if place in roles and roles[place] is not Role.STAMP:
            continue
        match = _stamp().match(line.text)
        if match and match["sure"]:
            roles[place] = Role.STAMP
            _spread_stamp(lines, roles, place, -1)
            _spread_stamp(lines, roles, place, 1)


def _spread_stamp(lines: Sequence[Line], roles: dict[int, Role], place: int, step: int) -> None:
    place += step
    while 0 <= place < len(lines):
        text = lines[place].text
        match = _stamp().match(text)
        if roles.get(place) is Role.STAMP or (text and not match and not _STAMP_VALUE.fullmatch(text)) or not text:
            return
        if match and not match["sure"] and len(text) > _HEAD_LENGTH:
            return
        roles[place] = Role.STAMP
        place += step


def _key(text: str) -> str:
    """Return what two prints of one running head have in common: its letters."""
    return "".join(c for c in text.casefold() if c.isalpha())


def _mark_running_heads(lines: Sequence[Line], roles: dict[int, Role]) -> None:
    breaks = _page_breaks(lines, roles)
    if not breaks:
        return
    near = _near_breaks(lines, roles, breaks)
    own = _own_number(lines, roles)
    everywhere = Counter(_key(line.text) for place, line in enumerate(lines) if place not in roles)
    at_breaks = Counter(_key(lines[place].text) for place in near)
    for place in sorted(near):
        line, key = lines[place], _key(lines[place].text)
        if not _may_be_head(line):
            continue
        formal = _is_formal(line.text) and (everywhere[key] > 1 or _interrupts(lines, roles, place))
        if formal or at_breaks[key] > 1 or _names_paper(line, own):
            roles[place] = Role.RUNNING_HEAD


def _is_formal(text: str) -> bool:
    """True for words that a page may carry at its edge: in capitals, or the name of an office and nothing else."""
    return text.isupper() or canonical_name(text) is not None


def _own_number(lines: Sequence[Line], roles: Mapping[int, Role]) -> str | None:
    """Return the number that the paper prints of itself in its head."""
    printed = [line for place, line in enumerate(lines[:_HEAD_REACH]) if place not in roles]
    cells = (cell for line in printed for cell in line.cells() if is_number_line(cell))
    return next((find_numbers(cell)[0].number.key for cell in cells), None)


def _names_paper(line: Line, own: str | None) -> bool:
    """True for a line that says only which paper and page it is on: `Thông báo số 12-TB/TU      Trang 2/3`."""
    if any(_page_number().fullmatch(cell) for cell in line.cells()[1:]):
        return True
    numbers = find_numbers(line.text)
    if own is None or not numbers or numbers[0].number.key != own:
        return False
    span = numbers[0].span
    return len(_key(line.text[: span.start] + line.text[span.end :])) <= _LONGEST_REFERENCE


def _may_be_head(line: Line) -> bool:
    short = len(line.text) <= _HEAD_LENGTH and len(_key(line.text)) >= 4
    return short and not ends_sentence(line.text) and not read_labels(line.text) and line.text[0] not in "-+•"


def _page_breaks(lines: Sequence[Line], roles: Mapping[int, Role]) -> list[int]:
    printed = [place for place in range(len(lines)) if place not in roles]
    first = printed[_FIRST_PAGE] if len(printed) > _FIRST_PAGE else len(lines)
    return [p for p, line in enumerate(lines[first:], first) if line.page_start or roles.get(p) is Role.PAGE_NUMBER]


def _near_breaks(lines: Sequence[Line], roles: Mapping[int, Role], breaks: Sequence[int]) -> set[int]:
    """Return the places of the content lines next to a page break, on either side of it."""
    near: set[int] = set()
    for place in breaks:
        start = place if roles.get(place) is None else place + 1
        near.update(
            p for p in range(start, min(start + _REACH, len(lines))) if p not in roles and _first(roles, start, p)
        )
        near.update(p for p in range(max(0, place - _REACH), place) if p not in roles and _first(roles, p + 1, place))
    return near


def _first(roles: Mapping[int, Role], start: int, stop: int) -> bool:
    """True where no content line stands in `range(start, stop)`."""
    return all(p in roles for p in range(start, stop))


def _interrupts(lines: Sequence[Line], roles: Mapping[int, Role], place: int) -> bool:
    """True where the line cuts a sentence in two: the words before it go on after it, and not in it."""
    before = next((lines[p] for p in range(place - 1, -1, -1) if p not in roles), None)
    after = next((lines[p] for p in range(place + 1, len(lines)) if p not in roles), None)
    return bool(
        before
        and after
        and not ends_sentence(before.text)
        and (continues(after.text) or lines[place].text.isupper())
        and not continues(lines[place].text)
        and not ends_sentence(lines[place].text)
    )
