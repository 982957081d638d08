"""Fields after the head of an office: listed ones, ones told by their capitals, and the tasks of committees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from corpus.agency_areas import Areas
from corpus.agency_names import Head, Names, Phrases
from corpus.agency_words import Part, Words
from corpus.cues import cues
from corpus.orthography import lower

_MAX_FIELD = 16
_MAX_NOUNS = 8
_WHOLE_TASK = 4  # words: a committee's task without its territory is whole, not its first words
_LINKING = frozenset(["và", "về", "của", "các"])  # they go on a name only between its own parts
_TASK_ENDS = frozenset([".", ";", ":", "(", ")", "\n", '"', "của", "ở", "tại", "do", "là", "có", "đã"])


@cache
def _stops() -> Phrases[str]:
    """Words that no name goes on with: verbs of tasks, of decisions, and what links clauses."""
    names = ("no_task", "task_after_all", "adverb", "oversight", "leading", "coordinate", "order", "deed")
    listed = cues("time", "tasks").union(*(cues("office", name) for name in names))
    return Phrases((cue, cue) for cue in listed)


@dataclass(slots=True)
class Fields:
    """Readings of fields over the words of one text."""

    words: Words
    names: Names
    areas: Areas

    def at(self, head: Head, at: int) -> Part | None:
        """Read the field of a family: `Nội vụ` after `Sở`, `Nước sạch và Vệ sinh môi trường` after `Trung tâm`."""
        known = self.listed(head, at)
        if known and not head.open:
            return known
        if known and not known.text.endswith("*"):
            return self._extended(known)
        if known:
            end = self._up_to_area(self._tail(known.end))
            shown = known.text.removesuffix(" *")
            return Part(f"{shown} {self.words.part(known.end, end).text}", at, end) if end > known.end else None
        if head.task and (task := self._task(at)):
            return task
        return self._by_capitals(head, at) if head.open else None

    def listed(self, head: Head, at: int) -> Part | None:
        """Read a listed field; its text ends in `*` where a name or a number must follow.

        Offices of an open family have no one official spelling: they keep their printed capitals.
        """
        found = head.fields.longest(self.words.low, at) if head.fields else None
        if found is None:
            return None
        end, shown = found
        mark = " *" if shown.endswith(" *") else ""
        printed = f"{self.words.part(at, end).text}{mark}"
        same = lower(printed) == lower(shown) and not self.words.is_shouted(at)
        return Part(printed if (head.open or head.task) and same else shown, at, end)

    def _extended(self, known: Part) -> Part:
        """Add the proper name that follows a listed field: `Khu kinh tế cửa khẩu` + `Đồng Đăng - Lạng Sơn`."""
        noun = self.names.nouns.longest(self.words.low, known.end)
        at = noun[0] if noun else known.end
        if not (self.words.is_capital(at) or self.words.is_numeral(at)):
            end = self._up_to_area(known.end)
            longer = end > known.end
            return Part(f"{known.text} {self.words.part(known.end, end).text}", known.start, end) if longer else known
        end = self._up_to_area(self._tail(at))
        added = self.words.part(known.end, end)
        return Part(f"{known.text} {added.text}", known.start, end) if end > at else known

    def _by_capitals(self, head: Head, at: int) -> Part | None:
        opens = self.words.is_capital(at) or (head.numbered and self.words.is_numeral(at))
        if not opens or (self.words.is_shouted(at) and self.words.is_shouted(at - 1)):
            return None
        end = self._up_to_area(self._tail(at))
        least = _WHOLE_TASK if head.task else 1
        return self.words.part(at, end) if end >= at + least else None

    def _up_to_area(self, at: int) -> int:
        """Return where a name ends whose nouns in lower case go on up to its territory, or `at` where they do not.

        `Trung tâm Khởi nghiệp` + `đổi mới sáng tạo` + `tỉnh`; `… Mua sắm` + `tập trung thuốc quốc gia`.
        """
        low = self.words.low
        end = at
        while end < min(at + _MAX_NOUNS, len(low)):
            if end > at and self.areas.is_level(end) and low[end + 1 : end + 2] != ["và"]:
                return end
            if low[end : end + 2] in (["quốc", "gia"], ["trung", "ương"]):
                return end + 2
            noun = self.names.nouns.longest(low, end)
            if not low[end].isalpha() or self.words.is_capital(end) or (noun is None and _stops().longest(low, end)):
                return at
            end = noun[0] if noun else end + 1
        return at

    def _task(self, at: int) -> Part | None:
        """Read what a committee is for, up to its territory: `mở rộng địa giới hành chính` + `thành phố Lạng Sơn`."""
        low = self.words.low
        for end in range(at, min(at + _MAX_FIELD, len(low))):
            if self.areas.is_level(end) or low[end : end + 2] in (["trung", "ương"], ["quốc", "gia"]):
                return self.words.part(at, end) if end > at else None
            if low[end] in _TASK_ENDS or (low[end - 1] == "," and self.words.is_capital(end)):
                return None
        return None

    def _tail(self, at: int) -> int:
        """Return where a name ends that goes on at a word by capitals, numerals and listed nouns."""
        words, end = self.words, at
        while end < min(len(words), at + _MAX_FIELD):
            if words.is_capital(end):
                if end > at and (self.starts_office(end) or self.areas.is_person(end)):
                    break
                end += 1
            elif self.words.is_numeral(end):
                end += 1
            elif self._is_linked(end):
                end += 2
            elif (longer := self._lower(at, end)) > end:
                end = longer
            else:
                break
        return end

    def _is_linked(self, at: int) -> bool:
        """Whether a mark or `và` goes on a name: `Đồng Đăng - Lạng Sơn`, `Phòng, chống thiên tai`."""
        low = self.words.low
        if low[at - 1 : at + 2] == ["phòng", ",", "chống"]:
            return True
        return low[at] in {"và", "-"} and self._resumes(at + 1)

    def _resumes(self, at: int) -> bool:
        return self.words.is_capital(at) and not self.starts_office(at) and not self.areas.is_level(at)

    def _lower(self, start: int, at: int) -> int:
        """Return where a piece in lower case ends that goes on a name, or `at` where the name is over."""
        low = self.words.low
        if at == start or self.areas.is_level(at) or not low[at].isalpha() or low[at] in _LINKING:
            return at
        if any(self._names_place(first, at) for first in (at - 3, at - 2)):
            return at
        if at > start + 1 and self._is_transitive(at - 2):
            return at + 1 + (low[at + 1 : at + 2] != [] and low[at + 1].isalpha() and not self.words.is_capital(at + 1))
        stop = _stops().longest(low, at)
        if stop and (low[at - 1], low[at]) not in self.names.adjacent:
            return at
        noun = self.names.nouns.longest(low, at)
        if noun:
            return noun[0]
        second = (
            self.words.is_capital(at - 1)
            and not self.words.is_numeral(at - 1)
            and (at - 1 == start or not self.words.is_capital(at - 2))
        )
        return at + 1 if second or (low[at - 1], low[at]) in self.names.adjacent else at

    def _names_place(self, first: int, end: int) -> bool:
        """Whether the words from `first` to before `end` are a known place, after which no name goes on."""
        place = self.names.places.longest(self.words.low, first) if first >= 0 else None
        return place is not None and place[0] == end and self.words.is_capital(first)

    def _is_transitive(self, at: int) -> bool:
        """Whether a capitalised word wants an object, whatever it is: `Quản lý xây dựng`."""
        found = self.names.transitive.longest(self.words.low, at)
        return found is not None and found[0] == at + 2 and self.words.is_capital(at)

    def starts_office(self, at: int) -> bool:
        """Whether an office's own name begins at a capitalised word: a head that is complete or has its field."""
        if not self.words.is_capital(at):
            return False
        for end, head in self.names.heads.matches(self.words.low, at):
            if head.fields is None or self.listed(head, end):
                return True
            if (head.open and self.words.is_capital(end)) or (head.numbered and self.words.is_numeral(end)):
                return True
        return False
