"""What the meeting did about an item.

The clauses of the item are read in order. The first that decides about the matter itself (approves it, agrees in
principle, adopts it, asks its members for comments) wins, because tasks and praise that stand beside it follow from
it. Without one, an order or an office with a task makes the item an assignment; then `có thông báo riêng` refers to
another paper; then praise or a finding is a note. A refusal (`chưa thống nhất`) is none of the named decisions.
Where the words say nothing of this, there is no decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.assignments import find_assignments
from corpus.cues import any_of, cue_pattern, cues
from corpus.model import Assignment, Decision, Role
from corpus.orthography import fold_tone_marks, lower

_SEPARATE = re.compile(
    r"(?<!\w)(?:có|bằng|ban\s+hành|tại|theo)\s+(?:\w+\s+){0,2}?(?:thông\s+báo|nghị\s+quyết|kết\s+luận|quyết\s+định|văn\s+bản|chỉ\s+thị)"
    r"(?:\s+\w+){0,3}?\s+riêng(?!\w)"
    r"|(?:\A|[:(.])\s*(?:thông\s+báo|nghị\s+quyết|kết\s+luận|quyết\s+định|văn\s+bản)\s+riêng(?!\w)"
)
_CLAUSE = re.compile(r"[^.;:\n()]+(?:\.(?=\d)[^.;:\n()]+)*")
# What may open a clause before its subject: `Sau khi thảo luận, …`, `Để khắc phục …, …`.
_ADVERBIAL = r"""
  (?: (?: tuy\ nhiên | do\ vậy | vì\ vậy
        | thời\ gian\ tới | trước\ mắt | từ\ nay
        | (?: sau\ khi | trên\ cơ\ sở | qua | để | trong | thời\ gian ) \ [^,]{0,120} (?: ,[^,]{0,80} )?
        | (?: căn\ cứ | xét | đối\ với ) \ [^,]{0,120} (?: ,[^,]{0,80} ){0,2} ) \s* ,\s* )?
"""
# The body that decides may stand before the verb: `Ban Thường vụ Tỉnh ủy thảo luận và thống nhất`.
_SUBJECT = r"""
  (?: (?: ban | thường | hội | ủy | chủ | bộ | tỉnh | huyện | thành | đảng | các\ đại | tập | phó | thứ | bí | thủ
        | lãnh | chính | ubnd | hđnd | btv | bcsđ ) \w*
      (?: \s+ (?! giao\b | yêu\b | đề\ nghị | phân\ công | chỉ\ đạo | chưa\b | không\b ) \w+ ){0,14}? \s+ )?
  (?: (?: đã | cũng | đều | cùng | hoàn\ toàn | đề\ nghị ) \s+ )*
"""
# Deeds by which the body comes to its decision; after any other the verb is part of a task.
_DELIBERATION = frozenset(
    ["xem xét", "nghe", "họp", "cho ý kiến", "tổ chức", "tiến hành", "thông qua", "thống nhất", "đề nghị"]
)


@cache
def _opening(name: str) -> re.Pattern[str]:
    """Match a clause that begins with a cue of one list, after its subject."""
    return re.compile(
        rf"[\s\-+*•“]* {_ADVERBIAL} (?P<subject> {_SUBJECT} ) (?P<cue> {any_of(cues('decision', name))} ) (?!\w)",
        re.VERBOSE,
    )


@cache
def _comments() -> re.Pattern[str]:
    asked, comments = any_of(cues("decision", "asked")), any_of(cues("decision", "comments"))
    return re.compile(
        rf"[\s\-+*•“]*(?:(?:{asked})(?!\w).*?(?<!\w)(?:{comments})(?!\w)"
        r"|(?:tiếp\s+tục\s+)?(?:xin|lấy)\s+ý\s+kiến\s.*?(?:đồng\s+chí|thành\s+viên|ủy\s+viên|đại\s+biểu)(?!\w))"
    )


def find_decision(heading: str, text: str, *, assignments: Sequence[Assignment] | None = None) -> Decision | None:
    """Return what was decided in an item, or None where its words do not say.

    `heading` is the item's own. `assignments` are those of the item, where the caller has them already.
    """
    words = lower(fold_tone_marks(text))
    title = lower(fold_tone_marks(heading))
    body = words[len(title) :] if title and words.startswith(title) else words
    clauses = list(_clauses(body))
    for clause in clauses:
        if decision := _decided(clause):
            return decision
    if not body.strip():
        return _referred(title, body)
    offices = find_assignments(heading, text) if assignments is None else assignments
    return _ordered(clauses, offices) or _referred(title, body) or _noted(clauses)


def _clauses(text: str) -> Iterator[str]:
    for match in _CLAUSE.finditer(text):
        if match[0].strip():
            yield match[0]


def _decided(clause: str) -> Decision | None:
    """Return the decision that one clause takes about the matter itself."""
    if _opens(clause, "principle"):
        return Decision.AGREE_IN_PRINCIPLE
    if _opens(clause, "adopt"):
        return Decision.ADOPT
    if _comments().match(clause):
        return Decision.REQUEST_COMMENTS
    return Decision.APPROVE if _opens(clause, "approve") else None


def _opens(clause: str, name: str) -> bool:
    """Whether a cue opens the clause, with no task or other decision of its subject before it."""
    found = _opening(name).match(clause)
    if found is None:
        return False
    deeds = {" ".join(deed[0].split()) for deed in cue_pattern("time", "tasks").finditer(found["subject"])}
    earlier = name in {"principle", "adopt"} and cue_pattern("decision", "approve").search(found["subject"])
    return not earlier and deeds <= _DELIBERATION


def _ordered(clauses: Sequence[str], offices: Sequence[Assignment]) -> Decision | None:
    tasked = any(office.role in (Role.ASSIGNED, Role.SUPERVISOR) for office in offices)
    if tasked or any(_opens(clause, "assign") for clause in clauses):
        return Decision.ASSIGN
    return None


def _referred(title: str, body: str) -> Decision | None:
    return Decision.SEPARATE_DOCUMENT if _SEPARATE.search(title) or _SEPARATE.search(body) else None


def _noted(clauses: Sequence[str]) -> Decision | None:
    return Decision.NOTE if any(_opens(clause, "note") for clause in clauses) else None
