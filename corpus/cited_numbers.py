"""Numbers as citations print them: whole, sharing the symbols of their list, or an ordinal alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from corpus.kinds import kind_pattern
from corpus.model import Span
from corpus.numbers import DocumentNumber, NumberMention, find_numbers

# How far before the symbols a list of ordinals may begin, in characters.
_REACH = 200


def cited_numbers(text: str) -> tuple[NumberMention, ...]:
    """Return the numbers of `text` in order, with those that borrow their symbols and those that have none.

    `số 12, 13 và 14-TTr/BCSD` gives three numbers. `Thông báo số 707, ngày 13/10/2022` gives `707`: an ordinal alone
    is a number only between a type of paper and its date.
    """
    mentions: list[NumberMention] = []
    for mention in find_numbers(text):
        floor = mentions[-1].span.end if mentions else 0
        mentions += _borrowers(text, mention, floor)
        mentions.append(mention)
    taken = {mention.span.start for mention in mentions}
    alone = [mention for mention in _alone(text) if mention.span.start not in taken]
    return tuple(sorted(mentions + alone, key=lambda mention: mention.span))


@cache
def _borrower_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?i:số) \s{0,2} :? \s{0,2}
        (?P<list>
          \d{1,5} [a-z]?
          (?: \s{0,2} (?: , | ; | và | đến | - | – ) \s{0,2} (?: số \s )? \d{1,5} [a-z]? ){0,30}
        )
        \s{0,2} (?: , | ; | (?: và | đến ) (?: \s{1,2} số )? | - | – ) \s{0,2} \Z
        """,
        re.VERBOSE,
    )


def _borrowers(text: str, mention: NumberMention, floor: int) -> Iterator[NumberMention]:
    """Yield the ordinals of the list that a number ends, each with the number's symbols."""
    number = mention.number
    window = max(floor, mention.span.start - _REACH)
    before = text[window : mention.span.start]
    tail = number.printed[len(number.ordinal) :]
    for opening in reversed(list(re.finditer(r"[Ss]ố(?!\w)", before))):
        if found := _borrower_pattern().match(before, opening.start()):
            for ordinal in re.finditer(r"\d{1,5}[a-z]?", found["list"]):
                start = window + found.start("list") + ordinal.start()
                borrowed = replace(number, printed=ordinal[0] + tail, ordinal=ordinal[0])
                yield NumberMention(borrowed, Span(start, start + len(ordinal[0])))
            return


# số 707, ngày 13…
_ALONE = re.compile(r"(?<!\w)[Ss]ố\s{0,2}:?\s{0,2}(?P<ordinal>\d{1,5})(?=\s{0,2}[,(]?\s{0,2}[Nn]gày\s{1,3}\d)")
_KIND_REACH = 24


def _alone(text: str) -> Iterator[NumberMention]:
    """Yield the ordinals that stand alone between the name of a type and a date."""
    for match in _ALONE.finditer(text):
        before = text[max(0, match.start() - _KIND_REACH) : match.start()]
        if any(not before[kind.end() :].strip() for kind in kind_pattern().finditer(before)):
            ordinal = match["ordinal"]
            yield NumberMention(DocumentNumber(ordinal, ordinal, None, ()), Span(*match.span("ordinal")))
