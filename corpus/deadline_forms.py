"""The printed forms of deadlines as patterns over lower-case text; `corpus.deadlines` gives them their meaning.

In the grammar `~` is the space between two words. Every form is bounded, so matching is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from corpus.clauses import Strength


class Form(Enum):
    """What a form means once it is judged to be a deadline."""

    DAY = auto()
    MONTH = auto()
    QUARTER = auto()
    YEAR = auto()
    RHYTHM = auto()
    DAY_OF_RHYTHM = auto()
    PART_OF_YEAR = auto()
    COUNTED = auto()
    EVENT = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A form, the pattern that finds it, and how much it says by itself."""

    form: Form
    pattern: re.Pattern[str]
    strength: Strength


# chậm nhất là trong; hạn cuối: ; không để sau; trước; đến hết; trong
_LIMIT = r"""
  (?P<lead>
    (?: (?: chậm | muộn | trễ )~nhất | (?: thời~ )? hạn~(?: cuối (?:~cùng)? | chót | chậm~nhất ) )
    (?: ~(?: là | vào | đến | trong | trước | hết | cuối | ngay ) ){0,3} (?: [ ]? : )?
  | (?: thời~hạn | thời~gian )~(?: hoàn~thành | báo~cáo | gửi | nộp | trình )
    (?: [ ]?: | ~(?: xong | là | trước | trong | vào | đến | hết | chậm~nhất ) ){1,3}
  | (?: thời~(?: hạn | gian ) (?: ~(?!là|trước|từ|\d)[^\W\d]+ ){0,3} | hoàn~thành ) [ ]? :
  | không~(?: để~sau | quá | muộn~hơn | chậm~hơn )
  | trước (?: ~(?: hết | cuối ) )?
  | (?: cho~ )? (?: tới | đến )~(?: trước | hết | cuối )
  | trong
  )
"""
# hoàn thành vào ngày 15/6/2024; đến ngày 15/6/2024 phải xong
_DUE_ON = r"""
  (?P<lead>
    (?: (?<= hoàn[ ]thành[ ] ) | (?<= xong[ ] ) | (?<= gửi[ ] ) | (?<= nộp[ ] ) | (?<= báo[ ]cáo[ ] ) ) vào
  | (?: đến | tới ) (?= ~ngày~ [\d/.\-thángnăm ]{3,24} ,? [ ] (?: phải | hoàn~thành | xong )\b )
  )
"""
# tại hội nghị tháng 5/2024, vào quý II/2023
_MEETING = r"(?: tại | vào | trong )~(?: hội~nghị | phiên~họp | kỳ~họp | cuộc~họp ) (?: ~[^\W\d]+ ){0,4}"
_IN = r"vào (?: ~(?: đầu | giữa | cuối ) )?"
_END_OF = r"(?: (?<= hoàn[ ]thành[ ] ) | (?<= xong[ ] ) ) (?: đầu | giữa | cuối )"
_HOUR = r"(?: (?: \d{1,2}~giờ (?: ~\d\d (?: ~phút )? )? | \d{1,2} [hg:] (?: \d\d['’]? )? ) ,? ~ )?"
_WEEKDAY = r"(?: (?: thứ~(?: hai | ba | tư | năm | sáu | bảy ) | chủ~nhật ) ,? ~ )?"
_DAY = rf"""
  {_HOUR} {_WEEKDAY}
  (?: ngày~ (?: (?: [^\W\d]+~ ){{1,3}} (?= [\d/.-]{{8,10}}\b ) )? )?       # trước ngày khai giảng 05/9/2025
  (?P<day> [0-3]?\d )
  (?: [ ]?[/.–-][ ]? (?P<month> [01]?\d )                                  # 15/6  15/6/2024  15-6 năm 2024
      (?: [ ]?[/.–-][ ]? (?P<year> 20\d\d ) | ~năm~(?P<year2> 20\d\d ) )?
    | ~tháng~(?P<month2> [01]?\d )                                         # 15 tháng 6 năm 2024
      (?: (?: ,?~năm~ | [ ]?/[ ]? ) (?P<year3> 20\d\d ) )?
  )
  (?! [/.,]\d | [ ]?% | ~(?: tỷ | triệu | ha | km | tháng )\b )
"""
_OF_YEAR = r"(?: [ ]?[/-][ ]? (?P<year> 20\d\d ) | ,?~năm~(?P<year2> 20\d\d | nay | sau ) )?"
_MONTH = rf"tháng~(?P<month> [01]?\d ) {_OF_YEAR} (?! [/.,]\d )"
_QUARTER = rf"qu[ýí]~(?P<quarter> iv | i{{1,3}} | [1-4] ) {_OF_YEAR} (?! /\d )"
_YEAR = r"(?: cuối~ )? năm (?: ~(?P<year> 20\d\d | nay ) (?! [ ]?[-–/][ ]?\d ) | (?= [ ]? (?: [.;,)] | \Z ) ) )"

