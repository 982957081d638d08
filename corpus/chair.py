"""Who chaired: the person whom the opening says it of, else who concluded, else whom the title names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from corpus.people import name_at, names_in, titled
from corpus.phrases import any_of

_OFFICES = """
đồng chí|Chủ tịch|Bí thư|Bộ trưởng|Thứ trưởng|Thủ tướng|Giám đốc|Trưởng Ban|Chủ nhiệm|Tổng Bí thư|Chánh Văn phòng
Trưởng Đoàn|Cục trưởng|Vụ trưởng|Tổng cục trưởng
"""
_CHAIRED = re.compile(r"(?<!\w)(?:(?P<under>dưới sự (?:chủ trì|điều hành|chỉ đạo))|[Cc]hủ trì)(?!\w)")
_OF = re.compile(r"\s+(?:(?:hội nghị|cuộc họp|phiên họp)\s)?(?:của|là|gồm)\s|\s*:")
_COMRADE = re.compile(r"(?<!\w)(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s")
_CONCLUDED = re.compile(r"(?<!\w)(?:kết luận|chỉ đạo|có ý kiến)(?!\w)[^.]{0,60}:")
_COORDINATED = re.compile(r"\s*,?\s+phối hợp\b")
_OFFICE = re.compile(rf"(?<!\w)(?i:{any_of(_OFFICES)})(?!\w)")
_NEAR = 160


def find_chair(title: str, sentences: Sequence[str]) -> str | None:
    """Return the name of who chaired, from the sentences of the opening and the title, or None."""
    return next((titled(name) for name in _names(title, sentences)), None)


def _names(title: str, sentences: Sequence[str]) -> Iterator[str]:
    for sentence, following in zip_longest(sentences, sentences[1:], fillvalue=""):
        for match in _CHAIRED.finditer(sentence):
            yield from _chairing(f"{sentence} {following}" if sentence.endswith(":") else sentence, match)
    for sentence in sentences[-2:]:
        concluded = _CONCLUDED.search(sentence)
        if concluded:
            yield from reversed(_found(sentence[: concluded.start()]))
    if office := _OFFICE.search(title):
        yield from _found(title[office.end() :])


def _chairing(sentence: str, match: re.Match[str]) -> Iterator[str]:
    """Yield the persons that `chủ trì` may speak of, the likeliest first."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if _COORDINATED.match(after):
        return  # Sở Y tế chủ trì, phối hợp với …: a task, no meeting
    if match["under"] or _OF.match(after):
        comrade = _COMRADE.search(after[:_NEAR])
        named = name_at(after, comrade.end()) if comrade else None
        yield from [named] if named else _found(after[:_NEAR])[:1]
    if match["under"]:
        return
    comrades = list(_COMRADE.finditer(before))
    if comrades:
        named = name_at(before, comrades[-1].end())
        yield from [named] if named else _found(before[comrades[-1].start() :])[:1]
    yield from reversed(_found(before))


def _found(text: str) -> list[str]:
    return [match[0] for match in names_in(text)]
