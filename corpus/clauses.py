"""What the clause around a time phrase does with it: sets a task, or tells a fact, a target or a plan's period.

All functions take text in lower case and the span of the phrase in it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from corpus.cues import any_of, cue_pattern, cues
from corpus.model import Span


class Strength(Enum):
    """How much a form says by itself.

    LIMIT: `chậm nhất ngày 15/6` is a limit unless the clause tells a fact. SPAN: so is `trong tháng 6` at the end of
    a clause, unless it is the month of a plan or report; at the beginning it needs a task. PERIOD: `trong năm 2024` is
    one only where a task stands in the clause. RHYTHM: `hằng năm` is one only beside a task, and never as a plan's
    attribute.
    """

    LIMIT = auto()
    SPAN = auto()
    PERIOD = auto()
    RHYTHM = auto()


# A done deed: `đã được phê duyệt`, `chưa hoàn thành`.
_DONE = re.compile(r"(?<!\w)(?:đã|chưa|vừa|được|dự\s+kiến)(?:\s+(?!phải)\w+){0,3}\s*\Z")
_BREAK = re.compile(r"[.;\n…](?=\s|\Z)|\n")


def sets_task(text: str, span: Span, strength: Strength) -> bool:
    """Tell whether the phrase at `span` limits a task; `text` is in lower case."""
    if _GOALS.match(text):
        return False
    before, after = _sentence_around(text, span)
    if _GOES_ON.match(after) or (strength is not Strength.RHYTHM and _names_target(span.of(text), before, after)):
        return False
    if _UNTIL.match(span.of(text)) and _SINCE.search(before):
        return False
    if strength is Strength.SPAN and _SAYS_LIMIT.match(span.of(text)):
        strength = Strength.LIMIT
    match strength:
        case Strength.LIMIT:
            return not _tells_fact(span.of(text), before, after)
        case Strength.SPAN | Strength.PERIOD:
            return _has_task(strength, before, after, lasting=span.of(text).startswith(("đến", "tới")))
        case Strength.RHYTHM:
            return span.of(text).startswith(("định", "thường")) or _repeats_task(before, after)


_UNTIL = re.compile(r"(?:đến|tới)(?!\w)")
# từ năm 2022 đến hết năm 2024: how long, not until when
_SINCE = re.compile(r"(?<!\w)từ\s+(?:ngày|tháng|quý|năm)\s[^.;:,]{1,30}\Z")
# Words of the phrase itself that make it a limit: `Hoàn thành: tháng 6/2024`, `chậm nhất trong quý III`.
_SAYS_LIMIT = re.compile(r"(?:hoàn\s+thành|thời\s+(?:hạn|gian)|hạn|chậm|muộn|trễ)(?!\w)")
# trong năm 2024 và những năm tiếp theo; trước năm 2020 trở về trước; trước ngày 01/7/2024 đã …
_GOES_ON = re.compile(
    r"\s+(?:(?:và|đến)\s+(?:những|các)\s+(?:năm|tháng)|trở\s+(?:về|lại|đi)|đã(?!\w)|và\s+giai\s+đoạn)"
)


# A paragraph of goals: `Mục tiêu cụ thể`, on a line of its own.
_GOALS = re.compile(r"[\s\-+*(\d.)]*(?:các\s|một\s+số\s)?\s*(?:mục\s+tiêu|chỉ\s+tiêu)(?!\w)[^\n.;:]{0,60}:?[ ]*\n")
_AIM = re.compile(r"(?<!\w)phấn\s+đấu(?!\w)")
_AIMING = re.compile(r"(?<!\w)phấn\s+đấu\s*\Z")
_OF_GOALS = re.compile(r"(?<!\w)(?:mục|chỉ)\s+tiêu(?!\w)")


def _names_target(phrase: str, before: str, after: str) -> bool:
    """`phấn đấu đến hết năm 2025 đạt 80%`, `mục tiêu đến cuối năm …`: what is to be reached, not done."""
    fact = cue_pattern("time", "facts").search(after[:60])
    until = phrase.startswith(("đến", "tới"))
    if fact is not None and _AIMING.search(before) and not _opens_task(after):
        return True  # phấn đấu trong năm 2024 thu ngân sách đạt 1.950 tỷ đồng
    at_once = fact is not None and not after[: fact.start()].strip(" ,")
    return at_once or (until and (fact is not None or re.search(r"(?<!\w)mục\s+tiêu(?!\w)", before) is not None))


def _sentence_around(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after the phrase in its sentence; a semicolon and a line end break too."""
    start = 0
    window = max(0, span.start - 600)
    for match in _BREAK.finditer(text, window, span.start):
        start = match.end()
    limit = min(len(text), span.end + 600)
    end = _BREAK.search(text, span.end, limit)
    return text[max(start, window) : span.start], text[span.end : end.start() if end else limit]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


