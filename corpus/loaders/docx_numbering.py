"""The automatic numbers of a .docx, as they are printed: items hang on them, and the text does not hold them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from corpus.loaders.docx_package import W

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SHOWN_BULLETS = "-+*•–"


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    result = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        result += letters * count
    return result


def _letters(number: int) -> str:
    """Word's letters: a to z, then aa to zz."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else ""


def print_number(number: int, style: str) -> str:
    match style:
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
        case _:
            return str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as numbering.xml describes it."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    gap: str = " "
    legal: bool = False
    paragraph_style: str | None = None


def _level(element: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        child = element.find(W + name)
        return default if child is None else child.get(f"{W}val", default)

    legal = element.find(f"{W}isLgl")
    return Level(
        start=_integer(value("start", "1"), 1),
        style=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        gap="" if value("suff", "tab") == "nothing" else " ",
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false"},
        paragraph_style=value("pStyle", "") or None,
    )


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else default


@dataclass(slots=True)
class _List:
    """A numbered list: its levels, the counters it shares, and where its own start differs."""

    counters: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document, in the order they are asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstract = {element.get(f"{W}abstractNumId", ""): element for element in root.iterfind(f"{W}abstractNum")}
        by_style = {
            link.get(f"{W}val"): element
            for element in abstract.values()
            if (link := element.find(f"{W}styleLink")) is not None
        }
        for num in root.iterfind(f"{W}num"):
            reference = num.find(f"{W}abstractNumId")
            name = "" if reference is None else reference.get(f"{W}val", "")
            definition = abstract.get(name)
            if definition is not None:
                link = definition.find(f"{W}numStyleLink")
                linked = definition if link is None else by_style.get(link.get(f"{W}val"), definition)
                self._lists[num.get(f"{W}numId", "")] = _list(name, linked, num)

    def level_of_style(self, num_id: str, style: str | None) -> int:
        """Return the level that a list ties to a paragraph style, 0 where it ties none."""
        levels = self._lists[num_id].levels if num_id in self._lists else {}
        return next((index for index, level in levels.items() if style and level.paragraph_style == style), 0)

    def label(self, num_id: str, level_text: str | None) -> str:
        """Return the number printed before the next paragraph of a list, with the gap after it; empty for none."""
        numbered = self._lists.get(num_id)
        index = min(max(_integer(level_text, 0), 0), _LEVELS - 1)
        if numbered is None or index not in numbered.levels:
            return ""
        level = numbered.levels[index]
        if level.style == "bullet":
            return (level.text if level.text in _SHOWN_BULLETS else "-") + " " if level.text.strip() else ""
        self._advance(numbered, index)
        printed = self._print(numbered, level)
        return printed + level.gap if printed.strip() else ""

    def _advance(self, numbered: _List, index: int) -> None:
        counts = self._counts[numbered.counters]
        start = numbered.restarts.pop(index, None)
        if start is None:
            start = counts[index] + 1 if index in counts else numbered.levels[index].start
        counts[index] = start
        for deeper in range(index + 1, _LEVELS):
            counts.pop(deeper, None)

    def _print(self, numbered: _List, level: Level) -> str:
        counts = self._counts[numbered.counters]

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            of = numbered.levels.get(index, Level())
            return print_number(counts.get(index, of.start), "decimal" if level.legal else of.style)

        return _PLACE.sub(number, level.text)


def _list(name: str, definition: etree._Element, num: etree._Element) -> _List:
    levels = {_integer(element.get(f"{W}ilvl"), 0): _level(element) for element in definition.iterfind(f"{W}lvl")}
    restarts: dict[int, int] = {}
    for override in num.iterfind(f"{W}lvlOverride"):
        index = _integer(override.get(f"{W}ilvl"), 0)
        start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
        if level is not None:
            levels[index] = _level(level)
        if start is not None:
            restarts[index] = _integer(start.get(f"{W}val"), 1)
    return _List(name, levels, restarts)
