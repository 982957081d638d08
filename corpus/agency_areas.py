"""Territories after the name of an office: `tỉnh`, `huyện Chợ Đồn`, `các huyện: A, B và thành phố C`, `cấp xã`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.agency_names import Names, folded_word, words_of
from corpus.agency_words import Part, Words

_MAX_PLACE = 4  # syllables: Bà Rịa, Chợ Đồn, Thừa Thiên Huế, Vĩnh Thạnh Trung
_MIDDLE_NAMES = frozenset(["văn", "thị"])
# Last words of persons' titles: Chủ tịch, Bí thư, Giám đốc, Cục trưởng, Chánh Thanh tra, đồng chí.
_TITLE_WORDS = frozenset(["tịch", "thư", "đốc", "trưởng", "chánh", "chí", "ông", "bà", "nhiệm"])
_TITLE_REACH = 12
_COUNTED = frozenset(["hai", "ba", "bốn"])


@dataclass(slots=True)
class Areas:
    """Readings of territories over the words of one text."""

    words: Words
    names: Names

    def at(self, at: int) -> list[Part]:
        """Read a territory, or the members of a list of them; empty where none begins at the word."""
        plural = self.is_plural(at)
        levels = list(self._levels(at + plural, plural))
        if not levels:
            return [] if plural else self._unlevelled(at)
        if len(levels) == 1:
            return self._named(at, levels[0], plural)
        return self._listed_after(levels) or [self._levels_alone(at, levels)]

    def enumerated(self, at: int) -> list[Part]:
        """Read `phường Tuy Hòa, xã Ea Súp và xã Sơn Hòa`, each place with its own kind."""
        level = self._level(at)
        return self._named(at, Part(level[1], at, level[0]), plural=True) if level else []

    def is_plural(self, at: int) -> bool:
        """Whether a word announces several territories: `các huyện`, `08 huyện`."""
        if at >= len(self.words):
            return False
        counted = self.words.low[at] in _COUNTED and self.is_level(at + 1)
        return counted or self.words.low[at] == "các" or self.words.is_number(at)

    def is_level(self, at: int) -> bool:
        """Whether a word begins a kind of territory."""
        return self._level(at) is not None

    def _level(self, at: int) -> tuple[int, str] | None:
        found = self.names.levels.longest(self.words.low, at)
        if found is None or self._is_office(at) or self.words.low[at : at + 2] == ["xã", "hội"]:
            return None  # the words of `Tỉnh ủy`, `Huyện đoàn`, `xã hội`
        return found

    def without_level(self, area: str) -> str:
        """Return `Cao Lộc` of `huyện Cao Lộc`, and nothing of a territory without a name."""
        key = [folded_word(match[0]) for match in words_of(area)]
        found = self.names.levels.longest(key, 0)
        return " ".join(area.split()[found[0] :]) if found else ""

    def _levels_alone(self, at: int, levels: list[Part]) -> Part:
        """Return `các huyện, thị xã, thành phố` as one territory, with its kinds written out."""
        pieces = [f"{self.words.low[at]} " if at < levels[0].start else "", levels[0].text]
        for left, right in pairwise(levels):
            mark = self.words.low[left.end]
            pieces += [f"{mark} " if mark == "," else f" {mark} ", right.text]
        return Part("".join(pieces), at, levels[-1].end)

    def _levels(self, at: int, plural: bool) -> Iterator[Part]:
        """Yield `huyện`, `thị xã`, `thành phố` of `huyện, thị xã và thành phố`."""
        low = self.words.low
        found = self._level(at)
        while found:
            end, level = found
            yield Part(level, at, end)
            if end >= len(low) or low[end] not in {",", "và", "-"} or (level == "tỉnh" and not plural):
                return
            at = end + 1
            found = self._level(at)
            if found and not plural and self.place(found[0], found[1]):
                return

    def _unlevelled(self, at: int) -> list[Part]:
        low = self.words.low
        if low[at : at + 1] == ["cấp"] and (found := self.names.levels.longest(low, at + 1)):
            return [Part(f"cấp {found[1]}", at, found[0])]
        if low[at : at + 2] == ["khu", "vực"] and (end := self._region_end(at + 2)):
            return [self.words.part(at, end)]
        known = self._known_place(at)
        return [known] if known else []

    def _region_end(self, at: int) -> int | None:
        """Return where a region ends: `khu vực III`, `khu vực 2 - Trấn Yên`, `khu vực Bắc Trung Bộ`."""
        numbered = self.words.is_numeral(at)
        end = at + 1 if numbered else self._run(at)
        if numbered and self.words.low[end : end + 1] == ["-"] and self._run(end + 1) > end + 1:
            return self._run(end + 1)
        return end if end > at else None

    def _known_place(self, at: int) -> Part | None:
        """Read the name of a province or district, and a syllable more where its capitals go on."""
        known = self.names.places.longest(self.words.low, at) if self.words.is_capital(at) else None
        if known is None:
            return None
        end, name = known
        longer = self._run(end, most=2) == end + 1 and not self.words.is_shouted(end)
        if self.words.is_shouted(at) and not longer:
            return Part(name, at, end)
        return self.words.part(at, end + longer)

    def _listed_after(self, levels: list[Part]) -> list[Part]:
        """Read `: Cao Lộc, Lộc Bình, thành phố Lạng Sơn` after `các huyện, thành phố`; a bare name is a district."""
        colon = levels[-1].end
        if levels[0].text != "huyện" or self.words.low[colon : colon + 1] != [":"]:
            return []
        named = self._named(colon, Part("huyện", colon, colon), plural=True)
        return named if len(named) > 1 else []

    def _named(self, at: int, level: Part, plural: bool) -> list[Part]:
        """Read the places of a level and those that follow it in a list; the level alone where none is named."""
        low = self.words.low
        first = level.end + (plural and low[level.end : level.end + 1] == [":"])
        place = self.place(first, level.text)
        if place is None:
            return [Part((f"{low[at]} " if plural else "") + level.text, at, level.end)]
        parts, current = [Part(f"{level.text} {place.text}", at, place.end)], level.text
        while found := self._next(parts[-1].end, current if plural else None):
            current, part = found
            parts.append(part)
        return parts

    def _next(self, at: int, level: str | None) -> tuple[str, Part] | None:
        low = self.words.low
        if at >= len(low) or low[at] not in {",", "và", ";"}:
            return None
        start = at + 1 + (low[at] in {",", ";"} and low[at + 1 : at + 2] == ["và"])
        explicit = self.names.levels.longest(low, start)
        begin, level = (explicit[0], explicit[1]) if explicit else (start, level)
        place = self.place(begin, level) if level else None
        return (level, Part(f"{level} {place.text}", start, place.end)) if level and place else None

    def places(self, at: int, level: str, plural: bool) -> list[Part]:
        """Read bare place names: `Cao Lộc`, and in a plural `Cao Lộc, Lộc Bình và Bắc Sơn`."""
        place = self.place(at, level)
        parts = [place] if place else []
        while parts and plural:
            found = self._next(parts[-1].end, level)
            if found is None or found[1].text.split()[0] != level:
                break
            part = found[1]
            parts.append(Part(part.text.removeprefix(f"{level} "), part.start, part.end))
        return parts

    def place(self, at: int, level: str) -> Part | None:
        """Read a place name: a known province, or up to four capitalised syllables that are no person and no office."""
        words = self.words
        if words.is_number(at) and level in {"quận", "phường", "xã"}:
            return words.part(at, self._run(at + 1))
        if not words.is_capital(at):
            return None
        if level == "tỉnh":
            province = self.names.provinces.longest(words.low, at)
            return Part(province[1], at, province[0]) if province else None
        if known := self._known_place(at):
            return known
        if words.is_shouted(at) or self.is_person(at):
            return None
        end = self._run(at)
        return words.part(at, end) if end > at else None

    def _run(self, at: int, most: int = _MAX_PLACE) -> int:
        """Return where a run of capitalised syllables ends."""
        end = at
        while end < at + most and self.words.is_capital(end) and not self._is_office(end):
            end += 1
        return end

    def is_person(self, at: int) -> bool:
        """Whether three or more capitalised syllables begin with a surname: `Chủ tịch xã Trần Văn Nam`."""
        named = (
            self.words.low[at] in self.names.surnames
            and self.words.is_capital(at + 1)
            and self.words.is_capital(at + 2)
        )
        if not named or self.names.places.longest(self.words.low, at):
            return False
        return self.words.low[at + 1] in _MIDDLE_NAMES or self._is_titled(at)

    def _is_titled(self, at: int) -> bool:
        """Whether the title of a person stands before the office: `Chủ tịch Ủy ban nhân dân xã …`."""
        low = self.words.low
        for before in range(at - 1, max(-1, at - _TITLE_REACH), -1):
            if low[before] in _TITLE_WORDS:
                return True
            if not low[before].isalpha():
                return False
        return False

    def _is_office(self, at: int) -> bool:
        return any(
            head.fields is None or head.fields.longest(self.words.low, end)
            for end, head in self.names.heads.matches(self.words.low, at)
        )
