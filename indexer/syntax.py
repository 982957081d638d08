"""What a person typed, as a tree: a small forgiving query language.

    rừng phòng hộ            words             "chuyển đổi số"           a phrase
    rừng -quy hoạch          without a word    chuyen*                   a beginning of two letters or more
    rừng VÀ (hồ HOẶC đập)    AND OR NOT / VÀ HOẶC KHÔNG in capitals, parentheses
    coquan:"Sở Y tế"  hoinghi:17  so:48-TTr/BCSD  loai:"Kết luận"  nam:2022  ngay:2022-03..2023  han:co
                             the same in English: agency meeting number kind year date due

The words of one group form one `Words` node, and adjacent ones one run of it, so that pairs and numbers across them
count. Everything else is binding: a phrase, a beginning, a field or a negation must hold whatever the match mode. A
minus takes one word, phrase or group. OR binds loosest, so `chuyển đổi số HOẶC công nghệ thông tin` is a choice between
two groups. Whoever asks a question (it ends with `?`) or pastes a sentence of more than 15 words did not write a
formula: its `KHÔNG` and "quotes" are emphasis, and are taken as words. Nothing is an error: what cannot be read is
taken as words, and a notice says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.orthography import fold_diacritics
from indexer.periods import Period, parse_period
from indexer.tokens import Mark, Token, tokenize

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_WORDS = 300
MAX_CLAUSES = 40  # phrases, beginnings and fields: each is looked up by itself


class QueryField(StrEnum):
    """The fields of the language, by their Vietnamese names without diacritics."""

    AGENCY = "coquan"
    MEETING = "hoinghi"
    NUMBER = "so"
    KIND = "loai"
    YEAR = "nam"
    DATE = "ngay"
    DUE = "han"


_ENGLISH = {
    "agency": QueryField.AGENCY,
    "meeting": QueryField.MEETING,
    "number": QueryField.NUMBER,
    "kind": QueryField.KIND,
    "year": QueryField.YEAR,
    "date": QueryField.DATE,
    "due": QueryField.DUE,
}
_CLAUSES = frozenset({Mark.QUOTED, Mark.PREFIX, Mark.FIELD})
_OPERATORS = frozenset({Mark.AND, Mark.OR, Mark.NOT})
_YES = {"co", "yes", "1"}
_NO = {"khong", "no", "0"}


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be found anywhere; the match mode says how many. Each text is a run typed without interruption."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a syllable, two letters or more."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """An agency, meeting, document number or kind that is called `value`."""

    field: QueryField
    value: str


@dataclass(frozen=True, slots=True)
class During:
    """A date (`DATE`, `YEAR`) or a dated deadline (`DUE`) in a period."""

    field: QueryField
    period: Period


@dataclass(frozen=True, slots=True)
class HasDeadline:
    """Whether any deadline is set."""

    expected: bool


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


Node = Words | Phrase | Prefix | Named | During | HasDeadline | Not | And | Or | Everything


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query tree and Vietnamese sentences about what was read otherwise than typed."""

    root: Node
    notices: tuple[str, ...] = ()


def parse_query(text: str) -> ParsedQuery:
    """Read any string as a query; never raises."""
    notices: list[str] = []
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
        notices.append(f"Câu tìm quá dài: chỉ dùng {MAX_LENGTH} ký tự đầu.")
    parser = _Parser(_cut(tokenize(text, notices), notices), notices)
    root = parser.query()
    return ParsedQuery(root, tuple(dict.fromkeys(notices)))


def _cut(tokens: list[Token], notices: list[str]) -> list[Token]:
    """Return the tokens up to the first that is one word or clause too many, without an operator left at the end."""
    words = clauses = 0
    for at, token in enumerate(tokens):
        words += token.mark is Mark.WORD
        clauses += token.mark in _CLAUSES
        if words > MAX_WORDS or clauses > MAX_CLAUSES:
            notices.append(
                f"Câu tìm có quá nhiều phần: chỉ dùng {MAX_WORDS} từ, "
                f"hoặc {MAX_CLAUSES} cụm từ, dấu * và điều kiện đầu."
            )
            return _without_last_operators(tokens[:at])
    return tokens


def _without_last_operators(tokens: list[Token]) -> list[Token]:
    end = len(tokens)
    while end and tokens[end - 1].mark in _OPERATORS:
        end -= 1
    return tokens[:end]