# quý I/2025 phải xong; năm 2026 hoàn thành: at the beginning of a clause
_BARE = r"(?P<lead> (?<= [;:,.+-][ ] ) | (?<= \n ) | \A )"
_THEN_DONE = r"(?= ~(?: phải | cần | hoàn~thành | hoàn~tất | xong | đưa~vào | bàn~giao | khởi~công | trình )\b )"

_UNIT = r"(?: tháng | qu[ýí] | năm )"
_SPELLED = r"(?: hai | ba | bốn | sáu | chín )"
_ONCE = r"(?: ~(?: một | 1 | 01 )~lần | [ ]?/[ ]? (?: (?: 01 | 1 | một )~ )? lần )"
_EACH = r"(?: hằng | hàng | mỗi )"
_RHYTHM = rf"""
  (?: cứ~ (?= [^\n.;,]{{1,24}} \b lần\b ) )?
  (?: (?P<fixed> định~kỳ | (?<! họp[ ] ) (?<! nghị[ ] ) (?<! ban[ ] ) thường~kỳ )~ (?: (?: vào | theo | là )~ )? )?
  (?P<first>
      (?: {_EACH} | theo )~{_UNIT} {_ONCE}?                                # hằng quý  mỗi năm một lần
    | (?: \d{{1,2}} | {_SPELLED} )~tháng {_ONCE}                           # 6 tháng một lần  03 tháng/lần
    | (?(fixed) (?: (?: \d{{1,2}} | {_SPELLED} )~ )? {_UNIT} {_ONCE}? | (?!) )                # định kỳ 6 tháng
  )
  (?P<more>                                                                # …, hằng năm  … và 9 tháng
    (?: (?: ,~ | ~và~ ) (?: {_EACH}~ )? (?: \d{{1,2}}~ )? {_UNIT} {_ONCE}?
        (?! ~(?: \d | đầu | cuối | nay | trước | sau | học )\b ) ){{0,3}}
  )
  (?! ~(?: đầu | cuối ) )
"""
# trước ngày 25 hằng tháng; chậm nhất vào ngày 20 của tháng cuối quý; trước ngày 15/12 hằng năm
_DAY_OF_RHYTHM = rf"""
  (?: (?: chậm | muộn )~nhất (?: ~(?: là | vào | đến | trước ) )? ~ | trước~ | vào~ | định~kỳ~ )
  {_HOUR} (?: vào~ )? ngày~\d{{1,2}} (?: /\d{{1,2}} | ~tháng~\d{{1,2}} )? (?: ~của )?
  (?: ~tháng~(?: cuối | đầu | đầu~tiên )~ (?: của~ )? (?: {_EACH}~ )? (?P<of> qu[ýí] )
    | ~tháng~(?P<next> sau | kế~tiếp | tiếp~theo ) | ~{_EACH}~(?P<unit> {_UNIT} ) )
| {_EACH}~(?P<unit2> {_UNIT} ) ,? ~ (?: chậm~nhất | trước )~ (?: (?: là | vào | đến )~ )?   # hằng tháng, trước ngày 25
  ngày~\d{{1,2}} (?: /\d{{1,2}} | ~tháng~\d{{1,2}} )? (?! [/-]\d | ~tháng | ~năm~\d )
| định~kỳ~ (?: vào~ )? ngày~ (?: làm~việc~ )? (?: cuối (?: ~cùng )? | đầu (?: ~tiên )? )~        # ngày cuối tháng
  (?: (?: của | {_EACH} )~ ){{0,2}} (?P<unit3> {_UNIT} )
"""
# trong 6 tháng đầu năm 2025
_PART_OF_YEAR = (
    r"trong~(?P<months> 3 | 6 | 9 | 03 | 06 | 09 )~tháng~(?P<end> đầu | cuối )~năm (?: ~(?P<year> 20\d\d ) )?"
)
# kể từ ngày ban hành Kết luận này; từ khi nhận đủ hồ sơ
_FROM = r"""
  ,?~(?: kể~từ | tính~từ | từ | sau )~ (?: (?: ngày | khi | thời~điểm )~ )? [^,.;:()]{1,90}?
  (?= [ ]? (?: [,;:()] | \.(?!\d) | \Z ) | ~(?: để | nhằm | và | phải | hoàn~thành | (?<! có[ ] ) báo~cáo | trình )~ )
"""
_SPELLED_OUT = r"(?: ~\( [^()]{1,20} \) )?"  # 15 (mười lăm) ngày
_COUNT, _COUNT_UNIT = r"\d{1,3} | một | hai | ba | bốn | sáu | mười", "ngày | tháng | tuần | giờ"
_NUMBER = rf"(?P<count> {_COUNT} ) {_SPELLED_OUT} ~(?P<unit> {_COUNT_UNIT} ) (?P<working> ~làm~việc )?"
_ANY_NUMBER = rf"(?: {_COUNT} ) {_SPELLED_OUT} ~(?: {_COUNT_UNIT} ) (?: ~làm~việc )?"
_COUNTED = rf"""
  (?: trong (?: ~(?: vòng | thời~hạn | thời~gian | khoảng ) )? (?: ~(?: không~quá | tối~đa | chậm~nhất ) )?
    | (?: thời~hạn~ )? không~quá | chậm~nhất (?: ~(?: là | sau | trong ) ){{0,2}} | sau
  ) ~ {_NUMBER} {_FROM}
"""
_COUNTED_ALONE = rf"""
  (?: trong~(?: vòng | thời~hạn )~ (?: (?: không~quá | tối~đa )~ )? | chậm~nhất (?: ~(?: là | sau | trong ) ){{1,2}}~ )
  {_ANY_NUMBER}
  (?: ~(?: tới | tiếp~theo | nữa ) )?
| (?: (?: chậm~nhất | ít~nhất )~ )? trước~{_ANY_NUMBER}~ (?: so~với | kể~từ | tính~đến )~ [^,.;:()]{{2,60}}
| trong~\d{{1,3}}~ (?: ngày | tuần )~ (?: làm~việc | tới )
| (?: chậm~nhất~ (?: là~ )? )? {_ANY_NUMBER}~ trước~ (?: ngày | khi )~ [^,.;:()\n]{{2,60}}  # … trước ngày khai mạc
| (?: (?<= [.;][ ] ) | (?<= \n ) | \A )                                               # Sau 12 tháng thí điểm, …
  sau~{_ANY_NUMBER}~ (?: thí~điểm | thực~hiện | triển~khai | vận~hành | hoạt~động ) (?= , )
"""
_SEASON = r"mùa~(?: mưa (?: ~(?: bão | lũ ) )? | bão | lũ | khô )"
_NEW_YEAR = r"tết (?: ~nguyên~đán (?: ~[^\W\d]+~[^\W\d]+ (?= [.;,] | \Z ) )? )?"
_SCHOOL = r"(?: thời~điểm~ )? khai~giảng (?: ~năm~học (?: ~mới )? )? | năm~học~mới"
_EVENT = rf"""
  trước~ (?: {_SEASON} | {_NEW_YEAR} | {_SCHOOL} ) (?: ~ (?: năm~ )? (?: học~ )? \d{{4}} (?: [ ]?-[ ]?\d{{4}} )? )?
| trước~ngày~ (?: khai~mạc | diễn~ra | bầu~cử ) (?! ~\d ) [^,.;:()\n]{{0,60}}
| trước~khi~bước~vào~ [^,.;:()\n]{{2,60}}
| trước~ (?: ngày~ )? (?: (?: diễn~ra | khai~mạc | tổ~chức )~ )? (?: kỳ~họp | phiên~họp | đại~hội | hội~nghị | lễ )
    (?! ~(?: tháng | qu[ýí] )~\d ) [^,.;:()\n]{{0,60}}?                          # trước kỳ họp giữa năm của HĐND tỉnh
    (?= [ ]? (?: [,;:()\n] | \.(?!\d) | \Z ) | ~(?: để | nhằm | và | phải )~ )
| trong~ (?P<unit> tuần | tháng | qu[ýí] )~ (?P<which> tới | này )
| ngay~sau~ (?: khi~ )? (?: kết~thúc~ )? (?: hội~nghị | cuộc~họp | phiên~họp | kỳ~họp ) (?: ~này )?
"""


