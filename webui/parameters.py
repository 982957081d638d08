"""The parameters of a search and which values each takes: one table for pages, programs and the API's description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from indexer.request import AgencyScope, Facet, Match, Sort
from webui.params import CLOSED, DEFAULTS, MAX_PAGE, MAX_QUERY, MAX_SIZE, MAX_VALUE, MAX_VALUES, YEAR, tidy
from webui.strings import t

_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Text:
    """Any words up to a length."""

    longest: int

    def fits(self, value: str) -> bool:
        """Say whether `value` is short enough."""
        return len(value) <= self.longest

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of one value."""
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    values: tuple[str, ...]
    default: str | None = None

    def fits(self, value: str) -> bool:
        """Say whether `value` is one of them."""
        return value in self.values

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of one value."""
        default = {"default": self.default} if self.default else {}
        return {"type": "string", "enum": list(self.values), **default}


@dataclass(frozen=True, slots=True)
class Year:
    """A year of four digits, from 1000 to 2999."""

    def fits(self, value: str) -> bool:
        """Say whether `value` is a year."""
        return YEAR.fullmatch(value) is not None

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of one value."""
        return {"type": "string", "pattern": f"^{YEAR.pattern}$"}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from 1 to `most`."""

    most: int
    default: int

    def fits(self, value: str) -> bool:
        """Say whether `value` is a number in range."""
        return _DIGITS.fullmatch(value) is not None and 1 <= int(value) <= self.most

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of one value."""
        return {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.default}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a URL: its name, what it takes, and a Vietnamese sentence about it; some may come repeatedly."""

    name: str
    takes: Text | Choice | Year | Number
    about: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value that its parameter can never take; `reason` is a phrase."""

    name: str
    value: str
    reason: str


def _facet(facet: Facet) -> Parameter:
    takes: Text | Choice | Year = Text(MAX_VALUE)
    if facet is Facet.YEAR:
        takes = Year()
    elif facet in CLOSED:
        takes = Choice(tuple(sorted(CLOSED[facet])))
    return Parameter(facet.value, takes, _ABOUT[facet], repeats=True)


_ABOUT = {
    Facet.YEAR: "Năm của văn bản.",
    Facet.AGENCY: "Cơ quan được giao việc: mã, hoặc tên như người ta gọi.",
    Facet.MEETING: "Hội nghị: mã, hoặc một phần tên.",
    Facet.NUMBER: "Số văn bản được dẫn, viết cách nào cũng được.",
    Facet.DECISION: "Hội nghị đã kết luận thế nào.",
    Facet.DUE: "Có nêu thời hạn hay không.",
    Facet.PROVINCE: "Tỉnh, thành phố: mã hoặc tên.",
    Facet.KIND: "Loại văn bản: mã hoặc tên.",
}

QUERY = Parameter("q", Text(MAX_QUERY), "Câu tìm, có dấu hoặc không dấu; cú pháp ở trang trợ giúp.")
FILTERS = tuple(_facet(facet) for facet in Facet)
SCOPE = Parameter(
    "role",
    Choice(tuple(AgencyScope), DEFAULTS.scope.value),
    "`any` để lọc cơ quan theo mọi vai trò, không riêng việc được giao.",
)
SORT = Parameter(
    "sort", Choice(tuple(Sort), DEFAULTS.sort.value), "Thứ tự; không có câu tìm thì `relevance` là mới nhất trước."
)
MATCH = Parameter(
    "match", Choice(tuple(Match), DEFAULTS.match.value), "Mục phải có đủ từ, phần lớn số từ, hay bất kỳ từ nào."
)
PAGE = Parameter("page", Number(MAX_PAGE, DEFAULTS.page), "Trang thứ mấy, đếm từ 1.")
SIZE = Parameter("size", Number(MAX_SIZE, DEFAULTS.size), "Số mục mỗi trang.")

SELECTION = (QUERY, *FILTERS, SCOPE, MATCH)
SEARCH = (*SELECTION, SORT, PAGE, SIZE)
SUGGEST = (Parameter("q", Text(MAX_VALUE), "Những gì đã gõ; để trống thì không có gợi ý."),)
READ = (*FILTERS, SCOPE, MATCH, SORT)  # what a page tells its reader about; numbers out of range are clamped


def unusable(args: MultiDict[str, str], parameters: tuple[Parameter, ...], *, strict: bool = False) -> list[Unusable]:
    """Return what of `args` its parameter can never take. An empty value stands for none, but not where `strict`."""
    return [broken for parameter in parameters for broken in _broken(args, parameter, strict)]


def _broken(args: MultiDict[str, str], parameter: Parameter, strict: bool) -> Iterator[Unusable]:
    given = args.getlist(parameter.name)
    if parameter.repeats and len(given) > MAX_VALUES:
        yield Unusable(parameter.name, f"{len(given)}", t("limit.many", most=MAX_VALUES))
    for raw in given[:MAX_VALUES] if parameter.repeats else given[:1]:
        value = raw if strict else tidy(raw, MAX_VALUE)
        if (strict or value) and not parameter.takes.fits(value):
            yield Unusable(parameter.name, value[:_SHOWN], reason(parameter))


_SHOWN = 40


def reason(parameter: Parameter) -> str:
    """Return what a parameter takes, as a phrase in the reader's language."""
    match parameter.takes:
        case Text(longest):
            return t("limit.longer", longest=longest)
        case Choice(values):
            return t("limit.one_of", values=", ".join(values))
        case Year():
            return t("limit.year")
        case Number(most):
            return t("limit.between", most=most)
