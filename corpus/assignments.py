"""The part that each named office plays in an item.

The words of a sentence are read from left to right. A cue (`giao`, `phối hợp với`, `đề nghị của`) governs the offices
that follow it directly or in a list; an office that opens a clause is its subject, and has a task unless its verb
tells a fact or a decision. An office may have several roles, one entry each; `mentioned` stands only alone. How
roles are given where the contract leaves it open:

- An order to the head of an office is an order to the office (`Giao Chủ tịch Ủy ban nhân dân tỉnh`); who is told to
  make a person something, or is asked through its members, is mentioned.
- The sender of a Tờ trình is a submitter wherever it is cited; of another paper, where the heading names the paper or
  the sentence decides about it.
- An office told to supervise is assigned and supervisor; one that is said to supervise is supervisor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from corpus.agencies import read_offices
from corpus.agency_grammar import Reading
from corpus.agency_names import Phrases, key_of
from corpus.cues import cues
from corpus.deeds import BREAKS, Deeds, cue_table
from corpus.model import Assignment, Role
from corpus.senders import PAPERS, Papers


class _Link(Enum):
    """What governs the office that comes next."""

    ORDER = auto()
    COORDINATE = auto()
    PROPOSE = auto()
    OF = auto()
    BY = auto()


_LINKS = {
    "order": _Link.ORDER,
    "coordinate": _Link.COORDINATE,
    "propose": _Link.PROPOSE,
    "of": _Link.OF,
    "by": _Link.BY,
}
_BULLETS = frozenset(["-", "+", "*", "•", "“", '"', "("])
# First words of sentences that have an adverbial, with its comma, before their subject.
_ADVERBIAL = frozenset(["theo", "căn", "thực", "trên", "sau", "được", "nhằm", "để", "qua", "tại", "trong", "từ", "xét"])
# `đại diện lãnh đạo`, `các đồng chí lãnh đạo`: persons, not a deed.
_LEADERS = frozenset(["diện", "chí", "các", "nguyên", "sự", "tập", "gồm", "trình", "cáo", "kiến", "gửi", "mời"])
_MEMBERS = (["đại", "biểu"], ["ủy", "viên"], ["thành", "viên"])
# Headings that give the office they name a task: `Trách nhiệm của Sở Y tế`.
_DUTIES = (["trách", "nhiệm"], ["nhiệm", "vụ"])
# A list that was begun may name outsiders before the next office: `phối hợp với các nhà thầu, Sở Y tế`.
_MAX_OUTSIDERS = 5
_LEADING = ("propose", "order", "coordinate", "of", "by", "opening", "holder")


@cache
def _cue_words() -> frozenset[str]:
    """Return the first words of all cues: a quick test that most words fail."""
    listed = [cue for name in (*_LEADING, *PAPERS, "decide") for cue in cues("office", name)]
    return BREAKS | {key_of(cue)[0] for cue in listed}


@cache
def _tasks() -> Phrases[str]:
    return Phrases((cue, cue) for cue in cues("time", "tasks"))


def find_assignments(heading: str, text: str) -> tuple[Assignment, ...]:
    """Return the offices of an item with their roles, in order of first mention, the stronger roles first.

    `heading` is the item's own heading (empty for an inherited one); where it also begins `text` it counts once.
    Spans point into `text`; an office of the heading alone has none.
    """
    found: dict[str, dict[Role, Assignment]] = {}
    run_in = text.startswith(heading)
    if not run_in:
        _gather(_Clauses(heading, heading=len(heading)), found, spans=False)
    _gather(_Clauses(text, heading=len(heading) if run_in else 0), found, spans=True)
    return tuple(assignment for roles in found.values() for assignment in _strongest(roles))


def _gather(clauses: _Clauses, found: dict[str, dict[Role, Assignment]], *, spans: bool) -> None:
    for office, role in clauses.roles():
        span = clauses.words.span(office.start, office.end) if spans else None
        found.setdefault(office.name, {}).setdefault(role, Assignment(office.name, role, span))


def _strongest(roles: dict[Role, Assignment]) -> list[Assignment]:
    """Leave out `mentioned` beside a real role."""
    real = [roles[role] for role in Role if role in roles and role is not Role.MENTIONED]
    return real or list(roles.values())


class _Clauses:
    """One pass over the words of a text; `roles` yields each office with each of its roles.

    The first `heading` characters are a heading: what stands there is the matter itself.
    """

    def __init__(self, text: str, *, heading: int) -> None:
        self.words, self.offices = read_offices(text)
        self.cue_words = _cue_words()
        self.deeds = Deeds(self.words, self.offices)
        self.heading = bisect_left(self.words.start, heading)  # in words
        self.link: _Link | None = None
        self.cue = ""
        self.opens = True
        self.outsiders = 0
        self.reached = False
        self.fresh = True
        self.decided = False
        self.ordered = False
        self.listing = False
        self.papers = Papers(self.words)
        self.first = ""

    def roles(self) -> list[tuple[Reading, Role]]:
        """Return every office with a role, in order."""
        out: list[tuple[Reading, Role]] = []
        at, count = 0, 0
        while at < len(self.words):
            if count < len(self.offices) and self.offices[count].start <= at:
                group = self._group(count)
                given = self._roles_of(group)
                for office in group:
                    aside = self._by_members(office) or (len(group) > 1 and self._by_deputy(office))
                    out += [(office, role) for role in ([Role.MENTIONED] if aside else given)]
                at, count = max(at, group[-1].end), count + len(group)
                self._after_group()
            else:
                at = self._step(at)
        return out

    # The words between offices

    def _step(self, at: int) -> int:
        """Read the cue or the word at a place and return where the next begins."""
        low = self.words.low
        if enumerated := self._enumerator(at):
            self.fresh = self.fresh or self.link is None
            return enumerated
        self.first = self.first or low[at]
        known = low[at] in self.cue_words
        if known or self.papers.current:
            self.papers.read(at)
        if not known:
            return self._other(at)
        if cue_table("decide").longest(low, at):
            self.decided = True
        if low[at] in BREAKS and not self._inside_number(at):
            self._break(at)
            return at + 1
        lead = cue_table(*_LEADING).longest(low, at)
        if lead is None:
            return self._other(at)
        end, name = lead
        if name in _LINKS:
            self._lead(_LINKS[name], at, low[at])
        elif name == "opening":
            self.link, self.fresh = None, True
        elif low[at] == "và" and self.link is None:
            self.fresh = True
        return end

    def _enumerator(self, at: int) -> int | None:
        """Return the end of `(1)` or `a)`, which begins a member of a list."""
        low = self.words.low
        opened = at + (low[at] == "(")
        return opened + 2 if low[opened + 1 : opened + 2] == [")"] and len(low[opened]) < 3 else None

    def _inside_number(self, at: int) -> bool:
        low = self.words.low
        return low[at] == "." and 0 < at < len(low) - 1 and low[at - 1].isdigit() and low[at + 1].isdigit()

    def _break(self, at: int) -> None:
        mark, after = self.words.low[at], self.words.low[at + 1 : at + 2]
        self.listing = self.listing and (mark != "\n" or after in (["-"], ["+"]))
        self.ordered = self.ordered and self.listing
        self.link, self.fresh, self.first = None, True, ""
        self.papers.forget()
        if mark != ";":
            self.decided = False

    def _lead(self, link: _Link, at: int, word: str) -> None:
        """Take a governing cue; `lãnh đạo` before an office may also be its leaders, and `đã giao` is a fact."""
        before = self.words.low[at - 1] if at else ""
        if link is _Link.PROPOSE and before in {"các", "những"}:
            link = _Link.OF  # giải quyết các kiến nghị của A
        if word == "lãnh" and (self.fresh or self.link is _Link.ORDER):
            return
        if word == "lãnh" and before in _LEADERS:
            self.link, self.fresh = None, False
            return
        done = link is _Link.ORDER and before in {"đã", "được", "sự", "nguyên"}
        self.ordered = self.ordered or (link is _Link.ORDER and not done)
        self.opens = self.fresh or link is not _Link.ORDER
        self.link, self.cue, self.outsiders, self.fresh = None if done else link, word, 0, False
        self.reached = False

    def _other(self, at: int) -> int:
        low = self.words.low
        if low[at] == ":":
            self.listing = self.listing or (self.ordered and low[at + 1 : at + 2] == ["\n"])
            self._colon()
        elif low[at] == ",":
            self.fresh = self.fresh or self.link is None or self.outsiders > 0
        elif not (low[at] in _BULLETS and self.fresh):
            self._outsider(at)
        return at + 1

    def _colon(self) -> None:
        """A colon opens a clause, but not in `phối hợp với các sở: …`."""
        if self.link not in (_Link.ORDER, _Link.COORDINATE) or self.outsiders:
            self.link, self.fresh = None, True

    def _outsider(self, at: int) -> None:
        self.fresh = False
        self.outsiders += 1
        lasting = self.link in (_Link.COORDINATE, _Link.ORDER) and self.outsiders <= _MAX_OUTSIDERS
        if not lasting or _tasks().longest(self.words.low, at):
            self.link = None

    # An office, or several in a list

    def _group(self, count: int) -> list[Reading]:
        """Return the offices that stand in one list from here on: only separators and bare groups between them."""
        group = [self.offices[count]]
        for office in self.offices[count + 1 :]:
            between = range(group[-1].end, office.start)
            listed = self._lists(between) or self._lists_bare(office, between)
            if not listed or self._is_subject_of_own(office, between):
                break
            group.append(office)
        return group

    def _lists(self, between: range) -> bool:
        low, at = self.words.low, between.start
        while at < between.stop:
            if low[at] in {",", "-"} or (low[at] == ":" and at > between.start):
                at += 1
                continue
            holder = cue_table("holder").longest(low, at)
            if holder is None or holder[0] > between.stop:
                return False
            at = holder[0]
        return True

    def _lists_bare(self, office: Reading, between: range) -> bool:
        """Whether a semicolon stands in a list whose head is not repeated: `các sở: Nội vụ; Tài chính`."""
        headless = not office.name.lower().startswith(self.words.low[office.start])
        return headless and [self.words.low[at] for at in between] == [";"]

    def _is_subject_of_own(self, office: Reading, between: range) -> bool:
        """In `theo hướng dẫn của Bộ Y tế, Sở Y tế tổ chức …` the second office begins a clause.

        So it does in `… thuộc Sở Y tế (Sở Nội vụ trình tại Tờ trình số …)`.
        """
        if self.papers.follows(office.end, heading=True):
            return True
        if self.link not in (_Link.OF, _Link.PROPOSE) or [self.words.low[at] for at in between] != [","]:
            return False
        if cue_table("decide").longest(self.words.low, office.end):
            return True
        return self.first in _ADVERBIAL and self.deeds.begins(office.end) is not None

    def _after_group(self) -> None:
        self.fresh = False
        self.papers.forget()
        self.link = _Link.COORDINATE if self.link is _Link.COORDINATE else None
        self.outsiders, self.reached = 1, True

    def _roles_of(self, group: Sequence[Reading]) -> list[Role]:
        end = group[-1].end
        if self.link and self.outsiders and not self._goes_on(group[0].start):
            return [Role.MENTIONED]
        match self.link:
            case _Link.COORDINATE:
                return [Role.COORDINATOR]
            case _Link.PROPOSE:
                return [Role.SUBMITTER]
            case _Link.OF:
                return [self._owner_role(group)]
            case _Link.BY:
                return [Role.SUBMITTER] if self.deeds.send(end) else [Role.MENTIONED]
            case _Link.ORDER if not self._appoints(end):
                return [Role.ASSIGNED, *([Role.SUPERVISOR] if self.deeds.supervise(end) else [])]
            case None if self.papers.follows(end, heading=end <= self.heading):
                return [Role.SUBMITTER]
            case None if self.decided and self.papers.sends(end):
                return [Role.SUBMITTER]
            case None if self.fresh:
                return self._subject_roles(group)
            case _:
                return [Role.MENTIONED]

    def _by_members(self, office: Reading) -> bool:
        """Whether only members of the office are meant: `các Tổ đại biểu Hội đồng nhân dân tỉnh`."""
        return self.words.low[max(0, office.start - 2) : office.start] in _MEMBERS

    def _by_deputy(self, office: Reading) -> bool:
        """Whether it is the lesser office of a person of two: `Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh`."""
        return self.words.low[max(0, office.start - 3) : office.start] == ["phó", "bí", "thư"]

    def _goes_on(self, at: int) -> bool:
        """Whether an office goes on a list of outsiders; `yêu cầu` inside a clause is a noun and begins none.

        `phối hợp chặt chẽ, đồng bộ với A` comes to its office by the last word.
        """
        before = self.words.low[at - 1]
        first = self.link is _Link.COORDINATE and not self.reached and before in {"với", "cùng"}
        return self.opens and (before in {",", "và"} or first)

    def _owner_role(self, group: Sequence[Reading]) -> Role:
        """Whose paper it is that `của` belongs to, or whose `Trách nhiệm` a heading names."""
        in_heading = group[-1].end <= self.heading
        if in_heading and self.words.low[:2] in _DUTIES and self.papers.current is None:
            return Role.ASSIGNED
        return Role.SUBMITTER if self.papers.is_sent(decided=self.decided or in_heading) else Role.MENTIONED

    def _appoints(self, end: int) -> bool:
        """`Phân công đồng chí Chủ tịch … làm Trưởng Ban` puts a person in a place."""
        return self.cue == "phân" and self.words.low[end : end + 1] == ["làm"]

    def _subject_roles(self, group: Sequence[Reading]) -> list[Role]:
        end = group[-1].end
        if end == self.heading == len(self.words):
            return [Role.ASSIGNED]
        deed = self.deeds.begins(end)
        if deed is None:
            return [Role.MENTIONED]
        supervises = self.deeds.supervise(end)
        if not (self.ordered or supervises) and self.deeds.tells(deed, [office.name for office in group]):
            return [Role.MENTIONED]
        if supervises:
            alone = cue_table("oversight", "supervise", "check", "coordinate").longest(self.words.low, deed)
            told = self.ordered or cue_table("duty").longest(self.words.low, end)
            return [Role.SUPERVISOR] if alone and not told else [Role.ASSIGNED, Role.SUPERVISOR]
        return [Role.ASSIGNED]
