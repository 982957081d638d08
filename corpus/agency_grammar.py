"""How the name of an office is put together: a head, its field, and the territory or body that it belongs to.

`Huyện ủy Cao Lộc`, `Sở Kế hoạch và Đầu tư`, `Ủy ban nhân dân các huyện, thị xã, thành phố`. A reading starts at a
word and says how far the name goes and what it still lacks; `corpus.agencies` joins readings into lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.agency_names import Follows, Head, Names, folded_word, names, words_of
from corpus.numbers import find_numbers
from corpus.orthography import fold_tone_marks

SEPARATORS = frozenset({",", ";", "và", "-", "/", "hoặc", "cùng"})
# Words of a list's introduction that name no office: `các sở, ban, ngành và địa phương liên quan: …`.
_GENERIC = frozenset(
    ["ban", "ngành", "cơ", "quan", "đơn", "vị", "địa", "phương", "đoàn", "thể", "tỉnh", "huyện", "có", "liên", "các"]
    + ["chức", "năng", "trung", "ương", "phòng", "cấp", ",", "và", "-"]
)
_MAX_PLACE = 4
_MAX_OPEN = 14


@dataclass(slots=True)
class Words:
    """A text as words: each with its folded form and its place; abbreviations are written out, numbers masked."""

    text: str
    low: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        masked = fold_tone_marks(self.text)
        for mention in find_numbers(self.text):
            span = mention.span
            masked = masked[: span.start] + "0" * (span.end - span.start) + masked[span.end :]
        abbreviations = names().abbreviations
        for match in words_of(masked):
            word = match[0]
            written_out = abbreviations.get(word if len(word) < 4 else word.upper(), (word,))
            for part in written_out:
                self.low.append(folded_word(part))
                self.shown.append(part)
                self.start.append(match.start())
                self.end.append(match.end())

    def __len__(self) -> int:
        return len(self.low)

    def is_capital(self, at: int) -> bool:
        """Whether the word begins with a capital letter."""
        return at < len(self.low) and self.shown[at][0].isupper()

    def is_shouted(self, at: int) -> bool:
        """Whether the word stands in a line of capitals, where capitals tell nothing."""
        return len(self.shown[at]) > 1 and self.shown[at].isupper()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name: its shown words, and the words it covers (`start` to before `end`)."""

    text: str
    start: int
    end: int


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