def _compiled(grammar: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{grammar})(?!\w)".replace("~", "[ ]{1,3}"), re.VERBOSE)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return the forms, the more specific first: what an earlier form takes, a later one does not see."""
    return (
        Phrase(Form.DAY_OF_RHYTHM, _compiled(_DAY_OF_RHYTHM), Strength.LIMIT),
        Phrase(Form.COUNTED, _compiled(_COUNTED), Strength.LIMIT),
        Phrase(Form.COUNTED, _compiled(_COUNTED_ALONE), Strength.LIMIT),
        Phrase(
            Form.COUNTED,
            _compiled(rf"trong~ (?: {_COUNT} ) ~ (?: ngày | tuần ) (?= [ ]? (?: [.;,)] | \Z ) )"),
            Strength.PERIOD,
        ),
        Phrase(Form.DAY, _compiled(rf"{_LIMIT} ~ {_DAY}"), Strength.LIMIT),
        Phrase(Form.DAY, _compiled(rf"{_DUE_ON} ~ {_DAY}"), Strength.PERIOD),
        Phrase(Form.MONTH, _compiled(rf"(?: {_LIMIT} | {_IN} | {_END_OF} | {_MEETING} ) ~ {_MONTH}"), Strength.SPAN),
        Phrase(
            Form.QUARTER, _compiled(rf"(?: {_LIMIT} | {_IN} | {_END_OF} | {_MEETING} ) ~ {_QUARTER}"), Strength.SPAN
        ),
        Phrase(Form.PART_OF_YEAR, _compiled(_PART_OF_YEAR), Strength.PERIOD),
        Phrase(Form.YEAR, _compiled(rf"(?: {_LIMIT} | {_IN} ) ~ {_YEAR}"), Strength.PERIOD),
        Phrase(Form.MONTH, _compiled(rf"{_BARE} {_MONTH} {_THEN_DONE}"), Strength.LIMIT),
        Phrase(Form.QUARTER, _compiled(rf"{_BARE} {_QUARTER} {_THEN_DONE}"), Strength.LIMIT),
        Phrase(Form.YEAR, _compiled(rf"{_BARE} {_YEAR} {_THEN_DONE}"), Strength.LIMIT),
        Phrase(Form.RHYTHM, _compiled(rf"{_RHYTHM} (?<= lần )"), Strength.LIMIT),
        Phrase(Form.RHYTHM, _compiled(_RHYTHM), Strength.RHYTHM),
        Phrase(Form.EVENT, _compiled(_EVENT), Strength.LIMIT),
    )


@cache
def triggers() -> re.Pattern[str]:
    """Match the first word of every form; a quick pass that tells where forms need be tried at all."""
    return re.compile(
        r"(?<!\w)(?:trước|chậm|muộn|trễ|hạn|hoàn|thời|đến|tới|cho|trong|ngay|vào|tại|sau|không|định|thường|hằng|hàng|mỗi|theo|ít|cứ|đầu|giữa|cuối"
        r"|quý|quí|tháng|năm|(?:\d{1,2}|hai|ba|bốn|sáu|chín)(?=\s+(?:tháng|ngày)))(?!\w)"
    )
