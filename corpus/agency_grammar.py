"""How the name of an office is put together: a head, its field, and the territory or body that it belongs to.

`Huyện ủy Cao Lộc`, `Sở Kế hoạch và Đầu tư`, `Ủy ban nhân dân các huyện, thị xã, thành phố`. A reading starts at a
word and says how far the name goes and what it still lacks; `corpus.agencies` joins readings into lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.agency_areas import Areas
from corpus.agency_fields import Fields
from corpus.agency_names import Follows, Head, names
from corpus.agency_words import Part, Words
from corpus.orthography import lower

SEPARATORS = frozenset({",", ";", "và", "-", "/", "hoặc", "cùng"})


# They make another word of the head after them: `Ủy ban`, `chi cục`, `Văn phòng`, `bệnh viện`, `cán bộ`, `cơ sở`.
_FIRST_SYLLABLES = frozenset(
    ["ủy", "chi", "tổng", "văn", "bệnh", "học", "cán", "đảng", "xã", "quốc", "đại", "cơ", "trụ", "phó"]
)


_BEFORE_ACTORS = frozenset(["giao", "cầu", "nghị", "với", "đạo", "cho", ",", "và"])


@dataclass(slots=True)
class Reading:
    """An office read at a place: the finished name, or a name that `lacks` what a later one may lend it."""

    name: str
    start: int
    end: int
    head: Head
    lacks: bool = False
    area: str | None = None
    party: str | None = None


class Grammar:
    """Readings of offices over the words of one text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.names = names()
        self.areas = Areas(words, self.names)
        self.fields = Fields(words, self.names, self.areas)

    def readings(self, at: int, depth: int = 0) -> list[Reading]:
        """Return the offices whose names begin at a word: none, one, or the members of a list of territories."""
        best: list[Reading] = []
        if self.names.exceptions.longest(self.words.low, at) or self._is_place(at):
            return best
        for end, head in self.names.heads.matches(self.words.low, at):
            if not (head.any_case or self.words.is_capital(at) or self._is_lowered(head, at, end)):
                continue
            found = self._read(head, at, end, depth)
            if head.named_lower and not self.words.is_capital(at) and not self._is_named(found):
                continue
            if found and (not best or found[-1].end > best[-1].end):
                best = found
        return best

    def _is_place(self, at: int) -> bool:
        """Whether a district is called like an office: `Trạm Tấu`."""
        return self.words.is_capital(at) and self.names.places.longest(self.words.low, at) is not None

    def _named_at(self, at: int) -> bool:
        return self.words.is_capital(at) and not self.fields.starts_office(at)

    def _is_named(self, found: list[Reading]) -> bool:
        area = found[0].area if found else None
        if len(found) > 1:
            return True
        return area is not None and (
            area.startswith("các ") or ("," not in area and self.areas.without_level(area) != "")
        )

    def _is_lowered(self, head: Head, start: int, at: int) -> bool:
        """Whether a head in lower case is told by its field, as in `phòng Nội vụ`, or by its territory."""
        if head.fields is None:
            return head.named_lower
        if start and self.words.low[start - 1] in _FIRST_SYLLABLES:
            return False
        field = self.fields.listed(head, at)
        return field is not None and (
            self.words.is_capital(at) or (field.text.endswith("*") and self._named_at(field.end))
        )

    def _read(self, head: Head, start: int, at: int, depth: int) -> list[Reading]:
        if head.fields is not None:
            return self._with_field(head, start, at)
        printed = self.words.part(start, at).text
        as_printed = head.as_printed and lower(printed) == lower(head.name)
        return self._completed(head, printed if as_printed else head.name, start, at, depth)

    def _with_field(self, head: Head, start: int, at: int) -> list[Reading]:
        part = self.fields.at(head, at)
        if part is None or (head.facility and self._is_object(start)) or (head.site and not self._acts(start)):
            return []
        printed = self.words.part(start, at).text
        name = printed if head.as_printed and lower(printed) == lower(head.name) else head.name
        found = self._completed(head, f"{name} {part.text}", start, part.end, 0)
        # `Trung tâm Phục vụ hành chính công cấp xã` is a kind of office, not one of them.
        found = [reading for reading in found if not (reading.area or "").startswith("cấp ")]
        # `Ban tổ chức hội thi`, `các Ban xây dựng Đảng`: a field in small letters is one only in a whole name.
        loose = head.required and not self.words.is_capital(part.start)
        return [] if loose and found and found[0].lacks else found

    def member(self, family: Head, field: Part) -> list[Reading]:
        """Return the office whose field stands alone in a list: `các ban: Tổ chức, Tuyên giáo Tỉnh ủy`.

        A territory after the last of them belongs to that one alone, and is left to it.
        """
        name = f"{family.name} {field.text}"
        if family.follows in (Follows.PARTY, Follows.COUNCIL):
            return self._with_office(family, name, field.start, field.end, 0)
        return [Reading(name, field.start, field.end, family, lacks=True)]

    def _acts(self, start: int) -> bool:
        """Whether a place is spoken to like an office: `Đề nghị Vườn quốc gia …`, `phối hợp với Vườn quốc gia …`."""
        return start > 0 and self.words.low[start - 1] in _BEFORE_ACTORS

    def _is_object(self, start: int) -> bool:
        """Whether the office is what a project builds: `dự án Bệnh viện Sản - Nhi tỉnh`."""
        low = self.words.low
        return any(
            (found := self.names.object_words.longest(low, at)) and found[0] == start
            for at in (start - 2, start - 1)
            if at >= 0
        )

    def _completed(self, head: Head, name: str, start: int, at: int, depth: int) -> list[Reading]:
        match head.follows:
            case Follows.NOTHING:
                return [Reading(name, start, at, head)]
            case Follows.AREA:
                return self._with_areas(head, name, start, at)
            case Follows.NAMED_AREA:
                found = self._with_areas(head, name, start, at)
                return [reading for reading in found if reading.area and self.areas.without_level(reading.area)]
            case Follows.PLACE:
                return self._with_places(head, name, start, at)
            case Follows.OFFICE_OR_AREA if self.words.low[at : at + 1] == [":"] and self._in_plural(start):
                return self._one_each(head, name, start, self.areas.enumerated(at + 1))
            case Follows.OFFICE_OR_AREA if self.areas.is_level(at) or self.areas.is_plural(at):
                return self._with_areas(head, name, start, at)
            case _:
                return self._with_office(head, name, start, at, depth)

    def _with_areas(self, head: Head, name: str, start: int, at: int) -> list[Reading]:
        areas = self.areas.at(at)
        if areas:
            first, *rest = areas
            numbered = self._numbered(first)
            return [
                Reading(f"{name} {numbered.text}", start, numbered.end, head, area=first.text),
                *(Reading(f"{name} {area.text}", area.start, area.end, head, area=area.text) for area in rest),
            ]
        if self.words.low[at : at + 2] == ["các", "cấp"]:
            return []
        return [Reading(name, start, at, head, lacks=True)]

    def _numbered(self, area: Part) -> Part:
        """Add the number of one of several like offices: `… tỉnh số 2`."""
        end = area.end
        if self.words.low[end : end + 1] == ["số"] and self.words.is_number(end + 1):
            return Part(f"{area.text} số {self.words.low[end + 1]}", area.start, end + 2)
        return area

    def _with_places(self, head: Head, name: str, start: int, at: int) -> list[Reading]:
        low = self.words.low
        if self.areas.is_plural(at):
            named = [(self.areas.without_level(area.text), area) for area in self.areas.at(at)]
            parts = [Part(bare, area.start, area.end) for bare, area in named if bare]
            return self._one_each(head, name, start, parts) or [Reading(name, start, at, head, lacks=True)]
        plural = self._in_plural(start)
        colon = plural and low[at : at + 1] == [":"]
        parts = self.areas.places(at + colon, "tỉnh" if name.startswith("Tỉnh") else "huyện", plural)
        if parts:
            return self._one_each(head, name, start, parts)
        generic = not name.startswith("Tỉnh") and (plural or not self.words.is_capital(start))
        return [] if generic else [Reading(name, start, at, head, lacks=True)]

    def _one_each(self, head: Head, name: str, start: int, parts: list[Part]) -> list[Reading]:
        return [
            Reading(f"{name} {part.text}", part.start if count else start, part.end, head, area=part.text)
            for count, part in enumerate(parts)
        ]

    def _in_plural(self, start: int) -> bool:
        """Whether `các` stands before the office, or before a list of its like: `các huyện ủy, thành ủy`."""
        low, at = self.words.low, start - 1
        while (
            at >= 0
            and start - at < 12
            and (low[at] in SEPARATORS or low[at] in {"huyện", "thành", "thị", "quận", "đảng", "ủy"})
        ):
            at -= 1
        return at >= 0 and low[at] == "các"

    def _with_office(self, head: Head, name: str, start: int, at: int, depth: int) -> list[Reading]:
        several = self.words.low[at : at + 1] == ["các"]
        inner = self.readings(at + several, depth + 1) if depth < 3 else []
        if inner and several and head.follows is Follows.OFFICE:
            return [
                Reading(f"{name} {each.name}", each.start if count else start, each.end, head, area=each.area)
                for count, each in enumerate(inner)
            ]
        if inner and not several and self._fits(head.follows, inner[0]):
            first = inner[0]
            party = first.name if self._fits(Follows.PARTY, first) else None
            lacks = first.lacks and first.head.follows is Follows.AREA and not first.head.fields
            return [Reading(f"{name} {first.name}", start, first.end, head, lacks, first.area, party)]
        if head.follows is Follows.PARTY and self.words.low[at : at + 2] == ["trung", "ương"]:
            return [Reading(f"{name} Trung ương", start, at + 2, head, party="Trung ương")]
        return [Reading(name, start, at, head, lacks=True)]

    def _fits(self, follows: Follows, reading: Reading) -> bool:
        match follows:
            case Follows.PARTY:
                return reading.name.split()[1:2] == ["ủy"] or reading.name.startswith("Đảng bộ")
            case Follows.COUNCIL:
                return reading.name.startswith("Hội đồng nhân dân")
            case _:
                return True

    def list_opening(self, at: int) -> tuple[Head, int] | None:
        """Recognise `các sở, ngành: Nội vụ, …` and `các sở Nội vụ, …`; return the family and where its list begins."""
        words = self.words
        for end, head in self.names.heads.matches(words.low, at):
            listed = at > 0 and words.low[at - 1] == "các"
            colon = self._after_colon(end)
            if head.fields is None or not (listed or (colon and words.is_capital(at))):
                continue
            begin = colon or end
            if words.is_capital(begin) and self.fields.listed(head, begin):
                return head, begin
        return None

    def _after_colon(self, at: int) -> int | None:
        """Return where a list begins after the colon of `sở, ban, ngành liên quan:`, or None where no colon comes."""
        low = self.words.low
        for end in range(at, min(at + 12, len(low))):
            if low[end] == ":":
                return end + 1
            if low[end] not in self.names.generic_words:
                return None
        return None