@dataclass(slots=True)
class Grammar:
    """Readings of offices over the words of one text."""

    words: Words
    names: Names = field(default_factory=names)

    def readings(self, at: int, depth: int = 0) -> list[Reading]:
        """Return the offices whose names begin at a word: none, one, or the members of a list of territories."""
        best: list[Reading] = []
        if self.names.exceptions.longest(self.words.low, at):
            return best
        for end, head in self.names.heads.matches(self.words.low, at):
            if not (head.any_case or self.words.is_capital(at)):
                continue
            found = (
                self._with_fields(head, at, end) if head.fields else self._completed(head, head.name, at, end, depth)
            )
            if found and (not best or found[-1].end > best[-1].end):
                best = found
        return best

    def _with_fields(self, head: Head, start: int, at: int) -> list[Reading]:
        part = self.field(head, at)
        if head.open:
            part = self._extended(part) if part else self._open_field(at)
        if part is None:
            return []
        return self._completed(head, f"{head.name} {part.text}", start, part.end, 0)

    def field(self, head: Head, at: int) -> Part | None:
        """Read a listed field of a family: `Nội vụ` after `Sở`."""
        found = head.fields.longest(self.words.low, at) if head.fields else None
        if found is None:
            return None
        end, shown = found
        return Part(shown, at, end)

    def _extended(self, known: Part) -> Part:
        """Add the proper name that follows a listed field: `Khu kinh tế cửa khẩu` + `Đồng Đăng - Lạng Sơn`."""
        end = known.end
        while place := self.place(end, ""):
            end = place.end
            if end >= len(self.words) or self.words.low[end] != "-":
                break
            end += 1
        end -= self.words.low[end - 1] == "-"
        return Part(" ".join([known.text, *self.words.shown[known.end : end]]), known.start, end)

    def _open_field(self, at: int) -> Part | None:
        """Read a field that is not listed by its capitals: `Trung tâm` + `Xúc tiến Đầu tư`."""
        words = self.words
        if not words.is_capital(at) or words.is_shouted(at) or self.starts_office(at):
            return None
        end = at + 1
        while end < min(len(words), at + _MAX_OPEN):
            if self._continues(end):
                end += 1
            elif words.low[end] in {"và", "-"} and words.is_capital(end + 1) and not self.starts_office(end + 1):
                end += 2
            else:
                break
        return Part(" ".join(words.shown[at:end]), at, end)

    def _continues(self, at: int) -> bool:
        words = self.words
        if self.names.levels.longest(words.low, at):
            return False
        if words.is_capital(at):
            return not self.starts_office(at)
        return words.low[at] in self.names.vocabulary and words.low[at].isalpha()

    def starts_office(self, at: int) -> bool:
        """Whether a capitalised head of an office begins at a word."""
        return self.words.is_capital(at) and any(self.names.heads.matches(self.words.low, at))

    def _completed(self, head: Head, name: str, start: int, at: int, depth: int) -> list[Reading]:
        match head.follows:
            case Follows.NOTHING:
                return [Reading(name, start, at, head)]
            case Follows.AREA:
                return self._with_areas(head, name, start, at)
            case Follows.PLACE:
                return self._with_places(head, name, start, at)
            case Follows.OFFICE_OR_AREA if self.names.levels.longest(self.words.low, at) or self._is_plural(at):
                return self._with_areas(head, name, start, at)
            case _:
                return self._with_office(head, name, start, at, depth)

    def _with_areas(self, head: Head, name: str, start: int, at: int) -> list[Reading]:
        areas = self.areas(at)
        if areas:
            first, *rest = areas
            return [
                Reading(f"{name} {first.text}", start, first.end, head, area=first.text),
                *(Reading(f"{name} {area.text}", area.start, area.end, head, area=area.text) for area in rest),
            ]
        if self.words.low[at : at + 2] == ["các", "cấp"]:
            return []
        return [Reading(name, start, at, head, lacks=True)]

    def _with_places(self, head: Head, name: str, start: int, at: int) -> list[Reading]:
        low = self.words.low
        plural = start > 0 and low[start - 1] in {"các", ":"}
        if self._is_plural(at) and (areas := self.areas(at)) and " " in areas[0].text:
            return [
                Reading(f"{name} {bare}", start if n == 0 else area.start, area.end, head, area=area.text)
                for n, area in enumerate(areas)
                if (bare := self._without_level(area.text))
            ]
        parts = self._places(
            at + (at < len(low) and low[at] == ":" and plural), plural, low[at - 2 : at] == ["tỉnh", "ủy"]
        )
        if not parts:
            return (
                []
                if plural and not head.required and name != "Tỉnh ủy"
                else [Reading(name, start, at, head, lacks=True)]
            )
        return [
            Reading(f"{name} {part.text}", start if n == 0 else part.start, part.end, head, area=part.text)
            for n, part in enumerate(parts)
        ]

    def _without_level(self, area: str) -> str:
        key = [folded_word(match[0]) for match in words_of(area)]
        found = self.names.levels.longest(key, 0)
        return " ".join(area.split()[found[0] :]) if found else ""

    def _with_office(self, head: Head, name: str, start: int, at: int, depth: int) -> list[Reading]:
        inner = self.readings(at, depth + 1) if depth < 3 else []
        inner = [reading for reading in inner if self._fits(head.follows, reading)]
        if inner:
            first = inner[0]
            party = f"{first.name}" if head.follows is Follows.PARTY else None
            lacks = first.lacks and first.head.follows is Follows.AREA
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

    # Territories

    def _is_plural(self, at: int) -> bool:
        return at < len(self.words) and (self.words.low[at] == "các" or self.words.low[at].isdigit())

    def areas(self, at: int) -> list[Part]:
        """Read a territory, or a list of them: `tỉnh`, `huyện Chợ Đồn`, `các huyện: A, B`, `cấp xã`, `Lạng Sơn`."""
        low = self.words.low
        plural = self._is_plural(at)
        levels = list(self._levels(at + plural, plural))
        if not levels:
            return [] if plural else self._unlevelled(at)
        if len(levels) == 1:
            return self._named_areas(at, levels[0], plural)
        last = levels[-1]
        if levels[0].text == "huyện" and last.end < len(low) and low[last.end] == ":":
            named = self._named_areas(last.end, Part(levels[0].text, last.end, last.end), plural=True)
            if len(named) > 1:
                return named
        return [Part(self._joined(at, last.end), at, last.end)]

    def _joined(self, start: int, end: int) -> str:
        return " ".join(self.words.low[start:end]).replace(" ,", ",")

    def _levels(self, at: int, plural: bool) -> Iterator[Part]:
        """Yield `huyện`, `thị xã`, `thành phố` of `huyện, thị xã và thành phố`."""
        low = self.words.low
        found = self.names.levels.longest(low, at)
        while found:
            end, level = found
            yield Part(level, at, end)
            if end >= len(low) or low[end] not in {",", "và", "-"} or (level == "tỉnh" and not plural):
                return
            at = end + 1
            found = self.names.levels.longest(low, at)
            if found and not plural and self.place(found[0], found[1]):
                return

    def _unlevelled(self, at: int) -> list[Part]:
        low = self.words.low
        if low[at : at + 1] == ["cấp"] and (found := self.names.levels.longest(low, at + 1)):
            return [Part(f"cấp {found[1]}", at, found[0])]
        if self.words.is_capital(at) and (known := self.names.provinces.longest(low, at)):
            return [Part(known[1], at, known[0])]
        return []

    def _named_areas(self, at: int, level: Part, plural: bool) -> list[Part]:
        """Read the places of a level and those that follow it in a list; the level alone where none is named."""
        low = self.words.low
        first = level.end + (plural and level.end < len(low) and low[level.end] == ":")
        place = self.place(first, level.text)
        if place is None:
            return [Part((f"{low[at]} " if plural else "") + level.text, at, level.end)]
        parts = [Part(f"{level.text} {place.text}", at, place.end)]
        while (following := self._next_area(parts[-1].end, level.text if plural else None)) is not None:
            parts.append(following)
            level = Part(following.text.removesuffix(following.text.split(" ", 1)[1]).strip(), at, at)
        return parts

    def _next_area(self, at: int, level: str | None) -> Part | None:
        low = self.words.low
        if at >= len(low) or low[at] not in {",", "và", ";"}:
            return None
        start = at + 1 + (low[at] in {",", ";"} and low[at + 1 : at + 2] == ["và"])
        explicit = self.names.levels.longest(low, start)
        if explicit:
            place = self.place(explicit[0], explicit[1])
            return Part(f"{explicit[1]} {place.text}", start, place.end) if place else None
        place = self.place(start, level) if level else None
        return Part(f"{level} {place.text}", start, place.end) if place else None

    def _places(self, at: int, plural: bool, province: bool) -> list[Part]:
        level = "tỉnh" if province else "huyện"
        place = self.place(at, level)
        parts = [place] if place else []
        while parts and plural:
            end = parts[-1].end
            joined = end < len(self.words) and self.words.low[end] in {",", "và"}
            following = self.place(end + 1, level) if joined else None
            if following is None:
                break
            parts.append(following)
        return parts

    def place(self, at: int, level: str) -> Part | None:
        """Read a place name: a known province, or up to four capitalised syllables that are no person and no office."""
        words = self.words
        if not words.is_capital(at):
            numbered = at < len(words) and level in {"quận", "phường"} and words.low[at].isdigit()
            return Part(words.low[at], at, at + 1) if numbered and len(words.low[at]) < 3 else None
        for table in (self.names.provinces, self.names.not_persons):
            if known := table.longest(words.low, at):
                return Part(known[1], at, known[0])
        if level == "tỉnh" or words.is_shouted(at) or self.starts_office(at):
            return None
        end = at + 1
        while end < min(len(words), at + _MAX_PLACE) and words.is_capital(end) and not self.starts_office(end):
            end += 1
        if end - at > 2 and words.low[at] in self.names.surnames:
            return None
        return Part(" ".join(words.shown[at:end]), at, end)

    def skip_generic(self, at: int) -> int | None:
        """Return where a list begins after the colon of `sở, ban, ngành liên quan:`, or None where no colon comes."""
        low = self.words.low
        for end in range(at, min(at + 12, len(low))):
            if low[end] == ":":
                return end + 1
            if low[end] not in _GENERIC:
                return None
        return None