class _Parser:
    """Recursive descent over tokens; whatever does not fit becomes words."""

    def __init__(self, tokens: list[Token], notices: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._notices = notices

    def query(self) -> Node:
        """Read all tokens; a closing parenthesis that nothing opened is dropped."""
        parts: list[Node] = []
        while self._next < len(self._tokens):
            parts.append(self._choice())
            if self._take(Mark.CLOSE):
                self._notices.append("Bỏ qua dấu ngoặc đơn không có cặp.")
        return _conjunction(parts)

    def _choice(self) -> Node:
        choices = [[self._sequence()]]
        while (operator := self._take(Mark.OR)) is not None:
            if isinstance(_conjunction(choices[-1]), Everything) or not self._operand_follows():
                choices[-1] += [self._as_word(operator), self._sequence()]
            else:
                choices.append([self._sequence()])
        parts = tuple(_conjunction(choice) for choice in choices)
        return parts[0] if len(parts) == 1 else Or(parts)

    def _sequence(self) -> Node:
        groups: list[list[Node]] = [[]]  # split at AND, so that words on its two sides stay apart
        while (part := self._part(at_start=not groups[-1])) is not None:
            if isinstance(part, Token):
                groups.append([])
            else:
                groups[-1].append(part)
        return _flatten([_conjunction(group) for group in groups if group])

    def _part(self, *, at_start: bool) -> Node | Token | None:
        if self._next == len(self._tokens) or self._tokens[self._next].mark in (Mark.OR, Mark.CLOSE):
            return None
        token = self._tokens[self._next]
        self._next += 1
        match token.mark:
            case Mark.AND if not at_start and self._operand_follows():
                return token
            case Mark.NOT if self._operand_follows():
                return self._negation()
            case Mark.OPEN:
                return self._group()
            case Mark.AND | Mark.NOT:
                return self._as_word(token)
        return _leaf(token, self._notices)

    def _negation(self) -> Node:
        part = self._part(at_start=True)
        return Everything() if part is None or isinstance(part, Token | Everything) else Not(part)

    def _group(self) -> Node:
        if self._depth >= MAX_DEPTH:
            self._notices.append("Quá nhiều ngoặc lồng nhau: các ngoặc trong cùng được bỏ qua.")
            return Everything()
        self._depth += 1
        inside = self._choice()
        self._depth -= 1
        if self._take(Mark.CLOSE) is None:
            self._notices.append("Bỏ qua dấu ngoặc đơn không có cặp.")
        return inside

    def _operand_follows(self) -> bool:
        return self._next < len(self._tokens) and self._tokens[self._next].mark not in (Mark.AND, Mark.OR, Mark.CLOSE)

    def _take(self, mark: Mark) -> Token | None:
        if self._next < len(self._tokens) and self._tokens[self._next].mark is mark:
            self._next += 1
            return self._tokens[self._next - 1]
        return None

    def _as_word(self, token: Token) -> Node:
        self._notices.append(f"“{token.text}” đứng một mình nên được hiểu là từ cần tìm.")
        return Words((token.text,))


def _leaf(token: Token, notices: list[str]) -> Node:
    match token.mark:
        case Mark.QUOTED:
            return Phrase(token.text) if token.text.strip() else Everything()
        case Mark.PREFIX:
            return Prefix(token.text)
        case Mark.FIELD:
            return _constraint(token, notices)
    return Words((token.text,))


def field_named(name: str) -> QueryField | None:
    """Return the field that a person means: `coquan`, `CơQuan`, `agency`; None for any other word."""
    key = fold_diacritics(name).lower()
    if key in _ENGLISH:
        return _ENGLISH[key]
    return next((field for field in QueryField if field.value == key), None)


def _constraint(token: Token, notices: list[str]) -> Node:
    field = field_named(token.field)
    value = token.text.strip()
    if field is None or not value:
        notices.append(f"“{token.raw}” được hiểu là từ cần tìm.")
        return Words((token.raw,))
    if field in (QueryField.AGENCY, QueryField.MEETING, QueryField.NUMBER, QueryField.KIND):
        return Named(field, value)
    answer = fold_diacritics(value).lower()
    if field is QueryField.DUE and answer in _YES | _NO:
        return HasDeadline(answer in _YES)
    period = parse_period(value)
    if period is None:
        notices.append(f"Không đọc được “{token.raw}” nên coi là từ; viết ví dụ nam:2022, ngay:3/2022..2023, han:co.")
        return Words((token.raw,))
    return During(field, period)


def _conjunction(parts: list[Node]) -> Node:
    """Join parts side by side: all words become one node, adjacent ones one run; the empty query disappears."""
    runs: list[str] = []
    others: list[Node] = []
    adjacent = False
    for part in parts:
        match part:
            case Everything():
                continue
            case Words(texts) if adjacent:
                runs[-1:] = [f"{runs[-1]} {texts[0]}", *texts[1:]]
            case Words(texts):
                runs += texts
            case _:
                others.append(part)
        adjacent = isinstance(part, Words)
    return _flatten([Words(tuple(runs)), *others] if runs else others)


def _flatten(parts: list[Node]) -> Node:
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else And(tuple(parts))
