"""What offices do in a clause: where the deed of a subject begins, and whether it is supervision or sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.agency_grammar import Reading
from corpus.agency_names import Phrases
from corpus.agency_words import Words
from corpus.cues import cues

# Bodies that hold the meetings: of a committee without the name of its place.
_DECIDING = re.compile(
    r"(?:Ban Thường vụ|Ban Chấp hành|Thường trực) (?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) ủy|Ban Chấp hành Đảng bộ \w+"
)
BREAKS = frozenset([".", ";", "\n", "?", "!", "…"])
# How far supervision may stand from its office, in words: `chủ trì, phối hợp với A, B và C kiểm tra, giám sát`.
_REACH = 40
_SENDING_REACH = 16
_PAST = frozenset(["đã", "đang", "chưa", "còn"])
_PAST_REACH = 5
_MUST_REACH = 16
_ASIDE = 16  # words in parentheses between a subject and its deed


@cache
def cue_table(*names: str) -> Phrases[str]:
    """Return the phrases of some lists of office cues, each with the name of its list; earlier lists win."""
    return Phrases((cue, name) for name in names for cue in cues("office", name))


@cache
def _tasks() -> Phrases[str]:
    return Phrases((cue, cue) for cue in cues("time", "tasks"))


class Deeds:
    """Readings of deeds over the words of one text; `offices` are those named in it."""

    def __init__(self, words: Words, offices: Sequence[Reading]) -> None:
        self.words = words
        self.ends = {office.start: office.end for office in offices}

    def begins(self, at: int) -> int | None:
        """Return where the deed of a subject begins, or None where it tells a fact, decides, or has no verb."""
        low, start, urged = self.words.low, at, False
        while at < len(low) and (skipped := self._skipped(at, start)):
            urged = urged or cue_table("urging").longest(low, at) is not None
            at = skipped
        if at >= len(low):
            return None
        if low[at] == ":" or (urged and low[at][0].isalpha() and low[at] not in _PAST):
            return at
        if must := self._must(at):
            return must
        if self._is_past(at):
            return None
        plain = low[at][0].isalpha() and not self.words.is_capital(at)
        acts = cue_table("task_after_all").longest(low, at) or (plain and cue_table("no_task").longest(low, at) is None)
        return at if acts else None

    def _must(self, at: int) -> int | None:
        """Return where `phải` comes after what describes the subject: `… có số giải ngân dưới 30% phải giải trình`."""
        low = self.words.low
        if low[at] not in {"có", "chưa", "còn"}:
            return None
        for here in range(at, min(at + _MUST_REACH, len(low))):
            if low[here] == "phải":
                return here
            if low[here] in BREAKS or low[here] == ",":
                return None
        return None

    def _is_past(self, at: int) -> bool:
        """Whether the next few words come to a fact before a deed: `các địa phương ven biển đã có nhiều cố gắng`."""
        low = self.words.low
        for here in range(at, min(at + _PAST_REACH, len(low))):
            if low[here] in _PAST:
                return True
            if not low[here].isalpha() or _tasks().longest(low, here):
                return False
        return False

    def tells(self, deed: int, names: Sequence[str]) -> bool:
        """Whether the body that holds the meeting says what it does itself: `Ban Thường vụ Tỉnh ủy tiếp thu`.

        What is told by a colon is a task all the same, and so is `Thường trực Tỉnh ủy chỉ đạo`.
        """
        low = self.words.low
        if low[deed] == ":" or not all(_DECIDING.fullmatch(name) for name in names):
            return False
        return not (names[-1].startswith("Thường trực") and cue_table("standing").longest(low, deed))

    def _skipped(self, at: int, start: int) -> int | None:
        """Return the end of what may stand between a subject and its deed: bare groups, adverbs and their names."""
        low = self.words.low
        if cue_table("task_after_all").longest(low, at):
            return None
        if low[at] == "," and at + 1 < len(low):
            known = cue_table("adverb", "leading", "coordinate", "holder").longest(low, at + 1)
            return at + 1 if known else None
        if low[at] == "(" and ")" in low[at : at + _ASIDE]:
            return low.index(")", at) + 1
        found = cue_table("adverb", "holder").longest(low, at)
        if found:
            return found[0]
        named = at > start or (self.words.is_capital(at + 1) and self.words.is_capital(at + 2))
        return at + 1 if named and self.words.is_capital(at) else None

    def supervise(self, at: int) -> bool:
        """Whether the deeds right after an office are supervision: `theo dõi, kiểm tra việc thực hiện`."""
        low, ends = self.words.low, self.ends
        limit = min(len(low), at + _REACH)
        while at < limit:
            if found := cue_table("supervise").longest(low, at):
                return cue_table("watched").longest(low, found[0]) is None
            if cue_table("check").longest(low, at) and self._checks_work(at + 2):
                return True
            passed = cue_table("adverb", "oversight", "leading", "coordinate", "holder", "capacity").longest(low, at)
            if at in ends:
                at = ends[at]
            elif passed:
                at = passed[0]
            elif low[at] in {",", ":"} or (low[at] == "việc" and cue_table("supervise", "check").longest(low, at + 1)):
                at += 1
            else:
                return self._supervises_later(at)
        return False

    def _supervises_later(self, at: int) -> bool:
        """Whether the same office goes on to supervise: `lãnh đạo ban hành chính sách và giám sát việc thực hiện`."""
        low = self.words.low
        for here in range(at, min(len(low) - 2, at + _REACH)):
            if here in self.ends or (low[here] in BREAKS and low[here] != ";"):
                return False
            opens = low[here - 1] in {"và", ",", ";"} or cue_table("adverb").longest(low, here - 2)
            if low[here - 1] in {",", ";"} and cue_table("check").longest(low, here) and self._checks_work(here + 2):
                return True
            if opens and cue_table("supervise").longest(low, here) and low[here + 2] in {"việc", "chuyên"}:
                return True
        return False

    def _checks_work(self, at: int) -> bool:
        """Whether what is checked is the carrying out of a decision, and not a thing."""
        low = self.words.low
        at += low[at : at + 1] == ["lại"]
        while at < len(low) and cue_table("checked").longest(low, at) is None:
            found = cue_table("oversight", "supervise", "holder").longest(low, at)
            if found is None and low[at] != ",":
                return False
            at = found[0] if found else at + 1
        return at < len(low)

    def send(self, end: int) -> bool:
        """`do A trình`, `do A phối hợp với B xây dựng`."""
        low = self.words.low
        for at in range(end, min(end + _SENDING_REACH, len(low))):
            if low[at] in BREAKS or low[at] == ",":
                return False
            if cue_table("sending").longest(low, at):
                return True
        return False
