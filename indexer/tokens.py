"""The tokens of the query language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from corpus.orthography import fold_diacritics, lower


class Mark(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    PREFIX = auto()
    FIELD = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token: what it is, its text (of a field: the value), the name of the field, and how it was typed."""

    mark: Mark
    text: str
    field: str = ""
    raw: str = ""


# By folded name; `indexer.syntax.QueryField` says what they mean.
_VIETNAMESE_FIELDS = ("coquan", "hoinghi", "so", "loai", "nam", "ngay", "han")
_ENGLISH_FIELDS = ("agency", "meeting", "number", "kind", "year", "date", "due")
_FIELDS = frozenset((*_VIETNAMESE_FIELDS, *_ENGLISH_FIELDS))
_OPERATORS = {
    "AND": Mark.AND,
    "VÀ": Mark.AND,
    "OR": Mark.OR,
    "HOẶC": Mark.OR,
    "NOT": Mark.NOT,
    "KHÔNG": Mark.NOT,
}
_WITHOUT_MARKS = str.maketrans(dict.fromkeys('"“”„‟«»()*:', " "))
_LONGEST_FORMULA = 15  # words; whoever types more wrote or pasted a sentence
_QUOTES = str.maketrans("“”„‟«»", '""""""')

_TOKEN = re.compile(
    r"""
    (?P<minus>  (?<! [^\s(] ) - (?= [^\s\-)] ) )                  # -rừng  -"rừng phòng hộ"  -(a b)
  | (?P<field>  [^\W\d_]{2,12} ) : (?: "(?P<string> [^"]* )"      # coquan:"Sở Y tế"
                                     | (?P<value> [^\s()"]+ ) )   # so:48-TTr/BCSD
  | " (?P<quoted> [^"]* ) "                                       # "chuyển đổi số"
  | (?P<open>   \( )
  | (?P<close>  \) )
  | (?P<prefix> [^\W_]{2,} ) \* (?! [^\s()"] )                    # chuyen*
  | (?P<word>   [^\s()"]+ )
  | (?P<stray>  " )
    """,
    re.VERBOSE,
)


def tokenize(text: str, notices: list[str]) -> list[Token]:
    """Cut any text into tokens, in linear time; doubts are appended to `notices`."""
    text = text.translate(_QUOTES)
    tokens = list(_tokens(text, notices))
    if _is_prose(text, tokens):
        return [_as_prose(token, notices) for token in tokens]
    words = [token.text for token in tokens if token.mark is Mark.WORD]
    if words and all(word == word.upper() for word in words) and any(word != word.lower() for word in words):
        # Typed with the Caps Lock on, `VÀ` is the word, not the operator.
        return [_plain(token, notices) for token in tokens]
    return tokens


def word_runs(text: str) -> list[tuple[int, int]]:
    """Return where runs of plain words stand in a query: no operators, fields, quotes, beginnings or excluded words."""
    runs: list[tuple[int, int]] = []
    is_open = is_excluded = False
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        if match.lastgroup == "word" and match[0] not in _OPERATORS and not is_excluded:
            runs[-1:] = [(runs[-1][0], match.end())] if is_open else [*runs[-1:], match.span()]
            is_open = True
        else:
            is_open = False
        is_excluded = match.lastgroup == "minus" or _OPERATORS.get(match[0]) is Mark.NOT
    return runs


def plain(text: str) -> str:
    """Return a query that asks for the words of a text and for nothing else, whatever marks and capitals it has.

    A question of a test set says `KHÔNG` and `"trọng tài"` without meaning the query language.
    """
    words = (word.lstrip("-") for word in text.translate(_WITHOUT_MARKS).split())
    return " ".join(lower(word) if word in _OPERATORS else word for word in words if word)


def _is_prose(text: str, tokens: list[Token]) -> bool:
    """Say whether a person asked a question or pasted a sentence rather than wrote a formula."""
    if any(token.mark is Mark.FIELD for token in tokens):
        return False
    return text.rstrip(' ")').endswith("?") or sum(len(token.text.split()) for token in tokens) > _LONGEST_FORMULA


def _as_prose(token: Token, notices: list[str]) -> Token:
    """Take the emphasis of a sentence, `KHÔNG` or "quotes", as the words that it emphasises."""
    match token.mark:
        case Mark.QUOTED:
            return Token(Mark.WORD, token.text) if token.text.strip() else token
        case Mark.AND | Mark.OR | Mark.NOT if token.text.isalpha():
            notices.append(f"Câu dài hoặc câu hỏi nên “{token.text}” được hiểu là từ cần tìm.")
            return Token(Mark.WORD, token.text)
    return token


def _plain(token: Token, notices: list[str]) -> Token:
    if token.mark not in (Mark.AND, Mark.OR, Mark.NOT) or token.text.isascii() or token.text == "-":
        return token
    notices.append(f"Cả câu viết hoa nên “{token.text}” được hiểu là từ cần tìm.")
    return Token(Mark.WORD, token.text)


def _tokens(text: str, notices: list[str]) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        match match.lastgroup:
            case "minus":
                yield _minus(match, text)
            case "string" | "value" if fold_diacritics(match["field"]).lower() in _FIELDS:
                yield Token(Mark.FIELD, match[match.lastgroup], match["field"], match[0])
            case "string":
                yield Token(Mark.WORD, match["field"])
                yield Token(Mark.QUOTED, match["string"])
            case "quoted":
                yield Token(Mark.QUOTED, match["quoted"])
            case "open":
                yield Token(Mark.OPEN, "(")
            case "close":
                yield Token(Mark.CLOSE, ")")
            case "prefix":
                yield Token(Mark.PREFIX, match["prefix"])
            case "stray":
                notices.append("Thiếu một dấu ngoặc kép: phần sau nó được tìm như từ thường.")
            case _:
                yield _word(match[0], notices)


def _minus(match: re.Match[str], text: str) -> Token:
    """Tell `-rừng` from the second half of a range of years (`2021 -2025`)."""
    before = text[: match.start()].rstrip()[-1:]
    if before.isdigit() and text[match.end()].isdigit():
        return Token(Mark.WORD, "-")
    return Token(Mark.NOT, "-")


def _word(text: str, notices: list[str]) -> Token:
    if text in _OPERATORS:
        return Token(_OPERATORS[text], text)
    if "*" in text and text.strip("*"):
        notices.append("Dấu * chỉ dùng ở cuối, sau ít nhất hai chữ cái (ví dụ: chuyen*).")
    return Token(Mark.WORD, text)