@cache
def _dated_deed() -> re.Pattern[str]:
    """`đã phê duyệt trước ngày`, `được cấp trước ngày`, `phát sinh trước ngày`: the day limits no deed to come."""
    return re.compile(
        rf"""
        (?<!\w) (?:
            (?: đã | được | từng ) \s+ (?: \w+ \s+ ){{0,2}} (?: {any_of(cues("time", "deeds"))} )
          | phát\s+sinh | có\s+hiệu\s+lực | tồn\s+đọng | tồn\s+tại | sinh
        ) \s* \Z
        """,
        re.VERBOSE,
    )


# What lasts until a day is not to be done by it: `kéo dài thời gian … đến hết năm 2026`, `dưới 30% đến hết ngày`.
_LASTING = re.compile(r"(?<!\w)(?:kéo\ dài|gia\ hạn|hiệu\ lực|áp\ dụng|tính|miễn|giảm)(?!\w)[^;]*\Z|\d\s?%\s*\Z")


def _tells_fact(phrase: str, before: str, after: str) -> bool:
    piece = before[max(before.rfind(","), before.rfind(":")) + 1 :]
    if _dated_deed().search(piece) or (phrase.startswith(("đến", "tới")) and _LASTING.search(piece)):
        return True
    if cue_pattern("time", "facts").search(piece) and not cue_pattern("time", "tasks").search(piece):
        return True
    if piece.strip(" ,:-+*("):
        return False
    fact = cue_pattern("time", "facts").search(after[:80])
    return fact is not None and (phrase.startswith(("đến", "tới")) or fact[0] == "đã")


_THEN = re.compile(r"(?<!\w)thì(?!\w)")
# Nouns whose period the phrase would name; but `báo cáo … kết quả trong tháng 11` says when to report.
_OF_PERIOD = re.compile(r"(?:nhiệm vụ|tình hình|kết quả|công tác|kế hoạch|chỉ tiêu|danh mục|mới|dự toán|số liệu)\s*\Z")
_REPORTED = re.compile(r"(?<!\w)(?:báo\s+cáo|gửi|trình|thông\s+báo)\s[^,;]{0,80}?kết\s+quả\s*\Z")
# Facts that only describe the object of a task: `sửa chữa các cầu bị lũ cuốn trôi trong quý IV`.
_PASSING = re.compile(r"bị|gây|đang|còn \d|có \d|là \d|xuất hiện|thường gặp")


def _has_task(strength: Strength, before: str, after: str, *, lasting: bool) -> bool:
    if len(before.split()) <= 3 and not cue_pattern("time", "tasks").search(before):
        return _opens_task(after)
    task, fact = _last(cue_pattern("time", "tasks"), before), _last(cue_pattern("time", "facts"), before)
    if task is None and strength is Strength.SPAN:
        return fact is None and not cue_pattern("time", "plans").search(before)
    passing = fact is not None and _PASSING.fullmatch(fact[0]) and "," not in before[fact.start() :]
    if task is None or (fact and fact.start() > task.start() and not passing) or (lasting and _LASTING.search(before)):
        return False
    piece = before[before.rfind(",", 0, task.start()) + 1 : task.start()]
    if _DONE.search(_THEN.split(piece)[-1]):
        return False
    return _OF_PERIOD.search(before) is None or _REPORTED.search(before) is not None


# What was measured in a period: `Trong 9 tháng đầu năm, tỷ lệ …`.
_MEASURED = re.compile(
    r"[\s,]*(?:tỷ lệ|tổng (?:số|thu|giá|mức)|số|số lượng|doanh thu|sản lượng|giá trị|tình hình|kết quả|tốc độ|chỉ số|"
    r"(?:toàn|cả) (?:tỉnh|huyện|thành phố|xã|ngành|nước|khu vực))(?!\w)"
)


def _opens_task(after: str) -> bool:
    """A phrase that opens the sentence (`Trong quý III, Sở Y tế trình …`): which comes first, a deed or a fact?"""
    if _MEASURED.match(after):
        return False
    clause = _AIM.sub("", after[:200])
    task, fact = cue_pattern("time", "tasks").search(clause), cue_pattern("time", "facts").search(clause)
    return task is not None and (fact is None or task.start() < fact.start())


def _repeats_task(before: str, after: str) -> bool:
    piece = before[max(before.rfind(","), before.rfind(":")) + 1 :]
    if _AIMING.search(piece) or (_OF_GOALS.search(before) and not _opens_task(after[:20])):
        return False
    if not piece.strip(" -+(*"):
        return not cue_pattern("time", "facts").search(after[:60])
    task = _last(cue_pattern("time", "tasks"), piece)
    if re.search(r"(?:và|hoặc|bình quân)\s*\Z", piece) or (task is None and not _opens_task(after[:40])):
        return False
    between = piece[task.end() :] if task else piece
    return not cue_pattern("time", "plans").search(between)
