"""What the clause around a time phrase does with it: sets a task, or tells a fact, a target or a plan's period.

All functions take text in lower case and the span of the phrase in it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from corpus.model import Span


class Strength(Enum):
    """How much a form says by itself.

    LIMIT: `chậm nhất ngày 15/6` is a limit unless the clause tells a fact. PERIOD: `trong năm 2024` is one only where
    a task stands in the clause. RHYTHM: `hằng năm` is one only beside a task, and never as a plan's attribute.
    """

    LIMIT = auto()
    PERIOD = auto()
    RHYTHM = auto()


# Verbs of tasks, as they follow `giao`, `yêu cầu` or the office that is to act.
_TASKS = """
hoàn thành|hoàn thiện|hoàn tất|hoàn chỉnh|xong|dứt điểm|trình|báo cáo|gửi|ban hành|khởi công|khánh thành|bàn giao|nghiệm thu
|phê duyệt|thẩm định|tham mưu|tổ chức|triển khai|thực hiện|xây dựng|rà soát|sơ kết|tổng kết|giải quyết|xử lý|khắc phục
|đưa vào|bố trí|phân bổ|giải ngân|tiếp thu|đề xuất|cung cấp|công bố|công khai|kiểm tra|thanh tra|giám sát|cấp|thông xe
|vận hành|chi trả|thành lập|kiện toàn|tuyển dụng|ký kết|lựa chọn|đấu thầu|đấu giá|xét xử|di dời|lắp đặt|chuẩn bị|lập
|quyết định|thông qua|cho ý kiến|góp ý|cập nhật|tổng hợp|đánh giá|giao ban|trao đổi|đối thoại|thông báo|rút kinh nghiệm|hướng dẫn
|bồi dưỡng|tập huấn|nghe|họp|xét|kiểm kê|thống kê|đo đạc|sửa chữa|khai giảng|nộp|thu hồi|thanh toán|quyết toán|đôn đốc|theo dõi
|duy trì|kiểm điểm|chấm dứt|di chuyển|vận động|mở|phát động|bảo đảm|đảm bảo|nghiên cứu|điều chỉnh|bổ sung|sửa đổi|hỗ trợ|tuyên truyền
|kết thúc|đề nghị|yêu cầu|giao|phấn đấu|khẩn trương|phải|tiến hành|chủ động|ký|khảo sát|điều tra|đối soát|diễn tập|kết nối|số hóa|trả lời|xem xét
""".replace("\n", "")
# Words of facts: what was, how much, compared with what.
_FACTS = (
    r"đã|đạt(?!\ chuẩn)|tăng(?!\ cường)|giảm(?!\ nghèo)|ước|so\ với|xảy\ ra|chiếm|vượt|thu\ được|phát\ sinh|tồn\ đọng|vừa\ qua|có\ hiệu\ lực|bình\ quân"
    r"|ghi\ nhận|biểu\ dương|còn\ \d|có\ \d|được\ \d|là\ \d|thu\ hút\ được|thường\ gặp|kể\ từ\ trước|đang"
)
# Nouns whose period a time phrase names: the plan of 2024, the budget of a year.
_PLANS = (
    r"kế\ hoạch|dự\ toán|ngân\ sách|vốn|chương\ trình|chỉ\ tiêu|mục\ tiêu|nhiệm\ vụ|định\ mức|trung\ hạn|thu\ nhập|sản\ lượng"
    r"|tình\ hình|kết\ quả|công\ tác|hoạt\ động|danh\ mục|nghị\ quyết|kinh\ phí|lương|phụ\ cấp|chi\ phí|báo\ cáo"
)


def _word(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


@cache
def _task_words() -> re.Pattern[str]:
    return _word(_TASKS)


@cache
def _fact_words() -> re.Pattern[str]:
    return _word(_FACTS.replace(r"\ ", " "))


@cache
def _plan_words() -> re.Pattern[str]:
    return _word(_PLANS.replace(r"\ ", " "))


# A done deed: `đã được phê duyệt`, `chưa hoàn thành`.
_DONE = re.compile(r"(?<!\w)(?:đã|chưa|vừa|được)(?:\s+(?!phải)\w+){0,3}\s*\Z")
_BREAK = re.compile(r"[.;\n…](?=\s|\Z)|\n")


def sets_task(text: str, span: Span, strength: Strength) -> bool:
    """Tell whether the phrase at `span` limits a task; `text` is in lower case."""
    before, after = _sentence_around(text, span)
    if re.match(
        r"\s+(?:và|đến)\s+(?:những|các)\s+(?:năm|tháng)|\s+trở\s+(?:về|lại|đi)|\s+đã(?!\w)|\s+và\s+giai\s+đoạn", after
    ):
        return False
    match strength:
        case Strength.LIMIT:
            return not _tells_fact(span.of(text), before, after)
        case Strength.PERIOD:
            return _has_task(before, after, lasting=span.of(text).startswith(("đến", "tới")))
        case Strength.RHYTHM:
            return _repeats_task(before, after)


def _sentence_around(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after the phrase in its sentence; a semicolon and a line end break too."""
    start = 0
    window = max(0, span.start - 600)
    for match in _BREAK.finditer(text, window, span.start):
        start = match.end()
    end = _BREAK.search(text, span.end)
    return text[max(start, window) : span.start], text[
        span.end : end.start() if end else min(len(text), span.end + 600)
    ]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):
        pass
    return found


