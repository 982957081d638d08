"""The foot of a paper: the recipients and the signature, one below the other or in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.casing import sentence_case
from corpus.flow import PlacedLine, one_line
from corpus.lines import Line
from corpus.model import Signatory
from corpus.orthography import lower
from corpus.people import signed_name
from corpus.phrases import any_of
from corpus.roles import Role
from corpus.sentences import ends_sentence

_RIGHT = 24  # a line indented so far stands in the right column
_LONGEST_ENTRY = 500
_TAIL = 5  # a signature that nothing announces stands within so many last lines


@dataclass(slots=True)
class Signoff:
    """What the foot of a paper says; `start` is the index of its first line among the content lines."""

    start: int
    recipients: tuple[str, ...] = ()
    signatory: Signatory | None = None
    behalf: str | None = None
    roles: dict[int, Role] = field(default_factory=dict)


_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\s*[:.]?\s*(?P<rest>.*)", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"""
    (?P<authority> T/M | TM | K/T | KT | T/L | TL | T/UQ | TUQ | Q )
    (?: \s? \. \s* | \s+ ) (?P<office> [^\W\d_] .* )              # T/M BAN THƯỜNG VỤ   KT. CHỦ TỊCH
    """,
    re.VERBOSE,
)
_OFFICE = re.compile(
    rf"""
    (?: quyền \s | q\. \s? )? (?: phó \s (?:tổng \s)? | tổng \s )?
    {
        any_of('''
        chánh văn phòng|chánh thanh tra|chánh án|chủ tịch|bí thư|giám đốc|cục trưởng|vụ trưởng|viện trưởng
        tổng cục trưởng|chi cục trưởng|hiệu trưởng|trưởng ban|trưởng phòng|trưởng đoàn|bộ trưởng|thứ trưởng|chủ nhiệm
        thủ tướng|tổng bí thư|ủy viên|uỷ viên|chỉ huy trưởng|trưởng
    ''')
    } (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED_MARK = re.compile(r"[(\[]?\s*(?:đã ký|chữ ký|ký tên|ký, đóng dấu)\W*.{0,30}\Z", re.IGNORECASE)
_APPENDIX = re.compile(r"(?:PHỤ LỤC|DANH MỤC|DANH SÁCH|BIỂU|Phụ lục)\b")
_MERGED = re.compile(r"[;,.:]\s+(?=\S)")
_ENTRY = re.compile(r"[-–—+•*●]\s*(?P<words>.*)")
_NOTE = re.compile(r"[*(]?\s*gửi\s.{0,60}:\s*\Z", re.IGNORECASE)

# Where a comma parts two recipients: what follows begins an office's own name.
_SPLIT = re.compile(
    rf"""
    , \s+ (?= {
        any_of('''
        Ban|Văn phòng|Ủy ban|Uỷ ban|Đảng đoàn|Đảng ủy|Đảng uỷ|Sở|Cục|Công an|Bộ|Hội|Liên đoàn|Mặt trận|Trường|Báo|Đài
        Tòa án|Toà án|Viện|Kho bạc|Chi cục|Trung tâm|Thanh tra|Tỉnh đoàn|Thường trực|Đoàn
    ''')
    } \b )
    """,
    re.VERBOSE,
)


def find_signoff(content: Sequence[PlacedLine]) -> Signoff:
    """Find and read the foot among the content lines below the title."""
    start = _start(content)
    foot = Signoff(start)
    if start < len(content):
        _read(foot, content)
    return foot


def _start(content: Sequence[PlacedLine]) -> int:
    for index, placed in enumerate(content):
        if any(_opens(cell) for cell in placed.line.cells()):
            return index
    return _unannounced(content)


def _opens(cell: str) -> bool:
    if _RECIPIENTS.match(cell) and len(cell) < 200 and not cell[0].islower():
        return True
    match = _AUTHORITY.match(cell)
    return match is not None and match["office"].isupper() and match["authority"] != "Q"


def _unannounced(content: Sequence[PlacedLine]) -> int:
    """Find `CHỦ TỊCH` over a name at the very end, where neither recipients nor an authority stand before it."""
    named = len(content) - 1
    if named < 1 or not _name_of(content[named].line.text):
        return len(content)
    for index in range(max(0, named - _TAIL), named):
        text = content[index].line.text
        if _OFFICE.match(text) and len(text) < 80 and not ends_sentence(text):
            return index
    return len(content)


def _name_of(cell: str) -> str | None:
    return signed_name(cell) if not _OFFICE.match(cell) else None


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(foot: Signoff, content: Sequence[PlacedLine]) -> None:
    entries: list[str] = []
    signature: list[str] = []
    listing = False
    for index in range(foot.start, len(content)):
        placed = content[index]
        if _APPENDIX.match(placed.line.text) and index > foot.start:
            foot.roles.update({p.place: Role.APPENDIX for p in content[index:]})
            break
        foot.roles[placed.place] = Role.SIGNATURE
        for cell, right in _columns(placed.line):
            match = _RECIPIENTS.match(cell)
            if match and not cell[0].islower():
                listing = True
                entries += _first_entry(match["rest"])
            elif right or not listing or _is_signature(cell, placed.line, signature):
                signature.append(cell)
                continue
            else:
                _list(entries, cell)
            foot.roles[placed.place] = Role.RECIPIENTS
    foot.recipients = tuple(_recipients(entries))
    foot.signatory, foot.behalf = read_signature(signature)


def _columns(line: Line) -> Iterable[tuple[str, bool]]:
    """Return the cells of a line with whether each stands in the right column."""
    cells = [part for cell in line.cells() for part in _unmerged(cell)]
    if len(cells) == 1 and line.indent >= _RIGHT and not _ENTRY.match(cells[0]):
        return ((cells[0], True),)
    return tuple((cell, index > 0 and not _ENTRY.match(cell)) for index, cell in enumerate(cells))


def _unmerged(cell: str) -> tuple[str, ...]:
    """Part `- Huyện ủy Lộc Ninh, PHÓ CHÁNH VĂN PHÒNG`, whose columns one space is left between."""
    if _AUTHORITY.match(cell) or cell.isupper():
        return (cell,)
    for match in _MERGED.finditer(cell):
        right = cell[match.end() :]
        if _AUTHORITY.match(right) or _SIGNED_MARK.match(right) or (right.isupper() and _OFFICE.match(right)):
            return cell[: match.start() + 1], right
    return (cell,)


def _is_signature(cell: str, line: Line, signature: Sequence[str]) -> bool:
    """True where a cell of the only or left column belongs to the signature."""
    if _ENTRY.match(cell):
        return False
    if _AUTHORITY.match(cell) or _SIGNED_MARK.match(cell):
        return True
    if cell.isupper() and len(cell) > 5:
        return True
    if signature:
        return _name_of(cell) is not None or _OFFICE.match(cell) is not None
    return line.bold and _OFFICE.match(cell) is not None


def _first_entry(rest: str) -> list[str]:
    return [rest] if rest.strip(" *_") else []


def _list(entries: list[str], cell: str) -> None:
    match = _ENTRY.match(cell)
    if match:
        entries.append(match["words"])
    elif _NOTE.match(cell):
        return
    elif entries and not entries[-1].rstrip().endswith((";", ".")) and len(entries[-1]) < _LONGEST_ENTRY:
        entries[-1] += " " + cell
    else:
        entries.append(cell)


def _recipients(entries: Iterable[str]) -> Iterable[str]:
    for entry in entries:
        for part in re.split(r";\s*[-–+]?\s*(?=\S)|,\s+[-–+]\s+", one_line(entry)):
            yield from _named(part.strip(" -–+•").rstrip(" ;,."))


def _named(entry: str) -> list[str]:
    """Split `Ban Tổ chức, Văn phòng Tỉnh ủy` into its offices; what shares one head or one tail stays whole."""
    if not entry:
        return []
    if ":" in entry or "(" in entry or re.match(r"Lưu\b", entry):
        return [entry]
    return [part.strip() for part in _SPLIT.split(entry)]


# -- signature ---------------------------------------------------------------------------------------------------------


def read_signature(cells: Sequence[str]) -> tuple[Signatory | None, str | None]:
    """Return who signed and the body in whose name (`BAN THƯỜNG VỤ`), from the cells of a signature in order."""
    authority = behalf = None
    offices: list[str] = []
    name = None
    for cell in (part for printed in cells for part in _without_name(one_line(printed))):
        if _SIGNED_MARK.match(cell) or not any(c.isalpha() for c in cell):
            continue
        match = _AUTHORITY.match(cell)
        if match:
            authority = authority or match["authority"]
            behalf = behalf or match["office"]
            offices = _office_within(match["office"])
        elif found := _name_of(cell):
            name = found
        elif _OFFICE.match(cell) or (offices and _continues_office(offices[-1], cell)):
            offices.append(cell)
        elif behalf and cell.isupper() and name is None:
            offices += _office_within(cell)
    if name is None:
        return None, behalf
    title = " ".join(offices) or None
    return Signatory(name, sentence_case(title) if title else None, authority), behalf


def _without_name(cell: str) -> tuple[str, ...]:
    """Part `T/M BAN CHẤP HÀNH BÍ THƯ Lâm Văn Mẫn`, a signature in one cell, before its name."""
    words = cell.split(" ")
    loud = sum(1 for _ in takewhile(lambda word: word.isupper() and len(word) > 1, words))
    name = " ".join(words[loud:])
    if loud < 2 or len(words) - loud < 2 or signed_name(name) is None:
        return (cell,)
    return " ".join(words[:loud]), name


def _office_within(text: str) -> list[str]:
    """Return the office that stands behind a body on one line: `BAN THƯỜNG VỤ CHÁNH VĂN PHÒNG`."""
    if _OFFICE.match(text):
        return []
    for match in re.finditer(r"(?<=\s)\S", text):
        office = _OFFICE.match(text, match.start())
        if office and not lower(office[0]).startswith(("thường trực", "văn phòng", "ủy viên")):
            return [text[match.start() :]]
    return []


def _continues_office(before: str, cell: str) -> bool:
    return before.rstrip().endswith((",", "-")) or (cell.isupper() and before.isupper())
