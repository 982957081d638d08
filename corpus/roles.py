"""What a printed line is to its document."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part of a line. The values are stable names for `ketluan parse` to show."""

    BLANK = "blank"
    PAGE_NUMBER = "page-number"
    RUNNING_HEAD = "running-head"
    RULE = "rule"
    STAMP = "stamp"
    LETTERHEAD = "letterhead"
    TITLE = "title"
    OPENING = "opening"
    SECTION = "section"
    ITEM = "item"
    TEXT = "text"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    APPENDIX = "appendix"


FURNITURE = frozenset({Role.PAGE_NUMBER, Role.RUNNING_HEAD, Role.RULE, Role.STAMP})