# `đã phê duyệt trước ngày`, `được cấp trước ngày`, `phát sinh trước ngày`: the day limits no deed to come.
_DATED_DEED = re.compile(
    r"(?<!\w)(?:(?:đã|được|từng)\s+(?:\w+\s+){0,2}(?:ban\ hành|phê\ duyệt|ký|cấp|thành\ lập|giao|xây\ dựng|sử\ dụng|công\ nhận"
    r"|tuyển\ dụng|bổ\ nhiệm|hoàn\ thành|thực\ hiện|triển\ khai|quyết\ định)|phát\ sinh|có\ hiệu\ lực|tồn\ đọng|tồn\ tại|sinh)\s*\Z"
)
# What lasts until a day is not to be done by it: `kéo dài thời gian … đến hết năm 2026`, `dưới 30% đến hết ngày`.
_LASTING = re.compile(r"(?<!\w)(?:kéo\ dài|gia\ hạn|hiệu\ lực|áp\ dụng|tính|miễn|giảm)(?!\w)[^;]*\Z|\d\s?%\s*\Z")


def _tells_fact(phrase: str, before: str, after: str) -> bool:
    piece = before[max(before.rfind(","), before.rfind(":")) + 1 :]
    if _DATED_DEED.search(piece) or (phrase.startswith(("đến", "tới")) and _LASTING.search(piece)):
        return True
    if _fact_words().search(piece) and not _task_words().search(piece):
        return True
    if piece.strip(" ,:-+*("):
        return False
    fact = _fact_words().search(after[:80])
    return fact is not None and (phrase.startswith(("đến", "tới")) or fact[0] == "đã")


def _has_task(before: str, after: str, *, lasting: bool) -> bool:
    if len(before.split()) <= 3 and not _task_words().search(before):
        return _opens_task(after)
    task, fact = _last(_task_words(), before), _last(_fact_words(), before)
    if task is None or (fact and fact.start() > task.start()) or (lasting and _LASTING.search(before)):
        return False
    piece = before[before.rfind(",", 0, task.start()) + 1 : task.start()]
    if _DONE.search(piece):
        return False
    return not re.search(
        r"(?:nhiệm vụ|tình hình|kết quả|công tác|kế hoạch|chỉ tiêu|danh mục|mới|dự toán|số liệu)\s*\Z", before
    )


def _opens_task(after: str) -> bool:
    """A phrase that opens the sentence (`Trong quý III, Sở Y tế trình …`): which comes first, a deed or a fact?"""
    clause = after[:200]
    task, fact = _task_words().search(clause), _fact_words().search(clause)
    return task is not None and (fact is None or task.start() < fact.start())


def _repeats_task(before: str, after: str) -> bool:
    if "kỳ" in before[-8:]:
        return True
    piece = before[max(before.rfind(","), before.rfind(":")) + 1 :]
    if not piece.strip(" -+(*"):
        return not _fact_words().search(after[:60])
    task = _last(_task_words(), piece)
    if re.search(r"(?:và|hoặc|bình quân)\s*\Z", piece) or (task is None and not _opens_task(after[:40])):
        return False
    between = piece[task.end() :] if task else piece
    return not _plan_words().search(between)
